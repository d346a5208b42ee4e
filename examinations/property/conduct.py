"""What the record of a search, of property or of biometrics says against itself, where no clock or rule of the engine does. Pure: the facts
of the timeline in, findings for quality assurance out; the fact itself is always taken."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from examinations.outsiders import REVIEWED, outsider_said
from examinations.property.gaps import gaps
from examinations.property.things import DEVICE
from examinations.rights import exercised
from organisation.ranks import Rank

QUESTIONS = frozenset({"FIRST_QUESTION", "QUESTION"})


class Fact(Protocol):
    """A fact of the timeline that stands."""

    @property
    def kind(self) -> str: ...
    @property
    def officer_id(self) -> Any: ...
    @property
    def detail(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing for the assurer: the criterion that it bears on, and the sentence. A grave one makes the result red, whatever is answered
    beside it."""

    criterion: str
    sentence: str
    is_grave: bool = False


def findings_of(power: str, facts: Iterable[Fact]) -> list[Finding]:
    """Everything found, in the order of the facts."""
    standing = list(facts)
    return [finding for fact in standing if fact.kind in RULES for finding in RULES[fact.kind](fact, power, standing)]


def findings_of_gaps(facts: Sequence[exercised.Fact], person: exercised.Person) -> list[Finding]:
    """What a search or a taking should say and does not, in the order of the facts, each with what was filled in about it."""
    return [Finding(gap.criterion, gap.sentence) for fact in facts for gap in gaps(fact, facts, person)]


def is_mismatch(searcher_sex: str, person_sex: str) -> bool:
    """Whether the searcher is known to be of another sex than the person (TACT Sch 7 para 8; CTBSA Sch 3 para 8)."""
    return {searcher_sex, person_sex} == {"FEMALE", "MALE"}


Found = Iterator[Finding]


def _searched(fact: Fact, power: str, facts: list[Fact]) -> Found:
    detail = fact.detail
    if detail.get("is_outsider") and not detail.get("allowed_by"):
        yield Finding("QA-E1", "The searcher was no officer of ours, and nobody is recorded as having authorised them to search.")
    if fact.kind == "PERSON_SEARCHED" and is_mismatch(detail.get("searcher_sex", ""), detail.get("person_sex", "")):
        yield Finding("QA-E1", "The person was searched by somebody of another sex.")


def _strip_searched(fact: Fact, power: str, facts: list[Fact]) -> Found:
    yield from _searched(fact, power, facts)
    if not fact.detail.get("authorised_by"):
        yield Finding("QA-E1", "No senior officer is recorded as having authorised the strip search.")
    if not fact.detail.get("has_grounds"):
        yield Finding("QA-E1", "No grounds are recorded for suspecting that evidence was concealed, as a strip search needs.")


def _intimate(fact: Fact, power: str, facts: list[Fact]) -> Found:
    text = "An intimate sample was taken. Neither schedule gives a power to take one: it was unlawful."
    yield Finding("QA-A1", text, is_grave=True)


def _copied(fact: Fact, power: str, facts: list[Fact]) -> Found:
    if fact.detail.get("is_by_constable") is False:
        what = "A device" if fact.detail.get("of", DEVICE) == DEVICE else "Something kept"
        yield Finding("QA-D1", f"{what} was copied, and not by a constable. Only an examining officer who is a constable may copy.")


def _granted(fact: Fact, power: str, facts: list[Fact]) -> Found:
    granted_by = fact.detail.get("authorised_by") or {}
    rank = granted_by.get("rank", "")
    if power != "CTBSA_S3":
        yield Finding("QA-D3", "Urgent use was granted under Schedule 7, which has no such route.")
    if not rank or Rank[rank] < Rank.SUPERINTENDENT:
        yield Finding("QA-D3", "Urgent use was granted by an officer under the rank of superintendent.")
    if granted_by and str(granted_by.get("id")) in took_part(facts, str(fact.detail.get("item_ref") or fact.detail.get("ref"))):
        yield Finding("QA-D3", "Urgent use was granted by an officer who had taken the property, made the copy or questioned the person.")
    if fact.detail.get("is_written") is False:
        yield Finding("QA-D3", "The urgent grant was not recorded in writing.")


def took_part(facts: Iterable[Fact], ref: str) -> set[str]:
    """Who questioned the person, took this thing or copied it: none of them may grant its urgent use (CTBSA Sch 3 paras 14, 20)."""
    return {
        str(fact.officer_id)
        for fact in facts
        if fact.officer_id
        and (
            fact.kind in QUESTIONS
            or (fact.kind in {"PROPERTY_RETAINED", "DEVICE_COPIED"} and ref in {fact.detail.get("ref"), fact.detail.get("item_ref")})
        )
    }


def _taken(fact: Fact, power: str, facts: list[Fact]) -> Found:
    detail = fact.detail
    if detail.get("was_told_of_use") is False:
        yield Finding("QA-G1", "The person was not told beforehand that the prints or the sample may be used in a search.")
    if detail.get("is_authority_written") is False:
        yield Finding("QA-H1", "The superintendent's authority for the prints or the sample was not confirmed in writing.")


def _determined(fact: Fact, power: str, facts: list[Fact]) -> Found:
    if fact.detail.get("is_by_chief_officer") is False:
        yield Finding("QA-H1", "The national security determination was not made by a chief officer.")
    if fact.detail.get("is_written") is False:
        yield Finding("QA-H1", "The national security determination was not made in writing.")
    if fact.detail.get("is_too_long"):
        yield Finding("QA-H1", "The national security determination was made for more than five years.")


def _further(fact: Fact, power: str, facts: list[Fact]) -> Found:
    """CTBSA Sch 3 para 47; of Schedule 7 not verified."""
    if fact.detail.get("is_written") is False:
        yield Finding("QA-H1", "That further prints follow the original ones was not determined in writing.")


def _asked(fact: Fact, power: str, facts: list[Fact]) -> Found:
    """Said once of each officer of another service."""
    said = outsider_said(fact.detail)
    first = next(one for one in facts if outsider_said(one.detail) == said)
    if said and first is fact:
        yield Finding("QA-G3", f"{said}, questioned the person. {REVIEWED}")


RULES = {
    "FIRST_QUESTION": _asked,
    "QUESTION": _asked,
    "BAGS_SEARCHED": _searched,
    "PERSON_SEARCHED": _searched,
    "VEHICLE_SEARCHED": _searched,
    "CRAFT_SEARCHED": _searched,
    "STRIP_SEARCH": _strip_searched,
    "INTIMATE_SAMPLE_TAKEN": _intimate,
    "DEVICE_COPIED": _copied,
    "URGENT_IPC_GRANTED": _granted,
    "BIOMETRICS_TAKEN": _taken,
    "NSD_MADE": _determined,
    "FURTHER_PRINTS": _further,
}
