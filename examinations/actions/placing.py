"""Where in the port it took place: said once the officer gets to it, and put right until the record is submitted."""

from django.db import transaction

import audit.actions as ledger
from examinations.actions.writing import locked, require_examiner, require_recorder, save
from examinations.models import Examination
from examinations.refusals import Refusal
from organisation.policy import Actor


def say_place(*, examination: Examination, place: str, reason: str = "", by: Actor) -> Examination:
    """Name the place, or another one with the reason why the first was wrong. Nothing is written where nothing differs.

    What was worked out from the place when prints were taken or things were seized stands as it was recorded then. Raises `NotNow` once the
    record is submitted, and `Refusal` without a place, or without a reason where one was named already.
    """
    place, reason = place.strip(), reason.strip()
    if not place:
        raise Refusal("Name the place, for example Gate 12.", field="place")
    with transaction.atomic():
        row = locked(examination)
        require_recorder(by, row)
        require_examiner(by, "examination.complete", row)
        before = row.place
        if before == place:
            return row
        if before and not reason:
            raise Refusal(f"The record says {before}. Say why that was wrong.", field="reason")
        row.place = place
        save(row)
        ledger.record("examination.place_given", row, reason=reason, detail={"was_given": bool(before)})
    return row
