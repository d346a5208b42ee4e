"""Reads the machine-readable lines of a travel document: what each field says, whether its check digit holds, and what a reader probably
took for something else. Nothing is corrected by itself, and a check that fails warns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from examinations.gazetteer import state_name
from examinations.mrz import dates
from examinations.mrz.corrections import Exchange, applied, exchanges
from examinations.mrz.digits import ALPHABET, DIGITS, FILLER, check_digit
from examinations.mrz.layouts import LAYOUTS, TD3, Checked, Layout, layout_of
from examinations.mrz.names import names_of

TITLES = {
    "document_number": "Document number",
    "born_on": "Date of birth",
    "expires_on": "Date of expiry",
    "optional": "Optional data",
    "all": "All of them together",
}
DATES = frozenset({"born_on", "expires_on"})
SEXES = {"F": "FEMALE", "M": "MALE", FILLER: "UNSPECIFIED", "X": "UNSPECIFIED"}
LEAST_SECOND_LINE = 28  # up to the expiry's check digit: what follows may be left out where the lines are typed by hand
SPELLINGS = {"«": "<<", "‹": "<", "\uff1c": "<", "&LT;": "<"}


class Unreadable(ValueError):
    """The lines are not those of a travel document. `faults` are sentences that say what is wrong and how to put it right."""

    def __init__(self, *faults: str) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Check:
    """A check digit: as printed, and as the field that it is about asks for."""

    field: str
    printed: str
    computed: str
    holds: bool

    @property
    def title(self) -> str:
        return TITLES[self.field]


@dataclass(frozen=True, slots=True)
class Correction:
    """A likely misreading. `line` and `position` count from one; `value` is the whole field as it would then read."""

    field: str
    value: str
    signs: tuple[tuple[int, int, str, str], ...]  # line, position, read, likely


@dataclass(frozen=True, slots=True)
class Reading:
    """What the lines say. Dates are None where they cannot be read or the issuer did not know them."""

    layout: Layout
    lines: tuple[str, ...]
    document_kind: str
    issuing_state: str
    family_name: str
    given_names: str
    document_number: str
    nationality: str
    born_on: date | None
    sex: str
    expires_on: date | None
    optional: str
    checks: tuple[Check, ...]
    corrections: tuple[Correction, ...]
    warnings: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return all(check.holds for check in self.checks)

    def check_of(self, field: str) -> Check | None:
        return next((check for check in self.checks if check.field == field), None)


def split_lines(text: str) -> list[str]:
    """The lines of what was typed, pasted or scanned into one box; lines that a reader sent without a break are cut apart."""
    lines = [line for line in (tidy(part) for part in text.splitlines()) if line]
    if len(lines) == 1:
        for layout in LAYOUTS:
            if len(lines[0]) == layout.lines * layout.length:
                return [lines[0][start : start + layout.length] for start in range(0, len(lines[0]), layout.length)]
    return lines


def tidy(line: str) -> str:
    """Capitals, no blanks, and the fillers that some keyboards and pages make of `<`."""
    line = "".join(line.split()).upper()
    for spelling, sign in SPELLINGS.items():
        line = line.replace(spelling, sign)
    return line


def read_mrz(given: Sequence[str], today: date, *, by_hand: bool = False) -> Reading:
    """Read two lines (three of an identity card) as seen on `today`. Raises `Unreadable` when they are not a document's lines.

    `by_hand`: of a passport the closing fillers of the first line may be left out, and of the second all that follows the date of expiry.
    """
    lines = [tidy(line) for line in given]
    if by_hand:
        lines = _filled_up(lines)
    _require_signs(lines)
    layout = layout_of(lines)
    if layout is None:
        raise Unreadable(*_misfits(lines))
    return _Reader(layout, tuple(lines), today, is_cut=by_hand and len(tidy(given[1])) < layout.length).reading()


def _filled_up(lines: list[str]) -> list[str]:
    if len(lines) != 2 or not lines[0].startswith("P") or not LEAST_SECOND_LINE <= len(lines[1]) <= TD3.length:
        return lines
    return [line.ljust(TD3.length, FILLER) for line in lines]


def _require_signs(lines: Sequence[str]) -> None:
    faults = [
        f"Line {number}, position {place} is {sign!r}. Only letters A to Z, digits and < are printed there: type what the document shows."
        for number, line in enumerate(lines, 1)
        for place, sign in enumerate(line, 1)
        if sign not in ALPHABET
    ]
    if faults:
        raise Unreadable(*faults[:4])


def _misfits(lines: Sequence[str]) -> list[str]:
    if not 2 <= len(lines) <= 3:
        count = f"{len(lines) or 'No'} line{'s' * (len(lines) != 1)} given."
        return [f"{count} A passport has two lines of 44 signs, an identity card three of 30."]
    nearest = min((44, 36), key=lambda length: sum(abs(len(line) - length) for line in lines))
    wanted = 30 if len(lines) == 3 else 44 if lines[0].startswith("P") else nearest
    return [
        f"Line {number} has {len(line)} signs and should have {wanted}. Look for a sign left out or typed twice; < counts too."
        for number, line in enumerate(lines, 1)
        if len(line) != wanted
    ]


class _Reader:
    """One pass over the lines of one document."""

    def __init__(self, layout: Layout, lines: tuple[str, ...], today: date, *, is_cut: bool) -> None:
        self.layout, self.lines, self.today, self.is_cut = layout, lines, today, is_cut
        self.text = {name: span.of(lines) for name, span in layout.fields.items()}
        self.warnings: list[str] = []
        self.long_number = self._long_number()

    def reading(self) -> Reading:
        checks = tuple(self._checks())
        family, given = names_of(self.text["names"])
        return Reading(
            layout=self.layout,
            lines=self.lines,
            document_kind=self.text["document_kind"].rstrip(FILLER),
            issuing_state=self._state("issuing_state", "State that issued it"),
            family_name=self._name(family),
            given_names=given,
            document_number=(self.long_number[0] if self.long_number else self.text["document_number"]).rstrip(FILLER).replace(FILLER, ""),
            nationality=self._state("nationality", "Nationality"),
            born_on=self._date("born_on", dates.born_on),
            sex=self._sex(),
            expires_on=self._date("expires_on", dates.expires_on),
            optional=(self.text["optional"] if not self.long_number else self.long_number[2]).rstrip(FILLER),
            checks=checks,
            corrections=tuple(one for check in checks if not check.holds for one in self._corrections(check)),
            warnings=tuple(self.warnings),
        )

    def _long_number(self) -> tuple[str, str, str] | None:
        """Number, check digit and what is left of the optional data, where a filler in the digit's place says that the number goes on."""
        span, check = self.layout.extends_number, self.layout.checks[0]
        rest = span.of(self.lines).split(FILLER)[0] if span else ""
        if not span or check.digit.of(self.lines) != FILLER or len(rest) < 2:
            return None
        return self.text["document_number"] + rest[:-1], rest[-1], span.of(self.lines)[len(rest) + 1 :]

    def _checks(self) -> list[Check]:
        left_out = {"optional", "all"} if self.is_cut else set()
        return [self._check(checked) for checked in self.layout.checks if checked.name not in left_out]

    def _check(self, checked: Checked) -> Check:
        text, printed = "".join(span.of(self.lines) for span in checked.over), checked.digit.of(self.lines)
        if checked.name == "document_number" and self.long_number:
            text, printed = self.long_number[:2]
        computed = check_digit(text)
        holds = printed == computed or (checked.may_be_filler and printed == FILLER and computed == "0")
        return Check(checked.name, printed, computed, holds)

    def _corrections(self, check: Check) -> list[Correction]:
        checked = next(one for one in self.layout.checks if one.name == check.field)
        if len(checked.over) != 1 or (check.field == "document_number" and self.long_number):
            return []  # of many fields at once a single digit tells too little
        text = checked.over[0].of(self.lines)
        found = exchanges(text, check.printed, digits_only=check.field in DATES)
        return [
            Correction(check.field, applied(text, one), tuple(self._placed(checked, exchange) for exchange in one))
            for one in found
            if check.field not in DATES or self._is_date(check.field, applied(text, one))
        ]

    def _placed(self, checked: Checked, one: Exchange) -> tuple[int, int, str, str]:
        over = checked.over[0]
        span, place = (checked.digit, 0) if one.place == over.end - over.start else (over, one.place)
        return span.line + 1, span.start + place + 1, one.read, one.likely

    def _is_date(self, field: str, text: str) -> bool:
        try:
            return (dates.born_on if field == "born_on" else dates.expires_on)(text, self.today) is not None
        except dates.NoSuchDate:
            return False

    def _date(self, name: str, read: Callable[[str, date], date | None]) -> date | None:
        try:
            found = read(self.text[name], self.today)
        except dates.NoSuchDate as fault:
            self.warnings.append(f"{TITLES[name]} {fault}. Type it from the document.")
            return None
        if found is None:
            self.warnings.append(f"{TITLES[name]} is not wholly known to the issuer. Ask, and type what is known.")
        elif name == "expires_on" and found < self.today:
            self.warnings.append("The document has expired.")
        return found

    def _state(self, name: str, title: str) -> str:
        code = self.text[name].rstrip(FILLER)
        if not state_name(code):
            meant = "".join({"0": "O", "1": "I", "5": "S", "8": "B", "2": "Z", "6": "G"}.get(sign, sign) for sign in code)
            hint = f" Is it {meant}?" if meant != code and state_name(meant) else ""
            self.warnings.append(f"{title}: {code or 'blank'} is no code that is known here.{hint}")
        return code

    def _sex(self) -> str:
        if (found := SEXES.get(self.text["sex"])) is None:
            self.warnings.append(f"Sex: {self.text['sex']} is none of F, M and <. Type it from the document.")
        return found or ""

    def _name(self, family: str) -> str:
        names = self.text["names"]
        if any(sign in DIGITS for sign in names):
            self.warnings.append("Name: there is a digit in it, which a document never prints. Compare it with the name above the lines.")
        if not names.endswith(FILLER):
            self.warnings.append("Name: it fills the line and may be cut short. Compare it with the name above the lines.")
        if self.layout.initial and not self.lines[0].startswith(self.layout.initial):
            self.warnings.append(f"The first line begins with {self.lines[0][0]}; that of a passport begins with P.")
        return family
