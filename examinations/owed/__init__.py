"""What a record still owes: listed with where to put it right, never demanded. Pure: facts in, sentences out, what cannot wait first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from borderops.kit.dates import spoken_time
from borderops.kit.localtime import london_date
from examinations.owed.cash import Seized, cash_owed
from examinations.owed.kept import Kept, derived_owed, kept_owed, unauthorised_owed, unlawful_owed
from examinations.owed.one import ACT, BREACHES, CLOSE, CORRECT, DETAILS, PARTICULARS, PLACE, PROPERTY, REVIEW, RIGHTS, TIMELINE, Owed
from examinations.owed.rights import Authorised, Treated, is_authoriser_untold, rights_owed
from examinations.property.designations import Room
from examinations.property.gaps import gaps
from examinations.rights.exercised import Fact, Person

__all__ = ["BREACHES", "DETAILS", "PARTICULARS", "PROPERTY", "RIGHTS", "Breached", "Held", "Kept", "Owed", "Seized", "owed"]


@dataclass(frozen=True, slots=True)
class Breached:
    """A breach as its explanation names it."""

    rule: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """What is on record so far. `particulars` and each of `reviews` map field names to values; `facts` are the standing events in order."""

    particulars: Mapping[str, Any]
    facts: Sequence[Fact] = ()
    place: str = ""
    reviews: Sequence[Mapping[str, Any]] = ()
    breaches: Sequence[Breached] = ()
    explained: Sequence[Breached] = ()
    is_release_owed: bool = False
    is_review_due: bool = False
    is_ended: bool = False
    earlier: int = 0  # examinations of the same person or document that whoever asks may see
    power: str = "TACT_S7"
    authorities: Sequence[Authorised] = ()
    kept: Sequence[Kept] = ()
    unaccredited: Sequence[str] = ()  # numbers of the examiners who were not accredited when they began
    no_power: str = ""  # why the power is not there, as the breach of R7 says it
    cash: Sequence[Seized] = ()
    unauthorised: Sequence[int] = ()  # items with a copy that waits for a superintendent's authority
    derived: Sequence[str] = ()  # things of which what was derived is to be destroyed as the Commissioner directed, by name
    unlawful: Sequence[str] = ()  # prints and samples that were taken unlawfully and are not recorded as destroyed, in words
    began_in: Room = field(default_factory=lambda: Room(""))
    own_consent_age: int | None = None

    @property
    def person(self) -> Person:
        has = self.particulars.get
        return Person(has("born_on"), has("looks_under_18"), has("is_vulnerable"), has("nationality") or "", self.own_consent_age)

    @property
    def is_of_child(self) -> bool:
        """Whether the person was, or looked, under eighteen when the examination began."""
        return bool(self.facts) and self.person.is_child_on(london_date(min(fact.at for fact in self.facts)))

    @property
    def treated(self) -> Treated:
        """What of it is about rights and welfare."""
        return Treated(self.power, self.facts, self.person, self.authorities, self.is_ended, self.began_in)


def owed(held: Held) -> list[Owed]:
    """Everything owed, urgent first, then in the order of the form."""
    found = [
        *_cannot_wait(held),
        *_boat(held),
        *_emergency(held),
        *rights_owed(held.treated),
        *_gaps(held),
        *kept_owed(held.kept),
        *unauthorised_owed(held.unauthorised),
        *derived_owed(held.derived),
        *unlawful_owed(held.unlawful, held.power),
        *cash_owed(held.cash),
        *_particulars(held),
        *_reviews(held),
        *_explanations(held),
    ]
    return sorted(found, key=lambda one: not one.is_urgent)


def _cannot_wait(held: Held) -> Iterator[Owed]:
    if held.is_release_owed:
        yield Owed("timeline", "Release the person now: the review did not authorise detention.", CLOSE, is_urgent=True)
    if held.no_power and not held.is_ended:
        yield Owed(
            "direction", f"{held.no_power} Ask nothing more: let the person go, or put the journey right.", PARTICULARS, is_urgent=True
        )
    if held.is_review_due:
        yield Owed("reviews", "A review of the detention is due.", REVIEW, is_urgent=True)
    if held.is_ended and not any(fact.kind == "FIRST_QUESTION" for fact in held.facts):
        yield Owed("timeline", "No first question is recorded. If nobody was questioned, say so in the account.", TIMELINE)


def _boat(held: Held) -> Iterator[Owed]:
    """The window in which somebody who came by small boat may be examined runs from the two instants, and only somebody in immigration
    detention or arrested may be (TACT Sch 7 para 2(3A))."""
    if held.power == "TACT_S7" and held.particulars.get("direction") == "SMALL_BOAT":
        kinds = {fact.kind for fact in held.facts}
        for kind, slug, sentence in SMALL_BOAT:
            if kind not in kinds:
                yield Owed("timeline", sentence, ACT, code=slug)
        apprehended = next((fact for fact in held.facts if fact.kind == "APPREHENDED"), None)
        if apprehended is not None and not apprehended.given.get("apprehension"):
            yield Owed("timeline", HELD_AS, CORRECT, code="apprehension", event=apprehended.id)


SMALL_BOAT = (
    ("LANDED", "landed", "Record when the person landed: they must have been apprehended within 24 hours of it."),
    ("APPREHENDED", "apprehended", "Record when the person was apprehended: the days in which they may be examined run from it."),
)


HELD_AS = (
    "Say whether the person was in immigration detention or had been arrested under paragraph 17(1) of Schedule 2 to the Immigration Act "
    "1971: the power needs one of the two."
)


def _emergency(held: Held) -> Iterator[Owed]:
    """Who let somebody without accreditation use the power, and why: the codes know it in an emergency alone."""
    if held.unaccredited and not any(fact.kind == "EMERGENCY_USE_AUTHORISED" for fact in held.facts):
        who = " and ".join(held.unaccredited)
        yield Owed("timeline", f"{who} was not accredited: say who authorised the use of the power, and why.", ACT, code="emergency-use")


def _gaps(held: Held) -> Iterator[Owed]:
    """What a search or a taking must also say; a line for what is filled in, and one for what is put right with the entry."""
    for fact in held.facts:
        found = [gap for gap in gaps(fact, held.facts, held.person) if gap.owed]
        for where in (DETAILS, CORRECT):
            missing = [gap.owed for gap in found if gap.is_corrected == (where == CORRECT)]
            if missing:
                sentence = f"{fact.label or fact.kind}, {spoken_time(fact.at)}: {'; '.join(missing)}"
                yield Owed("property", sentence, where, code="gaps", event=fact.id)


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
}
"""Particulars that every record has, and what is said while one is missing."""


def _particulars(held: Held) -> Iterator[Owed]:
    if not held.place:
        yield Owed("place", "Say where in the port it took place.", PLACE)
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
    if not has("born_on") and has("looks_under_18") is None:
        yield "looks_under_18", "Without a date of birth, say whether the person looks under 18."
    if has("is_unaccompanied") is None and held.is_of_child:
        yield "is_unaccompanied", "Say whether the child was unaccompanied: the person is, or looks, under 18."
    if held.is_ended and not has("outcome"):
        yield "outcome", "Give the outcome."
    if held.is_ended and not has("account"):
        yield "account", "Write the account of the examination."


def _reviews(held: Held) -> Iterator[Owed]:
    for review in held.reviews:
        for missing in (*_missing_from(review), *_untold(held, review)):
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


def _untold(held: Held, review: Mapping[str, Any]) -> Iterator[str]:
    if is_authoriser_untold(held.treated, review):
        yield "say when the officer who authorised the delay was told that its reasons no longer hold."


def _explanations(held: Held) -> Iterator[Owed]:
    explained = set(held.explained)
    for breach in held.breaches:
        if breach not in explained:
            yield Owed("breaches", f"The breach of {breach.rule} has no explanation yet.", BREACHES)
