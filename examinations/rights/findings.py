"""What quality assurance must look at in how a person was treated. Pure: what stands on the record in, sentences out; which criterion each
belongs to is decided on the floor above."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from borderops.kit.dates import spoken_time
from borderops.kit.localtime import london_date
from examinations.owed.rights import SAID_OF, Treated, is_authoriser_untold, late_said, recording_missed, rights_owed, unrecorded_of
from examinations.rights import exercised as rights
from examinations.rights.exercised import NAMED_PERSON, SOLICITOR, Fact
from examinations.rights.recording import late_recording
from examinations.rights.told import TOLD_UNDER, done_before
from organisation.ranks import Rank

NOTICE, RIGHTS, ADULT, WELFARE, CONDUCT, REVIEW, POWER = "NOTICE", "RIGHTS", "ADULT", "WELFARE", "CONDUCT", "REVIEW", "POWER"
ABOUT: dict[str, str] = {
    "notice": NOTICE,
    "interpreter": NOTICE,
    "rights-told": RIGHTS,
    "solicitor": RIGHTS,
    "named-person": RIGHTS,
    "consulate": RIGHTS,
    "authority": RIGHTS,
    "break": WELFARE,
    "complaint": CONDUCT,
    "recording": CONDUCT,
}
"""Which part of the assurer's list each thing still owed at the end belongs to, by its code."""
REVIEWED_UNDER = {
    "TACT_S7": ("Sch 8 para 20L", "Sch 8 para 20M", "Sch 8 para 20N"),
    "CTBSA_S3": ("Sch 3 para 53", "Sch 3 para 54", "Sch 3 para 55"),
}
"""By power: representations, what is told of rights and delays, and the record with the duty to inform."""
DIRECTED_BY = {"TACT_S7": "Sch 8 para 9", "CTBSA_S3": "Sch 3 para 33"}
TELLING = ("decided_at", "delay_reasons_hold", "authoriser_told_at", "reviewer")
"""What of a review says whether whoever authorised a delay was told."""
NAMES = {NAMED_PERSON: "to have a named person informed", SOLICITOR: "to consult a solicitor"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. A critical one makes its criterion critical for this record."""

    about: str
    text: str
    is_critical: bool = False


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One review as its officer recorded it: when it was decided and how, of what it reminded the person, who could make representations
    and why nobody could, whether the person was told and which exception lifted that, what it concluded about a delayed right, and when the
    officer who authorised the delay was told. `reviewer`: the key of the officer who reviewed."""

    sequence: int
    decided_at: datetime
    reminded: Sequence[str]
    is_authorised: bool = True
    offered_to: str = "BOTH"
    representations_text: str = ""
    was_informed: bool = True
    not_informed_reason: str = ""
    delay_conclusion: str = ""
    delay_reasons_hold: bool | None = None
    authoriser_told_at: datetime | None = None
    reviewer: str = ""


def findings(held: Treated, reviews: Sequence[Reviewed] = ()) -> list[Finding]:
    """Everything to look at, the critical first."""
    found = [
        *_adult(held),
        *_left_undone(held),
        *_told(held),
        *_solicitor(held),
        *_consulate(held),
        *_authorities(held),
        *_recording(held),
        *_identified(held),
        *_force(held),
        *_complaint(held),
        *_emergency(held),
        *_reviews(held, reviews),
    ]
    return sorted(found, key=lambda one: not one.is_critical)


def _adult(held: Treated) -> Iterator[Finding]:
    for question in rights.questions_without_adult(held.facts, held.person):
        why = held.person.adult_reason(london_date(question.at))
        asked = f"A question was asked at {spoken_time(question.at)} without an appropriate adult, although {why}"
        reason = str(question.given.get("without_adult_reason") or "")
        so = f" (rule not verified). Reason given: {reason}" if reason else ", and no reason is given (rule not verified)."
        yield Finding(ADULT, f"{asked}{so}", not reason)


def _left_undone(held: Treated) -> Iterator[Finding]:
    """What was never done or never recorded, once the person has gone."""
    for owed in rights_owed(held) if held.is_ended else ():
        if owed.code in ABOUT:
            yield Finding(ABOUT[owed.code], owed.sentence)
    if held.is_ended and held.is_detained and rights.right(SOLICITOR, held.facts).status is rights.Status.ASKED:
        yield Finding(RIGHTS, "A solicitor was asked for and none is recorded as consulted.")


def _told(held: Treated) -> Iterator[Finding]:
    """What was done to a detained person before they had been told of both rights, of which they are told on first being detained."""
    before = [f"a {'review' if fact.kind == 'REVIEW' else 'question'} at {spoken_time(fact.at)}" for fact in done_before(held.facts)]
    if before:
        yield Finding(RIGHTS, f"Before the detained person had been told of both rights: {'; '.join(before)} ({TOLD_UNDER[held.power]}).")


def _solicitor(held: Treated) -> Iterator[Finding]:
    for fact in held.facts:
        mode = fact.given.get("mode")
        if fact.kind == "SOLICITOR_CONSULTED" and mode not in (None, "", "IN_PERSON") and not fact.given.get("not_in_person_reason"):
            yield Finding(RIGHTS, f"The consultation at {spoken_time(fact.at)} was not in person, and the officer's reason is missing.")
        if fact.kind == "SOLICITOR_CONSULTED" and fact.given.get("in_private") == "NO":
            yield Finding(RIGHTS, f"The consultation at {spoken_time(fact.at)} was not in private.")
        if fact.kind == "RIGHT_DELAYED":
            yield Finding(RIGHTS, f"The right {NAMES.get(str(fact.given.get('right')), 'of the person')} was delayed.")
        if fact.kind == "QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED":
            why = rights.reason_of(fact)
            text = f"Questions were put before the solicitor was consulted, from {spoken_time(fact.at)}"
            yield Finding(RIGHTS, f"{text}. Reason given: {why}." if why else f"{text}, and no reason is given.", not why)


def _consulate(held: Treated) -> Iterator[Finding]:
    for fact in held.facts:
        if fact.kind == "CONSULATE_INFORMED" and rights.lacks_asylum_consent(rights.known_by(held.facts, fact.at)):
            told = f"The consulate was told at {spoken_time(fact.at)} of a person who has claimed asylum"
            yield Finding(RIGHTS, f"{told}, and their consent is not recorded (rule not verified).")


def _authorities(held: Treated) -> Iterator[Finding]:
    """Each direction that a different solicitor be consulted, which only a superintendent may give and no clock or rule of the engine looks
    at; and what was authorised without anybody telling the person why, once it is too late to tell them."""
    for fact in held.facts:
        if fact.kind == "DIFFERENT_SOLICITOR_DIRECTED":
            lacks = _lacking(held, fact)
            yield Finding(RIGHTS, f"A different solicitor was directed at {spoken_time(fact.at)}{lacks}.", bool(lacks))
    for each in held.authorities if held.is_ended else ():
        if each.event and not each.is_told:
            yield Finding(RIGHTS, f"It is not recorded that the person was told why {SAID_OF[each.what].why_then}.")


def _lacking(held: Treated, direction: Fact) -> str:
    """What a direction lacks of a superintendent's authority; empty where it lacks nothing (TACT Sch 8 para 9; CTBSA Sch 3 para 33)."""
    given = next((one for one in held.authorities if one.event == direction.id), None)
    if given is None:
        return ", and no superintendent's authority is on record"
    if given.is_high_enough:
        return ""
    rank = f"an officer of the rank of {Rank(given.rank).label.lower()}" if given.rank else "somebody whose rank is not on record"
    return f" by {rank}; it takes a superintendent ({DIRECTED_BY[held.power]})"


def _recording(held: Treated) -> Iterator[Finding]:
    """Questions that had to be recorded and were not. A reason is looked at; it does not lift the duty (TACT Sch 8 para 3; CTBSA Sch 3
    para 27)."""
    for each in unrecorded_of(held):
        asked = ", ".join(spoken_time(question.at) for question in each.questions)
        said = "" if each.reason is None else f" Reason given: {rights.reason_of(each.reason) or 'none'}."
        yield Finding(CONDUCT, f"{recording_missed(held, each)} Questions: {asked}.{said}")
    if late := late_recording(held.facts):
        said = f"Reason given: {late.why}." if late.why else "No reason is given."
        yield Finding(CONDUCT, f"{late_said(late)} {said}")


def _identified(held: Treated) -> Iterator[Finding]:
    """Whoever is not detained is photographed, measured or identified without this power (TACT Sch 8 para 2; CTBSA Sch 3 para 26)."""
    for fact in held.facts:
        if fact.kind == "IDENTIFIED" and not rights.is_detained_at(held.facts, fact.at):
            said = f"The person was photographed, measured or identified at {spoken_time(fact.at)} and was not detained then"
            yield Finding(POWER, f"{said}: the power is over a detained person alone ({rights.IDENTIFIED_UNDER[held.power]}).")


def _emergency(held: Treated) -> Iterator[Finding]:
    """Whoever is not accredited uses the power in an emergency alone, on the authority of a superintendent (the rank is not verified)."""
    for fact in held.facts:
        if fact.kind == "EMERGENCY_USE_AUTHORISED":
            rank = str(fact.given.get("authoriser_rank") or "")
            is_senior = rank in Rank.__members__ and Rank[rank] >= Rank.SUPERINTENDENT
            of = f"of the rank of {Rank[rank].label.lower()}" if rank in Rank.__members__ else "whose rank is not recorded"
            end = "" if is_senior else ", which is below superintendent (not verified)"
            yield Finding(CONDUCT, f"Emergency use of the power was authorised by an officer {of} at {spoken_time(fact.at)}{end}.")


def _force(held: Treated) -> Iterator[Finding]:
    for fact in held.facts:
        if fact.kind == "FORCE_USED":
            words: Mapping[str, Any] = fact.given
            yield Finding(CONDUCT, f"Force was used at {spoken_time(fact.at)}{'' if words.get('what') else ', and how is not said'}.")


def _complaint(held: Treated) -> Iterator[Finding]:
    """A person's complaint, which quality assurance sees every time."""
    for fact in held.facts:
        if fact.kind == "COMPLAINT_INFORMATION_GIVEN" and fact.given.get("complains") == "YES":
            yield Finding(CONDUCT, f"The person complained, as recorded at {spoken_time(fact.at)}.")


def _reviews(held: Treated, reviews: Sequence[Reviewed]) -> Iterator[Finding]:
    representations, rights_told, record = REVIEWED_UNDER[held.power]
    for review in reviews:
        said = f"Review {review.sequence}"
        if review.offered_to == "NOT_OFFERED":
            reason = f" Reason given: {review.representations_text}" if review.representations_text else ""
            text = f"{said} records that no opportunity to make representations was offered ({representations}).{reason}"
            yield Finding(REVIEW, text)
        if not review.was_informed and not review.not_informed_reason:
            text = f"{said} records that the person was not told of the decision, and gives none of the exceptions ({record})."
            yield Finding(REVIEW, text)
        if review.is_authorised:
            yield from _of_rights(held, review, rights_told)


def _of_rights(held: Treated, review: Reviewed, cited: str) -> Iterator[Finding]:
    """What a review that authorised detention left out: a right not yet exercised of which it did not remind the person, an authorising
    officer who was not told that the reasons for the delay no longer hold, and a right that was being delayed at that instant about which
    it concluded nothing (TACT Sch 8 para 20M; CTBSA Sch 3 para 54)."""
    known = rights.known_by(held.facts, review.decided_at)
    for right in rights.unexercised(known):
        if right.key not in review.reminded:
            yield Finding(RIGHTS, f"Review {review.sequence} does not record a reminder of the right {NAMES[right.key]}.")
    if is_authoriser_untold(held, {name: getattr(review, name) for name in TELLING}):
        text = f"Review {review.sequence} records that the reasons for a delay no longer hold, and not that whoever authorised it was told"
        yield Finding(RIGHTS, f"{text} ({cited}).")
    delayed = [NAMES.get(str(delay.given.get("right")), "of the person") for delay in rights.delays(known)]
    if delayed and not review.delay_conclusion:
        held_back = f"the right {' and that '.join(delayed)} was being delayed"
        yield Finding(RIGHTS, f"Review {review.sequence} speaks of no delay, although {held_back} ({cited}).")
