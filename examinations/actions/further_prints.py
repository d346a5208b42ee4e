"""A constable's determination that further fingerprints follow the original ones: kept and destroyed as those are. It is a fact of the
timeline that names the original taking; which further prints are meant stands in its words, since they may be on no record here."""

from typing import Any

from django.db import transaction

import audit.actions as ledger
from examinations.actions.writing import append, locked, require_recorder, save
from examinations.instants import Instant
from examinations.models import Biometric, Kind, TimelineEvent
from examinations.refusals import Refusal
from organisation.models import User
from organisation.policy import Actor


def determine_further_prints(
    *, biometric: Biometric, further: str, is_written: bool, by: Actor, when: Instant, officer: User | None = None
) -> TimelineEvent:
    """Record that the prints described by `further` follow the original ones. `officer` determined it, whoever records it when not said.

    One that was not made in writing is recorded and becomes a finding. Raises `Refusal` for a sample, of which there is no such
    determination, and without the further prints. (CTBSA Sch 3 para 47; for Schedule 7 not verified)
    """
    if biometric.what != Biometric.What.FINGERPRINTS:
        raise Refusal("Only fingerprints can be followed by further ones. This is a sample.")
    if not further.strip():
        raise Refusal("Say which further prints these are.", field="words")
    detail: dict[str, Any] = {"ref": str(biometric.pk), "is_written": is_written}
    with transaction.atomic():
        row = locked(biometric.examination)
        require_recorder(by, row, Kind.FURTHER_PRINTS)
        event = append(row, kind=Kind.FURTHER_PRINTS, by=by, when=when, officer=officer, words=further, detail=detail)
        save(row)
        ledger.record("examination.further_prints", row, changed=[event], reason=when.late_reason)
    return event
