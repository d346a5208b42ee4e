"""Putting right what was written down about cash with its entry on the timeline: the power under which it was seized, and the steps that
stand there. The steps and counts that do not are put right by `correcting_rows`."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db.models import Model

from examinations.actions.beside import Entry
from examinations.actions.cash import (
    EVENTS,
    CashStepDetails,
    columns_of,
    detail_of_step,
    refuse_step,
    refuse_when_gone,
)
from examinations.actions.writing import officer_of
from examinations.instants import Instant
from examinations.models import CashPower, CashSeizure, CashStep, Examination, Kind, TimelineEvent
from organisation.policy import Actor


@dataclass(frozen=True, slots=True)
class CashStepInstead:
    """What a corrected step of the timeline says: an order, a return or a forfeiture."""

    details: CashStepDetails

    def entry(self, row: Examination, wrong: TimelineEvent, when: Instant, by: Actor) -> Entry:
        """Raises as `take_cash_step` does."""
        step = _step_of(wrong)
        refuse_step(step.kind, self.details, when)
        refuse_when_gone(row, step.seizure, when, without=wrong)
        kept = columns_of(self.details)
        return Entry(wrong.officer, detail_of_step(uuid4(), step.seizure, self.details.expires_on), str(kept["court"] or kept["words"]))

    def follow(self, row: Examination, corrected: TimelineEvent, wrong: TimelineEvent, by: Actor) -> list[Model]:
        """Another row; the wrong one stays beside its entry."""
        step = _step_of(wrong)
        return [
            CashStep.objects.create(
                pk=UUID(corrected.detail["step"]),
                seizure=step.seizure,
                examination=row,
                kind=step.kind,
                at=corrected.at,
                event=corrected,
                officer=step.officer,
                entered_by=officer_of(by),
                entered_at=corrected.received_at,
                supersedes=step,
                superseding_reason=corrected.superseding_reason,
                **columns_of(self.details),
            )
        ]


@dataclass(frozen=True, slots=True)
class SeizureInstead:
    """What a corrected seizure says: under which Act. All else about it is put right where it is described."""

    power: str

    def entry(self, row: Examination, wrong: TimelineEvent, when: Instant, by: Actor) -> Entry:
        """The seizure under this Act."""
        return Entry(wrong.officer, {**wrong.detail, "cash_power": CashPower(self.power).value})

    def follow(self, row: Examination, corrected: TimelineEvent, wrong: TimelineEvent, by: Actor) -> list[Model]:
        """The seizure reads as its entry does; what it said before is in its history."""
        seizure = _seizure_of(corrected)
        if seizure is None or seizure.power == self.power:
            return []
        seizure.power = CashPower(self.power)
        seizure.version += 1
        seizure.save()
        return [seizure]


def _step_of(event: TimelineEvent) -> CashStep:
    return CashStep.objects.select_related("seizure", "officer").get(pk=event.detail["step"])


def _seizure_of(event: TimelineEvent) -> CashSeizure | None:
    return CashSeizure.objects.select_for_update().filter(examination=event.examination_id, ref=event.detail.get("ref")).first()


def cash_as_it_is(event: TimelineEvent) -> CashStepInstead | SeizureInstead | None:
    """What is on record of the step or the seizure beside this entry; None for an entry about anything else."""
    if event.kind == Kind.CASH_SEIZED:
        return SeizureInstead(str(event.detail["cash_power"]))
    if event.kind in EVENTS.values() and "step" in event.detail:
        step = _step_of(event)
        return CashStepInstead(CashStepDetails(step.court, step.expires_on, step.grounds_continue, step.words))
    return None
