"""What people tell each other about an examination, and under which key, so that nobody is told the same thing twice. Texts carry the
reference, never a person."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Model
from django.urls import reverse

from borderops.kit.localtime import shown
from examinations.models import Addendum, Authority, Examination, Handover, Nomination, Return
from organisation.notices import raise_notice, void_notices

UNFINISHED = "unfinished"


def link_to(examination: Examination) -> str:
    """Where a notice about this record leads."""
    return reverse("examinations:record", args=[examination.pk])


def examining_officers(examination: Examination) -> list[UUID]:
    """The officers who examine now: those who have left are told nothing more. One query."""
    current = examination.examiners.filter(left_at__isnull=True, officer__is_active=True)
    return list(current.values_list("officer_id", flat=True))


def _inform(
    examination: Examination, recipients: Iterable[UUID], about: str, text: str, at: datetime, *, mailed: bool = False, link: str = ""
) -> None:
    raise_notice(
        recipient=list(recipients),
        key=f"{examination.pk}/{about}",
        text=f"{examination.reference}: {text}",
        link=link or link_to(examination),
        thing_id=examination.pk,
        at=at,
        mailed=mailed,
    )


def tell_of_nomination(examination: Examination, nomination: Nomination, at: datetime) -> None:
    """Ask the nominee for the review."""
    if nomination.officer_id != nomination.nominated_by_id:
        text = "you are asked to carry out the next review."
        _inform(examination, [nomination.officer_id], f"nomination/{nomination.pk}", text, at, mailed=True)


def tell_of_authority(examination: Examination, authority: Authority, at: datetime) -> None:
    """Ask the superintendent named for their word."""
    asked = authority.manner == Authority.Manner.ASKED
    text = "your authority is asked for." if asked else "an authority that you gave aloud waits for your confirmation in writing."
    # Of an entry that was put right a word is asked for anew, though it may have been given to the first one.
    again = f"/{authority.event.pk}" if authority.event is not None and authority.event.supersedes_id else ""
    link = reverse("examinations:answer_authority", args=[examination.pk, authority.pk])
    _inform(examination, [authority.authoriser_id], f"authority/{authority.pk}{again}", text, at, mailed=True, link=link)


def tell_of_authority_answered(examination: Examination, authority: Authority, at: datetime) -> None:
    """Tell the examiners what the superintendent said."""
    word = "confirmed" if authority.state == Authority.State.CONFIRMED else "refused"
    text = f"{authority.get_what_display().lower()} {word}."
    _inform(examination, examining_officers(examination), f"authority/{authority.pk}/{word}", text, at)


def tell_of_handover(examination: Examination, handover: Handover, at: datetime) -> None:
    """Tell whoever it now concerns: the officer it is offered to, or the one who waits for the answer."""
    about = f"handover/{handover.pk}/{handover.answer}"
    if handover.answer == Handover.Answer.WAITING:
        text = f"{handover.offered_by.collar_number} offers you this examination."
        _inform(examination, [handover.offered_to_id], about, text, at, mailed=True)
    elif handover.answer == Handover.Answer.GIVEN:
        text = f"{handover.offered_by.collar_number} gives you this record to finish."
        _inform(examination, [handover.offered_to_id], about, text, at, mailed=True)
    elif handover.answer != Handover.Answer.WITHDRAWN:
        answer = "has taken it over" if handover.answer == Handover.Answer.ACCEPTED else "has declined to take it over"
        _inform(examination, [handover.offered_by_id], about, f"{handover.offered_to.collar_number} {answer}.", at)


def tell_of_return(examination: Examination, sent_back: Return, at: datetime) -> None:
    """Tell the examiners what to amend and by when."""
    text = f"returned for amendment, due by {shown(sent_back.due_at)}."
    _inform(examination, examining_officers(examination), f"returned/{sent_back.pk}", text, at, mailed=True)


def tell_of_answer(examination: Examination, sent_back: Return, at: datetime) -> None:
    """Tell the assurer that the record has come back."""
    _inform(examination, [sent_back.returned_by_id], f"answered/{sent_back.pk}", "has been amended and sent in again.", at)


def tell_of_addendum(examination: Examination, addendum: Addendum, at: datetime) -> None:
    """Tell whoever assures or assured the record: of those who take part in it, the ones who neither examined nor reviewed. Two queries."""
    _inform(examination, _assurers(examination), f"addendum/{addendum.pk}", "an examiner has added to it since it was submitted.", at)


def tell_of_correction(examination: Examination, row: Model, at: datetime) -> None:
    """Tell whoever assures or assured the record that an entry about property, cash or prints was corrected. Two queries."""
    _inform(examination, _assurers(examination), f"correction/{row.pk}", "an entry has been corrected since it was submitted.", at)


def _assurers(examination: Examination) -> list[UUID]:
    own = {*examination.examiners.values_list("officer_id", flat=True), *examination.reviews.values_list("reviewer_id", flat=True)}
    return [one for one in examination.participants if one not in own]


def tell_of_acceptance(examination: Examination, at: datetime) -> None:
    """Tell the examiners that the record is accepted."""
    _inform(examination, examining_officers(examination), "accepted", "accepted by quality assurance.", at)


def tell_to_finish(examination: Examination, recipients: Iterable[UUID], step: str, text: str, at: datetime) -> None:
    """Remind somebody that the record waits to be finished. `step` says which reminder it is, and since when it waits."""
    _inform(examination, recipients, f"{UNFINISHED}/{step}", text, at, mailed=True)


def key_to_finish(examination: Examination, step: str) -> str:
    """Under which key that reminder is raised."""
    return f"{examination.pk}/{UNFINISHED}/{step}"


def forget_reminders(examination: Examination, at: datetime) -> None:
    """Take back what nobody has read of the reminders to finish it: it is sent in."""
    void_notices(at=at, thing_id=examination.pk, key_prefix=key_to_finish(examination, ""))
