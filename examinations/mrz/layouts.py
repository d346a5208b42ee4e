"""Where each kind of travel document keeps its fields (ICAO Doc 9303 parts 4 to 7): passports, cards of two sizes, and visas of two sizes.
Positions count from nought within a line, as Python slices do."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """Part of one line."""

    line: int
    start: int
    end: int

    def of(self, lines: Sequence[str]) -> str:
        return lines[self.line][self.start : self.end]


@dataclass(frozen=True, slots=True)
class Checked:
    """A check digit and the parts that it is about, read one after the other. `may_be_filler`: a filler stands for nought."""

    name: str
    over: tuple[Span, ...]
    digit: Span
    may_be_filler: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of document."""

    name: str
    title: str
    lines: int
    length: int
    fields: dict[str, Span]
    checks: tuple[Checked, ...]
    initial: str = ""  # the letter with which its first line begins, where it has one of its own
    extends_number: Span | None = field(default=None)  # where a document number longer than nine signs goes on


def _of_two_lines(name: str, title: str, length: int, *, initial: str = "", optional: int, has_final: bool) -> Layout:
    """The common shape of passports, larger cards and visas: names above, numbers below."""
    fields = {
        "document_kind": Span(0, 0, 2),
        "issuing_state": Span(0, 2, 5),
        "names": Span(0, 5, length),
        "document_number": Span(1, 0, 9),
        "nationality": Span(1, 10, 13),
        "born_on": Span(1, 13, 19),
        "sex": Span(1, 20, 21),
        "expires_on": Span(1, 21, 27),
        "optional": Span(1, 28, optional),
    }
    checks = [
        Checked("document_number", (fields["document_number"],), Span(1, 9, 10)),
        Checked("born_on", (fields["born_on"],), Span(1, 19, 20)),
        Checked("expires_on", (fields["expires_on"],), Span(1, 27, 28)),
    ]
    if optional == 42:
        checks.append(Checked("optional", (fields["optional"],), Span(1, 42, 43), may_be_filler=True))
    if has_final:
        parts = (Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, length - 1))
        checks.append(Checked("all", parts, Span(1, length - 1, length)))
    longer = fields["optional"] if name == "TD2" else None
    return Layout(name, title, 2, length, fields, tuple(checks), initial, longer)


TD3 = _of_two_lines("TD3", "passport", 44, initial="P", optional=42, has_final=True)
TD2 = _of_two_lines("TD2", "larger identity card", 36, optional=35, has_final=True)
MRV_A = _of_two_lines("MRV-A", "visa", 44, initial="V", optional=44, has_final=False)
MRV_B = _of_two_lines("MRV-B", "smaller visa", 36, initial="V", optional=36, has_final=False)
TD1 = Layout(
    "TD1",
    "identity card",
    3,
    30,
    {
        "document_kind": Span(0, 0, 2),
        "issuing_state": Span(0, 2, 5),
        "document_number": Span(0, 5, 14),
        "optional": Span(0, 15, 30),
        "born_on": Span(1, 0, 6),
        "sex": Span(1, 7, 8),
        "expires_on": Span(1, 8, 14),
        "nationality": Span(1, 15, 18),
        "optional_second": Span(1, 18, 29),
        "names": Span(2, 0, 30),
    },
    (
        Checked("document_number", (Span(0, 5, 14),), Span(0, 14, 15)),
        Checked("born_on", (Span(1, 0, 6),), Span(1, 6, 7)),
        Checked("expires_on", (Span(1, 8, 14),), Span(1, 14, 15)),
        Checked("all", (Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29)), Span(1, 29, 30)),
    ),
    extends_number=Span(0, 15, 30),
)
LAYOUTS = (TD3, MRV_A, TD2, MRV_B, TD1)


def layout_of(lines: Sequence[str]) -> Layout | None:
    """The layout that has as many lines of that length; a visa is told by its first letter. None when there is none."""
    fitting = [one for one in LAYOUTS if one.lines == len(lines) and all(len(line) == one.length for line in lines)]
    is_visa = bool(lines) and lines[0].startswith("V")
    return next((one for one in fitting if (one.initial == "V") == is_visa), None)
