"""What the record itself says about a criterion. Pure: a criterion with a prompt cannot be answered "met" without a word about it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assurance.rationale import reads_as
from examinations.fields import LABELS
from examinations.owed import PARTICULARS, Owed

RECORD = "QA-H1"
BREACHED: dict[str, tuple[str, ...]] = {
    "C1": ("QA-G2",),
    "C2": ("QA-G2",),
    "C2a": ("QA-G2",),  # policy, and a warning only
    "C2w": ("QA-G2",),
    "C3": ("QA-G3",),
    "C4": ("QA-G3",),
    "C5": ("QA-A1",),  # a question after the window has no power behind it, as R7 says of it too
    "C6": ("QA-E2",),
    "C7": ("QA-D4",),
    "C8": ("QA-D4",),
    "C9": ("QA-D4",),  # the clock of what is kept, and the determination or destruction that ends it
    "C10": ("QA-D4",),
    "C11": ("QA-D4",),
    "C12": ("QA-E2",),  # the route of cash
    "C13": (RECORD,),  # never a breach here: custody runs it, the record hands over the instant from which it counts
    "C14": ("QA-D4",),
    "R1": ("QA-G3",),
    "R2": ("QA-G3",),
    "R3": ("QA-G4",),
    "R4": ("QA-G4",),
    "R5": ("QA-E1",),
    "R6": ("QA-A1", "QA-G1"),  # taken without power; and nobody consents in writing to what they were not told and did not understand
    "R7": ("QA-A1",),
}
"""Which criteria a breach of each rule bears on. A rule that is not named here, as of a later law, bears on the record itself."""
# Where what `examinations.rights.findings` says belongs.
TREATED = {
    "NOTICE": "QA-G1",
    "RIGHTS": "QA-G4",
    "ADULT": "QA-G5",
    "WELFARE": "QA-G5",
    "CONDUCT": "QA-H2",
    "REVIEW": "QA-G3",
    "POWER": "QA-A1",
}
# Where what is still owed belongs, by its field; all else is about the completeness of the record. What has a prompt of its own is not
# said twice.
OWED = {"property": "QA-E2", "cash": "QA-E2", "biometrics": "QA-D4"}
SAID_ELSEWHERE = frozenset({"considerations", "selection_reason", "ethnicity_stated", "repeat_justification"})
FOUND_ELSEWHERE = frozenset({"adult-reason", "business-authority", "recording-late"})
FEWEST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that the record says against itself beside its breaches, in one shape whichever room of the examinations found it. A
    critical one makes its criterion critical for this record; a grave one makes the result red, whatever is answered."""

    criterion: str
    sentence: str
    is_critical: bool = False
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """The few facts of a submitted record that the prompts look at."""

    breaches: tuple[tuple[str, str], ...] = ()  # rule with how sure it is, text
    warnings: tuple[tuple[str, str], ...] = ()  # the same of what the clocks ask somebody to look at
    unaccredited: tuple[str, ...] = ()  # collar numbers
    late_entries: int = 0
    apart: tuple[str, ...] = ()  # entries whose press and receipt differ by more than five seconds, each with both instants
    screening: tuple[str, ...] = ()  # what it says against the examination
    considerations: tuple[str, ...] = ()
    selection_reason: str = ""
    selection_reason_sensitive: str = ""
    ethnicity_missing: bool = False
    owed: tuple[Owed, ...] = ()
    findings: tuple[Found, ...] = ()
    was_examined_before: bool = False  # the same person or document, as far as whoever asks may see
    in_twelve_months: int = 0
    repeat_justification: str = ""
    is_goods: bool = False

    @property
    def is_repeat(self) -> bool:
        """Whether the same person or document was examined within the twelve months before."""
        return self.in_twelve_months > 0


def prompts_of(facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """Sentences from the record by the code of the criterion that they bear on."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, sentence in (*_breached(facts), *_found(facts), *_whoever(facts), *_of_a_person(facts), *_owed(facts)):
        found[code].append(sentence)
    return {code: tuple(sentences) for code, sentences in found.items()}


Said = Iterator[tuple[str, str]]


def _breached(facts: Facts) -> Said:
    for rule, text in (*facts.breaches, *facts.warnings):
        for code in BREACHED.get(rule.partition(" ")[0], (RECORD,)):
            yield code, f"{rule}: {text}" if rule else text


def _found(facts: Facts) -> Said:
    for one in facts.findings:
        yield one.criterion, one.sentence


def _whoever(facts: Facts) -> Said:
    """What is asked of every record."""
    for collar in facts.unaccredited:
        yield "QA-G3", f"{collar} was not accredited on the day."
    if facts.late_entries:
        yield "QA-A2", f"{facts.late_entries} {'entry was' if facts.late_entries == 1 else 'entries were'} made late."
    for sentence in facts.apart:
        yield "QA-A2", sentence


def _of_a_person(facts: Facts) -> Said:
    """What is asked of a record about a person, and of no record about goods."""
    if facts.is_goods:
        return
    for sentence in facts.screening:
        yield "QA-C1", sentence
    if facts.considerations == ("group_origin_location",):
        yield "QA-B2", "Origin or location is the only consideration ticked."
    if not facts.considerations:
        yield "QA-B1", "No consideration of the code is ticked."
    if len(facts.selection_reason.split()) < FEWEST_WORDS:
        yield "QA-A2", "The recorded reason for selection is very short."
    if reads := reads_as(f"{facts.selection_reason} {facts.selection_reason_sensitive}"):
        yield "QA-A1", reads.value
    yield from _repeated(facts)
    if facts.ethnicity_missing:
        yield RECORD, "Self-defined ethnicity is neither recorded nor its absence explained."


def _repeated(facts: Facts) -> Said:
    """A repeat needs fresh justification each time (law.md 3.2): one that is missing is said however long ago the last was, one that is
    there is to be read where it was within twelve months."""
    is_justified = bool(facts.repeat_justification.strip())
    many = facts.in_twelve_months
    often = f"{'once' if many == 1 else f'{many} times'} in the twelve months before" if many else "more than twelve months ago"
    before = f"The same person or document was examined {often}"
    if facts.was_examined_before and not is_justified:
        yield "QA-A2", f"{before}, and what is new this time is not said."
    elif facts.is_repeat:
        yield "QA-A2", f"{before}: see whether what is said to be new is new."


def _owed(facts: Facts) -> Said:
    """What the record still owes, its missing particulars in one line."""
    said = {one.sentence for one in facts.findings}
    rest = [one for one in facts.owed if one.field not in SAID_ELSEWHERE and one.code not in FOUND_ELSEWHERE and one.sentence not in said]
    if missing := [LABELS.get(one.field, one.field) for one in rest if one.where == PARTICULARS]:
        yield RECORD, f"Not recorded: {'; '.join(missing)}."
    for one in rest:
        if one.where != PARTICULARS:
            yield OWED.get(one.field, RECORD), one.whole or one.sentence


def made_critical(findings: Iterable[Found]) -> frozenset[str]:
    """The criteria that count as critical for this record, whatever the list says, because of what was found on it."""
    return frozenset(one.criterion for one in findings if one.is_critical)


def unanswered_prompts(prompts: Mapping[str, tuple[str, ...]], answers: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    """Codes answered "met" without a comment although the record has something to say about them. `answers`: code, value, comment."""
    return tuple(code for code, value, comment in answers if prompts.get(code) and value == "MET" and not comment.strip())
