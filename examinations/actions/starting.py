"""Starting an examination: with the first question, or with a detention that came before it. Two presses, and the clock runs."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

import audit.actions as ledger
from borderops.kit.clock import london
from borderops.kit.records import new_reference
from examinations.actions.writing import append, ensure_examiner, officer_of
from examinations.instants import Instant
from examinations.models import Examination, Kind, Particulars, Power, State
from examinations.sameness import keys_of
from organisation import policy
from organisation.models import Compartment, Port
from organisation.policy import Actor

PREFIX = {Power.TACT_S7.value: "S7", Power.CTBSA_S3.value: "S3"}
TRIES = 20  # a year's references are six million a power; a free one is found at the first or second try


def start_examination(
    *,
    port: Port,
    power: str,
    place: str,
    by: Actor,
    when: Instant,
    is_detained_first: bool = False,
    compartment: Compartment | None = None,
    known: Mapping[str, Any] | None = None,
) -> Examination:
    """Open a record whose first fact is the first question at `when.at` (or the detention, where that came first), by `by`.

    Needs `examination.start` at the port. Creates the record, its particulars with what is `known` already, its first examiner
    and its first event. Whether there was power is no question here: what has happened is recorded.
    """
    officer = officer_of(by)
    examination = Examination(
        power=Power(power),
        port=port,
        place=place.strip(),
        compartment=compartment,
        state=State.LIVE,
        started_at=when.at,
        participants=[officer.pk],
        authors=[officer.pk],
        is_late_entry=when.is_late_entry,
        created_by=officer,
        created_at=when.received_at,
    )
    policy.require(by, "examination.start", examination)
    kind = Kind.DETAINED if is_detained_first else Kind.FIRST_QUESTION
    examination.first_questioned_at, examination.detained_at = (None, when.at) if is_detained_first else (when.at, None)
    with transaction.atomic():
        save_under_a_free_reference(examination, PREFIX[examination.power])
        particulars = Particulars.objects.create(examination=examination, **(known or {}), **keys_of(known or {}))
        event = append(examination, kind=kind, by=by, when=when)
        entry = ensure_examiner(examination, officer, when.at, event.officer_rank)
        changed = [particulars, event, *entry]
        detail = {"kind": kind.value, "power": examination.power, "is_late_entry": when.is_late_entry}
        ledger.record("examination.started", examination, changed=changed, reason=when.late_reason, detail=detail)
    return examination


def save_under_a_free_reference(examination: Examination, prefix: str) -> None:
    """Only the unique index knows whether a reference is taken: the record that has it may be hidden from whoever starts this one."""
    for _ in range(TRIES):
        examination.reference = new_reference(prefix, london(examination.started_at).year)
        try:
            with transaction.atomic():
                examination.save(force_insert=True)
        except IntegrityError as taken:
            if "reference" not in str(taken):
                raise
        else:
            return
    raise RuntimeError("No free reference was found.")
