"""What only a superintendent may authorise: asked for through the service, or given and recorded. One that was given by too low a rank is
recorded all the same and becomes a breach; what is refused is to ask it of anybody lower."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

import audit.actions as ledger
from examinations.actions.writing import NotNow, append, expect_live, locked, officer_of, require_examiner, require_recorder, save
from examinations.instants import Instant
from examinations.models import Authority, Examination, Kind
from examinations.participants import admit
from examinations.reference import ground_named, grounds
from examinations.refusals import Refusal
from examinations.telling import tell_of_authority, tell_of_authority_answered
from organisation import policy
from organisation.acting import rank_of
from organisation.models import User
from organisation.policy import Actor
from organisation.ranks import Rank

What, Manner, State = Authority.What, Authority.Manner, Authority.State
RIGHTS = {What.DELAY_NAMED_PERSON.value: "NAMED_PERSON", What.DELAY_SOLICITOR.value: "SOLICITOR"}
ACTS = {What.DIFFERENT_SOLICITOR.value: "DIFFERENT_SOLICITOR"}
KINDS = {What.DIFFERENT_SOLICITOR.value: Kind.DIFFERENT_SOLICITOR_DIRECTED}


class NotSuperintendent(Refusal):
    """The officer who is asked may not give this authority."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is authorised, on which ground of the record's power, and why."""

    what: str
    ground: str
    reason: str
    authoriser: User


def _act(what: str) -> str:
    return ACTS.get(what, "DELAY")


def is_high_enough(rank: str) -> bool:
    return bool(rank) and Rank[rank] >= Rank.SUPERINTENDENT


def check_sought(examination: Examination, sought: Sought) -> None:
    """Raise `Refusal` without a reason, or with a ground that this power does not have."""
    if not sought.reason.strip():
        raise Refusal("Give the reason.", field="because")
    if sought.ground not in [one.key for one in grounds(examination.power, _act(sought.what), examination.started_at)]:
        raise Refusal("Choose one of the grounds of this power.", field="ground")


def ask_superintendent(*, examination: Examination, sought: Sought, by: Actor, at: datetime) -> Authority:
    """Ask a superintendent for an authority. Nothing is delayed until they give it.

    Raises `NotSuperintendent` for anybody lower, `NotNow` where nobody is detained or the same has been asked already.
    (TACT Sch 8 paras 8, 9; CTBSA Sch 3 paras 32, 33)
    """
    with transaction.atomic():
        row = locked(examination)
        expect_live(row)
        policy.require(by, "examination.act", row)
        check_sought(row, sought)
        held = rank_of(sought.authoriser, at).rank
        if not is_high_enough(held):
            rank = Rank[held].label.lower() if held else "no rank"
            sentence = (
                f"Only a superintendent or above can authorise this; this officer is of the rank of {rank}. Ask the superintendent on call."
            )
            raise NotSuperintendent(sentence, field="authoriser")
        if sought.authoriser.pk == by.id:
            raise NotSuperintendent("Nobody can ask themselves. Ask another superintendent.", field="authoriser")
        if row.detained_at is None:
            raise NotNow("Only a detained person has these rights, so there is nothing to authorise. Record the detention first.")
        if row.authorities.filter(what=sought.what, state=State.WAITING, manner=Manner.ASKED).exists():
            raise NotNow("This has been asked for already and waits for an answer.")
        authority = _make(row, sought, by, at, authoriser_rank=held, manner=Manner.ASKED)
        admit(row, sought.authoriser.pk)
        save(row)
        ledger.record("examination.superintendent_asked", row, changed=[authority], detail={"what": sought.what})
        tell_of_authority(row, authority, at)
    return authority


def record_authority(*, examination: Examination, sought: Sought, is_oral: bool, by: Actor, when: Instant, words: str = "") -> Authority:
    """Record an authority that was given at `when.at`. The rank of whoever gave it is kept; under superintendent it is a breach (R4).

    One given aloud waits for the superintendent's confirmation in writing. Raises `NotNow` once the record is submitted.
    """
    with transaction.atomic():
        row = locked(examination)
        require_recorder(by, row)
        check_sought(row, sought)
        kind, detail = fact_of(row, sought)
        event = append(row, kind=kind, by=by, when=when, officer=sought.authoriser, words=words, detail=detail)
        manner = Manner.ORAL if is_oral else Manner.WRITTEN
        authority = _make(row, sought, by, when.received_at, authoriser_rank=event.officer_rank, manner=manner, event=event)
        admit(row, sought.authoriser.pk)
        save(row)
        detail = {"what": sought.what, "manner": manner.value, "is_late_entry": when.is_late_entry}
        ledger.record("examination.authority_recorded", row, changed=[event, authority], reason=when.late_reason, detail=detail)
        if is_oral and is_high_enough(event.officer_rank):
            tell_of_authority(row, authority, when.received_at)
    return authority


def fact_of(examination: Examination, sought: Sought) -> tuple[Kind, dict[str, Any]]:
    """The kind of fact and its own fields, as the clock engine names them: a delay's ground is a text."""
    ground = ground_named(examination.power, sought.ground, examination.started_at)
    detail = {"ground": ground.words if ground else sought.ground}
    if sought.what in RIGHTS:
        detail["right"] = RIGHTS[sought.what]
    return KINDS.get(sought.what, Kind.RIGHT_DELAYED), detail


def _make(examination: Examination, sought: Sought, by: Actor, at: datetime, **values: Any) -> Authority:
    return Authority.objects.create(
        examination=examination,
        what=What(sought.what),
        ground=sought.ground,
        reason=sought.reason.strip(),
        authoriser=sought.authoriser,
        entered_by=officer_of(by),
        entered_at=at,
        **values,
    )


def answer_authority(*, authority: Authority, is_given: bool, answer: str, by: Actor, at: datetime) -> Authority:
    """The superintendent's own word: to confirm in writing what they gave aloud or deny that they gave it; to give or refuse what was asked
    of them. One that is given goes on the timeline now.

    Raises `Forbidden` for anybody but the officer named, `NotNow` when it has been answered, `Refusal` for a denial without words.
    """
    with transaction.atomic():
        row = locked(authority.examination)
        policy.require(by, "examination.authorise", row)
        mine = Authority.objects.select_for_update(of=("self",)).select_related("event", "authoriser").get(pk=authority.pk)
        if mine.authoriser_id != by.id:
            raise policy.Forbidden("Only the officer named can answer this.")
        if mine.state != State.WAITING:
            raise NotNow("This has been answered already.")
        if not is_given and not answer.strip():
            raise Refusal("Say why not.", field="answer")
        mine.state = State.CONFIRMED if is_given else State.REFUSED
        mine.answered_at, mine.answer = at, answer.strip()
        changed: list[Any] = [mine]
        if is_given and mine.event is None:
            changed.append(_put_on_timeline(row, mine, by, at))
        mine.save()
        save(row)
        verb = "confirmed" if is_given else "refused"
        ledger.record(f"examination.authority_{verb}", row, changed=changed, detail={"what": mine.what, "manner": mine.manner})
        tell_of_authority_answered(row, mine, at)
    return mine


def _put_on_timeline(examination: Examination, authority: Authority, by: Actor, at: datetime) -> Any:
    expect_live(examination)
    sought = Sought(authority.what, authority.ground, authority.reason, authority.authoriser)
    kind, detail = fact_of(examination, sought)
    event = append(examination, kind=kind, by=by, when=Instant(at, at), detail=detail)
    authority.event, authority.authoriser_rank = event, event.officer_rank
    return event


def tell_person(*, authority: Authority, by: Actor, at: datetime, not_told_reason: str = "") -> Authority:
    """Record that the person was told of the delay and why, now; or why they were not."""
    with transaction.atomic():
        row = locked(authority.examination)
        require_recorder(by, row)
        require_examiner(by, "examination.complete", row)
        mine = Authority.objects.select_for_update(of=("self",)).get(pk=authority.pk)
        if mine.event_id is None:
            raise NotNow("It has only been asked for, so there is nothing to tell the person yet.")
        if mine.told_at is not None:
            raise NotNow("It is on record already that the person was told.")
        mine.told_at = None if not_told_reason else at
        mine.not_told_reason = not_told_reason.strip()
        mine.save()
        save(row)
        ledger.record("examination.person_told_of_delay", row, changed=[mine], detail={"what": mine.what})
    return mine
