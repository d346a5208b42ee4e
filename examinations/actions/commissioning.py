"""The Commissioner's route of property and copies under Schedule 3: what was told to whom, what was granted in urgency, and what the
Commissioner decided. Each step is entered as it happened; one that cannot follow what came before is refused with what is missing."""

from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from django.db import transaction

import audit.actions as ledger
from examinations.actions.keeping import facts_about, open_item
from examinations.actions.searching import ref_of
from examinations.actions.writing import NotNow, append, officer_of, save
from examinations.choices import AFFECTED_PARTIES
from examinations.instants import Instant
from examinations.models import CommissionerStep, DeviceCopy, Examination, Item, Kind
from examinations.property import commissioner
from examinations.refusals import Refusal
from organisation.models import User
from organisation.policy import Actor

KINDS = {
    commissioner.INFORM: Kind.IPC_INFORMED,
    commissioner.TELL_PARTIES: Kind.AFFECTED_PARTIES_INFORMED,
    commissioner.GRANT: Kind.URGENT_IPC_GRANTED,
    **dict.fromkeys(commissioner.DECISIONS, Kind.IPC_DECIDED),
}
"""Steps that a clock looks at; inviting and making representations have none."""


@dataclass(frozen=True, slots=True)
class StepDetails:
    """What is stated of a step. Names are those of `CommissionerStep`."""

    granted_by: User | None = None
    is_written: bool | None = None
    conditions: str = ""
    parties: list[str] = field(default_factory=list)
    respond_by: date | None = None
    words: str = ""


def record_step(
    *, item: Item, act: str, by: Actor, when: Instant, details: StepDetails, copy: DeviceCopy | None = None
) -> CommissionerStep:
    """Record one step about an item, or about a copy of it, at `when.at`.

    An urgent grant by an officer who could not give it is recorded and becomes a finding. Raises `NotNow` where the step cannot follow what
    came before, and `Refusal` without whoever granted, the parties told, or the reason why the person could not be told.
    (CTBSA Sch 3 paras 12 to 16 and 18 to 22)
    """
    _refuse_incomplete(act, details)
    ref = uuid4()
    with transaction.atomic():
        row, item = open_item(item, by)
        subject = copy or item
        _expect(row, item, copy, act, when)
        event = None
        if act in KINDS:
            detail = {
                "ref": str(subject.pk),
                "item_ref": str(item.pk),
                "item": item.number,
                "step": str(ref),
                "act": act,
                "copy": copy.number if copy else None,
                "authorised_by": ref_of(details.granted_by),
                "is_written": details.is_written if act == commissioner.GRANT else None,
                "parties": details.parties or None,
            }
            given = {name: value for name, value in detail.items() if value is not None}
            event = append(row, kind=KINDS[act], by=by, when=when, words=details.words, detail=given)
            save(row)
        step = CommissionerStep.objects.create(
            pk=ref,
            item=item,
            device_copy=copy,
            examination=row,
            event=event,
            act=act,
            at=when.at,
            granted_by=details.granted_by,
            granted_rank=details.granted_by.rank if details.granted_by else "",
            is_written=details.is_written,
            conditions=details.conditions.strip(),
            parties=details.parties,
            respond_by=details.respond_by,
            words=details.words.strip(),
            received_at=when.received_at,
            entered_by=officer_of(by),
        )
        changed = [step] if event is None else [step, event]
        ledger.record("examination.commissioner_step", row, changed=changed, reason=when.late_reason, detail={"act": act})
    return step


def _refuse_incomplete(act: str, details: StepDetails) -> None:
    if act == commissioner.GRANT and details.granted_by is None:
        raise Refusal("Say who granted the urgent use.", field="granted_by")
    if act == commissioner.TELL_PARTIES and not details.parties:
        raise Refusal("Say which of the affected parties were told.", field="parties")
    if "PERSON_IMPRACTICABLE" in details.parties:
        if "PERSON" in details.parties:
            raise Refusal("Either the person was told or it was not reasonably practicable. Choose one of the two.", field="parties")
        if not details.words.strip():
            raise Refusal("Say why it was not reasonably practicable to tell the person.", field="words")
    if unknown := set(details.parties) - set(AFFECTED_PARTIES):
        raise ValueError(f"No such parties: {', '.join(sorted(unknown))}.")


def _expect(row: Examination, item: Item, copy: DeviceCopy | None, act: str, when: Instant) -> None:
    """Raise `NotNow` unless the act belongs to where the thing stood at that instant."""
    steps = CommissionerStep.objects.filter(item=item, device_copy=copy).order_by("received_at", "id")
    facts = facts_about(row, copy.pk if copy else item.pk)
    before = [one for at, one in commissioner.moves_of(row.power, facts, steps, copy.destroyed_at if copy else None) if at <= when.at]
    state = commissioner.status_after(before)
    is_owed_notice = act in commissioner.NOTICES and commissioner.GRANT in before
    if not is_owed_notice and not commissioner.TABLE.allows(state, act):
        raise NotNow(commissioner.TABLE.refusal(state))
