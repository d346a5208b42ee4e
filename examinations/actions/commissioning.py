"""The Commissioner's route of property and copies under Schedule 3: what was told to whom, what was granted in urgency, and what the
Commissioner decided. Each step is entered as it happened; one that cannot follow what came before is refused with what is missing."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Model

import audit.actions as ledger
from examinations.actions.beside import Entry, ranks_kept
from examinations.actions.keeping import facts_about, open_item
from examinations.actions.officers import authoriser_of
from examinations.actions.writing import NotNow, append, officer_of, save
from examinations.choices import AFFECTED_PARTIES, REFERRERS
from examinations.instants import Instant
from examinations.models import AuthorityRequest, CommissionerStep, DeviceCopy, Examination, Item, Kind, TimelineEvent
from examinations.property import commissioner, decided
from examinations.refusals import Refusal
from examinations.superseding import standing
from organisation.models import User
from organisation.policy import Actor

KINDS = {
    commissioner.INFORM: Kind.IPC_INFORMED,
    commissioner.TELL_PARTIES: Kind.AFFECTED_PARTIES_INFORMED,
    commissioner.GRANT: Kind.URGENT_IPC_GRANTED,
    **dict.fromkeys(commissioner.DECISIONS, Kind.IPC_DECIDED),
}
"""Steps that a clock looks at; representations, a referral and what is derived have none."""

NO_DESTROYER = "Say who destroyed it: an officer's number, or who else."


@dataclass(frozen=True, slots=True)
class StepDetails:
    """What is stated of a step. Names are those of `CommissionerStep`."""

    granted_by: User | None = None
    is_written: bool | None = None
    conditions: str = ""
    parties: list[str] = field(default_factory=list)
    respond_by: date | None = None
    decided_by: str = ""
    done_by: User | None = None
    done_by_other: str = ""
    words: str = ""


def record_step(
    *, item: Item, act: str, by: Actor, when: Instant, details: StepDetails, copy: DeviceCopy | None = None
) -> CommissionerStep:
    """Record one step about an item, or about a copy of it, at `when.at`.

    An urgent grant by an officer who could not give it is recorded and becomes a finding. Raises `NotNow` where the step cannot follow what
    came before, and `Refusal` without whoever granted, the parties told, the reason why the person could not be told, or whoever destroyed
    what was derived.
    (CTBSA Sch 3 paras 12 to 16 and 18 to 22)
    """
    refuse_incomplete(act, details)
    ref = uuid4()
    with transaction.atomic():
        row, item = open_item(item, by)
        expect_step(row, item, copy, act, when)
        event = None
        if act in KINDS:
            event = append(
                row, kind=KINDS[act], by=by, when=when, words=details.words, detail=detail_of_step(ref, item, copy, act, details, when.at)
            )
            save(row)
        step = write_step(ref, item, copy, act, details, examination=row, event=event, when=when, by=by)
        changed = [step] if event is None else [step, event]
        ledger.record("examination.commissioner_step", row, changed=changed, reason=when.late_reason, detail={"act": act})
    return step


def detail_of_step(ref: UUID, item: Item, copy: DeviceCopy | None, act: str, details: StepDetails, at: datetime) -> dict[str, Any]:
    """The kind's own fields, as the clock engine names them, of a step taken at `at`."""
    detail = {
        "ref": str((copy or item).pk),
        "item_ref": str(item.pk),
        "item": item.number,
        "step": str(ref),
        "act": act,
        "copy": copy.number if copy else None,
        "authorised_by": authoriser_of(item.examination_id, AuthorityRequest.What.URGENT_USE, details.granted_by, at),
        "is_written": details.is_written if act == commissioner.GRANT else None,
        "parties": details.parties or None,
        "decided_by": _decider(act, details) or None,
    }
    return {name: value for name, value in detail.items() if value is not None}


def _decider(act: str, details: StepDetails) -> str:
    """Who decided, of an act that decides."""
    return details.decided_by if act in commissioner.DECIDING else ""


def write_step(
    ref: UUID,
    item: Item,
    copy: DeviceCopy | None,
    act: str,
    details: StepDetails,
    *,
    examination: Examination,
    event: TimelineEvent | None,
    when: Instant,
    by: Actor,
    **superseding: Any,
) -> CommissionerStep:
    """The row of a step, beside its entry if it has one, which says the rank of whoever granted it; `superseding` names what it takes the
    place of, and why."""
    return CommissionerStep.objects.create(
        pk=ref,
        item=item,
        device_copy=copy,
        examination=examination,
        event=event,
        act=act,
        at=when.at,
        granted_by=details.granted_by,
        granted_rank=event.detail.get("authorised_by", {}).get("rank", "") if event else "",
        is_written=details.is_written,
        conditions=details.conditions.strip(),
        parties=details.parties,
        respond_by=details.respond_by,
        decided_by=_decider(act, details),
        done_by=details.done_by,
        done_by_other="" if details.done_by else details.done_by_other.strip(),
        words=details.words.strip(),
        received_at=when.received_at,
        entered_by=officer_of(by),
        **superseding,
    )


def details_of_step(step: CommissionerStep) -> StepDetails:
    """What is on record of a step, as it is stated."""
    return StepDetails(**{name: getattr(step, name) for name in StepDetails.__dataclass_fields__})


def refuse_incomplete(act: str, details: StepDetails) -> None:
    if act == commissioner.GRANT and details.granted_by is None:
        raise Refusal("Say who granted the urgent use.", field="granted_by")
    if act == commissioner.TELL_PARTIES and not details.parties:
        raise Refusal("Say which of the affected parties were told.", field="parties")
    if "PERSON_IMPRACTICABLE" in details.parties:
        if "PERSON" in details.parties:
            raise Refusal("Either the person was told or it was not reasonably practicable. Choose one of the two.", field="parties")
        if not details.words.strip():
            raise Refusal("Say why it was not reasonably practicable to tell the person.", field="words")
    if act == decided.DESTROY_DERIVED and details.done_by is None and not details.done_by_other.strip():
        raise Refusal(NO_DESTROYER, field="done_by")
    if unknown := set(details.parties) - set(REFERRERS if act == decided.REFER else AFFECTED_PARTIES):
        raise ValueError(f"No such parties: {', '.join(sorted(unknown))}.")
    if details.decided_by not in {"", *decided.DECIDERS}:
        raise ValueError(f"Nobody decides who is called {details.decided_by}.")


def expect_step(
    row: Examination, item: Item, copy: DeviceCopy | None, act: str, when: Instant, *, instead_of: CommissionerStep | None = None
) -> None:
    """Raise `NotNow` unless the act belongs to where the thing stood at that instant, without the step that it takes the place of, and to a
    copy where it is one."""
    if copy is not None and act in commissioner.OF_ARTICLES:
        raise NotNow("A copy is not returned. Where an article would go back it is destroyed: record that destruction was directed.")
    rows = CommissionerStep.objects.filter(item=item, device_copy=copy).order_by("received_at", "id")
    steps = [step for step in standing(rows) if instead_of is None or step.pk != instead_of.pk]
    facts = facts_about(row, copy.pk if copy else item.pk)
    before = [one for at, one in commissioner.moves_of(row.power, facts, steps, copy.destroyed_at if copy else None) if at <= when.at]
    state = commissioner.status_after(before)
    so_far = decided.decided_of(step for at, step in commissioner.dated(facts, steps) if at <= when.at)
    is_owed_notice = act in commissioner.NOTICES and commissioner.GRANT in before
    if not is_owed_notice and not commissioner.may_follow(act, state, before, so_far):
        raise NotNow(commissioner.refusal_of(act, state))


@dataclass(frozen=True, slots=True)
class StepInstead:
    """What a corrected step says. The Commissioner may have decided otherwise than was written down: `act` is then another decision."""

    act: str
    details: StepDetails

    def entry(self, row: Examination, wrong: TimelineEvent, when: Instant, by: Actor) -> Entry:
        """Raises as `record_step` does, and `Refusal` for an act that is no decision in the place of one."""
        step = step_of(wrong)
        refuse_incomplete(self.act, self.details)
        if self.act != step.act:
            if {self.act, step.act} - commissioner.DECISIONS:
                raise Refusal("This is another step. Take the entry back and record that one.", field="act")
            expect_step(row, step.item, step.device_copy, self.act, when, instead_of=step)
        detail = detail_of_step(uuid4(), step.item, step.device_copy, self.act, self.details, when.at)
        return Entry(wrong.officer, ranks_kept(detail, wrong.detail), self.details.words)

    def follow(self, row: Examination, corrected: TimelineEvent, wrong: TimelineEvent, by: Actor) -> list[Model]:
        """Another row; the wrong one stays beside its entry."""
        step = step_of(wrong)
        return [
            write_step(
                UUID(corrected.detail["step"]),
                step.item,
                step.device_copy,
                self.act,
                self.details,
                examination=row,
                event=corrected,
                when=Instant(corrected.at, corrected.received_at),
                by=by,
                supersedes=step,
                superseding_reason=corrected.superseding_reason,
            )
        ]


def step_of(event: TimelineEvent) -> CommissionerStep:
    """The step that an entry of the timeline stands for."""
    return CommissionerStep.objects.select_related("item", "device_copy", "granted_by").get(pk=event.detail["step"])


def step_as_it_is(event: TimelineEvent) -> StepInstead | None:
    """What is on record of the step beside this entry; None for an entry that stands for none."""
    if event.kind not in KINDS.values() or "step" not in event.detail:
        return None
    step = step_of(event)
    return StepInstead(step.act, details_of_step(step))
