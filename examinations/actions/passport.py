"""Filling the person's particulars from the lines of their passport. A check digit that does not hold is kept with the act, and holds up
nothing."""

from datetime import datetime

from django.db import transaction

from examinations.actions.particulars import update_particulars
from examinations.actions.writing import locked
from examinations.models import Examination, Particulars
from examinations.mrz import Reading
from examinations.passport import particulars_of
from organisation.policy import Actor


def fill_from_passport(*, examination: Examination, read: Reading, by: Actor, at: datetime) -> Particulars:
    """Set name, document number, nationality, date of birth and sex as read; what the lines leave open stays as it is.

    Raises `NotNow` once the record is submitted. The ledger keeps which fields were changed and which checks failed, never what they said.
    """
    with transaction.atomic():
        version = Particulars.objects.values_list("version", flat=True).get(examination=locked(examination))
        return update_particulars(
            examination=examination,
            by=by,
            at=at,
            version=version,
            changes=particulars_of(read),
            detail={"passport": True, "checks_failed": [check.field for check in read.checks if not check.holds]},
        )
