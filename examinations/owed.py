"""What a record still owes: listed with where to put it right, never demanded. Pure: facts in, sentences out, what cannot wait first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

PARTICULARS, TIMELINE, REVIEW, BREACHES, CLOSE = "particulars", "timeline", "review", "breaches", "close"


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing missing. `field` is its name in `examinations.fields`; `where` the page that takes it: particulars, timeline, review,
    breaches or close. An urgent one cannot wait until the record is completed."""

    field: str
    sentence: str
    where: str
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Breached:
    """A breach as its explanation names it."""

    rule: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """What is on record so far. `particulars` and each of `reviews` map field names to values; `kinds` are those of the standing events
    in order."""

    particulars: Mapping[str, Any]
    kinds: Sequence[str] = ()
    place: str = ""
    reviews: Sequence[Mapping[str, Any]] = ()
    breaches: Sequence[Breached] = ()
    explained: Sequence[Breached] = ()
    is_release_owed: bool = False
    is_review_due: bool = False
    is_ended: bool = False
    earlier: int = 0  # examinations of the same person or document that whoever asks may see


def owed(held: Held) -> list[Owed]:
    """Everything owed, urgent first, then in the order of the form."""
    found = [*_cannot_wait(held), *_particulars(held), *_reviews(held), *_explanations(held)]
    return sorted(found, key=lambda one: not one.is_urgent)


def _cannot_wait(held: Held) -> Iterator[Owed]:
    if held.is_release_owed:
        yield Owed("timeline", "Release the person now: the review did not authorise detention.", CLOSE, is_urgent=True)
    if not held.is_ended and awaits_solicitor(held.kinds):
        sentence = "A solicitor has been asked for and not yet consulted: no questions until then, unless waiting would prejudice."
        yield Owed("timeline", sentence, TIMELINE, is_urgent=True)
    if held.is_review_due:
        yield Owed("reviews", "A review of the detention is due.", REVIEW, is_urgent=True)
    if not is_notice_served(held):
        yield Owed("notice_served_at", "The notice has not been served and explained.", TIMELINE, is_urgent="DETAINED" in held.kinds)
    if "FIRST_QUESTION" not in held.kinds and held.is_ended:
        yield Owed("timeline", "No first question is recorded. If nobody was questioned, say so in the account.", TIMELINE)


def awaits_solicitor(kinds: Sequence[str]) -> bool:
    """Whether the last that happened about a solicitor is a request (TACT Sch 8 para 7A; CTBSA Sch 3 para 30)."""
    about = [kind for kind in kinds if kind.startswith("SOLICITOR_")]
    return bool(about) and about[-1] == "SOLICITOR_REQUESTED"


def is_notice_served(held: Held) -> bool:
    """Whether the timeline or the particulars say that the notice was served."""
    return "NOTICE_SERVED" in held.kinds or bool(held.particulars.get("notice_served_at"))


SENTENCES = {
    "direction": "Say whether the person was arriving or leaving.",
    "carrier": "Name the carrier.",
    "service_number": "Give the flight, sailing or train number.",
    "origin": "Say where the person was travelling from.",
    "destination": "Say where the person was travelling to.",
    "considerations": "Tick at least one consideration of the selection.",
    "selection_reason": "Give the reasons for the selection.",
    "is_intelligence_led": "Say whether the selection was led by intelligence.",
    "family_name": "Give the person's name.",
    "born_on": "Give the date of birth.",
    "sex": "Give the person's sex.",
    "nationality": "Give the nationality.",
    "document_number": "Give the number of the travel document.",
    "ethnicity_observed": "Record the ethnicity as you observed it.",
    "is_vulnerable": "Say whether the person is vulnerable.",
    "complaint_information_given": "Say whether the person was told how to complain.",
}
"""Particulars that every record has, and what is said while one is missing."""


def _particulars(held: Held) -> Iterator[Owed]:
    if not held.place:
        yield Owed("place", "Say where in the port it took place.", PARTICULARS)
    for name, sentence in SENTENCES.items():
        if held.particulars.get(name) in (None, "", []):
            yield Owed(name, sentence, PARTICULARS)
    for name, sentence in _conditional(held):
        yield Owed(name, sentence, PARTICULARS)


def _conditional(held: Held) -> Iterator[tuple[str, str]]:
    has = held.particulars.get
    if held.earlier and not has("repeat_justification"):
        yield "repeat_justification", "Say what is new: the person or document was examined before, and a repeat needs fresh justification."
    if has("is_intelligence_led") and not has("intelligence_reference"):
        yield "intelligence_reference", "Give the reference of the intelligence."
    if not has("ethnicity_stated") and not has("ethnicity_not_stated_reason"):
        yield "ethnicity_stated", "Record the ethnicity as the person stated it, or why it was not stated."
    if is_notice_served(held) and not has("notice_language"):
        yield "notice_language", "Say in which language the notice was served."
    if not has("recording") and not has("recording_none_reason"):
        yield "recording", "Name the recording, or say why there is none."
    if held.is_ended and not has("outcome"):
        yield "outcome", "Give the outcome."
    if held.is_ended and not has("account"):
        yield "account", "Write the account of the examination."


def _reviews(held: Held) -> Iterator[Owed]:
    for review in held.reviews:
        for missing in _missing_from(review):
            yield Owed("reviews", f"Review {review['sequence']}: {missing}", TIMELINE)


def _missing_from(review: Mapping[str, Any]) -> Iterator[str]:
    if review.get("manner") != "IN_PERSON" and not review.get("remote_reason"):
        yield "say why the review officer did not attend in person."
    if review.get("representations_offered_to") != "NOT_OFFERED" and not review.get("representations"):
        yield "say whether representations were made."
    if review.get("representations") == "REFUSED_UNFIT" and not review.get("representations_text"):
        yield "say why oral representations were refused."
    if not review.get("was_informed") and not review.get("not_informed_reason"):
        yield "say why the person was not informed of the decision."


def _explanations(held: Held) -> Iterator[Owed]:
    explained = set(held.explained)
    for breach in held.breaches:
        if breach not in explained:
            yield Owed("breaches", f"The breach of {breach.rule} has no explanation yet.", BREACHES)
