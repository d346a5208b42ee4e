"""Screening somebody: begun and ended by presses of its own, and made an examination by one press. What was done during it is recorded
whether or not it should have been."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

import audit.actions as ledger
from examinations.actions.starting import start_examination
from examinations.actions.writing import officer_of
from examinations.instants import Instant
from examinations.models import Examination, Screening
from examinations.refusals import Refusal
from examinations.screening import SIGNS
from organisation import policy
from organisation.models import Port
from organisation.policy import Actor


class ScreeningEnded(Refusal):
    """Nothing more happens in a screening that has ended."""


class BeforeItBegan(Refusal):
    """The press is from before the screening."""


def start_screening(*, port: Port, place: str, by: Actor, when: Instant) -> Screening:
    """Begin to screen somebody at `when.at`. Needs `screening.start` at the port."""
    screening = Screening(port=port, place=place.strip(), officer=officer_of(by), began_at=when.at)
    policy.require(by, "screening.start", screening)
    with transaction.atomic():
        screening.save(force_insert=True)
        ledger.record("screening.started", screening)
    return screening


def _held(screening: Screening, by: Actor, when: Instant | None = None) -> Screening:
    """The row, locked; raises where it has ended, or where the press is older than its beginning."""
    row = Screening.objects.select_for_update().get(pk=screening.pk)
    policy.require(by, "screening.act", row)
    if row.ended_at is not None:
        raise ScreeningEnded("This screening has ended. Begin another, or add to the record of the examination.")
    if when is not None and when.at < row.began_at:
        raise BeforeItBegan("This is before the screening began. Check the device's clock.")
    return row


def note_screening(*, screening: Screening, by: Actor, questions: str, documents: Iterable[str]) -> Screening:
    """What was asked about, and which documents were volunteered."""
    with transaction.atomic():
        row = _held(screening, by)
        row.questions, row.documents = questions.strip(), sorted(set(documents))
        row.save()
        ledger.record("screening.noted", row)
    return row


def record_sign(*, screening: Screening, sign: str, by: Actor, when: Instant) -> Screening:
    """Something that only the power allows was done; the first time counts. Raises KeyError for what is no sign."""
    name = {one.removesuffix("_at"): one for one in SIGNS}[sign]
    with transaction.atomic():
        row = _held(screening, by, when)
        if getattr(row, name) is None:
            setattr(row, name, when.at)
            row.save()
        ledger.record("screening.sign_recorded", row, detail={"sign": sign})
    return row


def stop_screening(*, screening: Screening, by: Actor, when: Instant) -> Screening:
    """The person goes on their way and is not examined."""
    with transaction.atomic():
        row = _held(screening, by, when)
        row.ended_at = when.at
        row.save()
        ledger.record("screening.stopped", row)
    return row


def examine_after_screening(
    *, screening: Screening, power: str, by: Actor, when: Instant, known: Mapping[str, Any] | None = None
) -> Examination:
    """End the screening with the first question of an examination, whose particulars take over when it was. One press does both."""
    with transaction.atomic():
        row = _held(screening, by, when)
        times = {"screening_from": row.began_at, "screening_until": when.at}
        examination = start_examination(port=row.port, power=power, place=row.place, by=by, when=when, known={**(known or {}), **times})
        row.ended_at, row.examination = when.at, examination
        row.save()
        ledger.record("screening.became_examination", row, detail={"power": power})
    return examination
