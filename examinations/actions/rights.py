"""What is filled in about a fact after its press. The timeline's own row never changes; this stands beside it, with its history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

import audit.actions as ledger
from examinations.actions.writing import NotNow, locked, officer_of, require_examiner, require_recorder, save
from examinations.details import DETAILS
from examinations.models import Examination, Supplement, TimelineEvent
from examinations.refusals import Refusal
from examinations.timeline import standing_events
from organisation.policy import Actor


class FilledInMeanwhile(Refusal):
    """Somebody else has filled in the same entry since the page was opened."""


def describe_fact(*, event: TimelineEvent, given: Mapping[str, Any], version: int, by: Actor, at: datetime) -> Supplement | None:
    """Fill in what is known about a fact, by the names of `examinations.details`; `version` is what the writer saw (0: nothing yet).

    Nothing is written where nothing differs. Raises `NotNow` once the record is submitted or the entry stands no longer,
    `FilledInMeanwhile`, ValueError for a name that its kind does not have.
    """
    if unknown := set(given) - {asked.name for asked in DETAILS.get(event.kind, ())}:
        raise ValueError(f"No such details of {event.kind}: {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        row = locked(event.examination)
        require_recorder(by, row)
        require_examiner(by, "examination.complete", row)
        if all(one.pk != event.pk for one in standing_events(row)):
            raise NotNow("This entry has been corrected or taken back. Fill in the one that stands.")
        supplement = Supplement.objects.filter(event=event).first()
        if (supplement.version if supplement else 0) != version:
            raise FilledInMeanwhile("Somebody else has filled this in since you opened it. Look at it again; what you typed is still here.")
        kept = {name: value for name, value in given.items() if value not in (None, "")}
        changed = sorted(name for name in {*kept, *(supplement.given if supplement else ())} if _old(supplement, name) != kept.get(name))
        if changed:
            supplement = write_supplement(supplement, row, event, kept, by, at)
            save(row)
            # The names only: what was filled in is personal, and stays in the record and its history.
            detail = {"kind": event.kind, "fields": changed}
            ledger.record("examination.fact_described", row, changed=[supplement], detail=detail)
    return supplement


def _old(supplement: Supplement | None, name: str) -> Any:
    return supplement.given.get(name) if supplement else None


def write_supplement(
    supplement: Supplement | None, examination: Examination, event: TimelineEvent, given: dict[str, Any], by: Actor, at: datetime
) -> Supplement:
    """What is known about a fact, beside it, as its next version."""
    written = supplement or Supplement(examination=examination, event=event, version=0)
    written.given, written.given_by, written.given_at = given, officer_of(by), at
    written.version += 1
    written.save()
    return written


def follow(corrected: TimelineEvent, wrong: TimelineEvent, by: Actor, at: datetime) -> list[Supplement]:
    """What was filled in about an entry goes with it to the one that takes its place."""
    supplement = Supplement.objects.filter(event=wrong).first()
    if supplement is None:
        return []
    copied = Supplement(examination=corrected.examination, event=corrected, given=supplement.given, given_by=officer_of(by), given_at=at)
    copied.save()
    return [copied]
