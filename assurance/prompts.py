"""What the record itself says about a criterion. Pure: a criterion with a prompt cannot be answered "met" without a word about it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

BREACHED = {
    "C1": "QA-G2",
    "C2": "QA-G2",
    "C3": "QA-G3",
    "C4": "QA-G3",
    "R1": "QA-G3",
    "R2": "QA-G3",
    "R3": "QA-G4",
    "R4": "QA-G4",
    "R5": "QA-E1",
    "C6": "QA-E2",
    "C7": "QA-D4",
    "C8": "QA-D4",
    "C14": "QA-D4",
    "R7": "QA-A1",
}
# Where what `examinations.rights.findings` says belongs.
TREATED = {"NOTICE": "QA-G1", "RIGHTS": "QA-G4", "ADULT": "QA-G5", "WELFARE": "QA-G5", "CONDUCT": "QA-H2", "REVIEW": "QA-G3"}
FEWEST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Facts:
    """The few facts of a submitted record that the prompts look at."""

    breaches: tuple[tuple[str, str], ...]  # rule, text
    unaccredited: tuple[str, ...]  # collar numbers
    late_entries: int
    screening: tuple[str, ...]  # what it says against the examination
    considerations: tuple[str, ...]
    selection_reason: str
    ethnicity_missing: bool
    owed: tuple[str, ...]
    treatment: tuple[tuple[str, str, bool], ...] = ()  # what it is about, sentence, critical
    is_repeat: bool = False
    findings: tuple[tuple[str, str], ...] = ()  # criterion, sentence: what the record says against itself beside its breaches
    is_goods: bool = False


def prompts_of(facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """Sentences from the record by the code of the criterion that they bear on."""
    found: dict[str, list[str]] = defaultdict(list)
    for rule, text in facts.breaches:
        found[BREACHED.get(rule, "QA-H1")].append(f"{rule}: {text}")
    for code, sentence in (*facts.findings, *((TREATED[about], text) for about, text, _ in facts.treatment)):
        found[code].append(sentence)
    for collar in facts.unaccredited:
        found["QA-G3"].append(f"{collar} was not accredited on the day.")
    if facts.late_entries:
        found["QA-A2"].append(f"{facts.late_entries} {'entry was' if facts.late_entries == 1 else 'entries were'} made late.")
    if not facts.is_goods:
        _of_a_person(facts, found)
    found["QA-H1"].extend(facts.owed)
    return {code: tuple(sentences) for code, sentences in found.items()}


def _of_a_person(facts: Facts, found: dict[str, list[str]]) -> None:
    """What is asked of a record about a person, and of no record about goods."""
    if facts.screening:
        found["QA-C1"].extend(facts.screening)
    if facts.considerations == ("group_origin_location",):
        found["QA-B2"].append("Origin or location is the only consideration ticked.")
    if not facts.considerations:
        found["QA-B1"].append("No consideration of the code is ticked.")
    if len(facts.selection_reason.split()) < FEWEST_WORDS:
        found["QA-A2"].append("The recorded reason for selection is very short.")
    if facts.ethnicity_missing:
        found["QA-H1"].append("Self-defined ethnicity is neither recorded nor its absence explained.")


def made_critical(facts: Facts) -> frozenset[str]:
    """The criteria that count as critical for this record, whatever the list says, because of what was found on it."""
    return frozenset(TREATED[about] for about, _, is_critical in facts.treatment if is_critical)


def unanswered_prompts(prompts: Mapping[str, tuple[str, ...]], answers: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    """Codes answered "met" without a comment although the record has something to say about them. `answers`: code, value, comment."""
    return tuple(code for code, value, comment in answers if prompts.get(code) and value == "MET" and not comment.strip())
