"""Filling in the particulars as they become known, by several people at once: a page that is out of date is shown both texts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.forms.models import model_to_dict

import audit.actions as ledger
from examinations import outcomes, states
from examinations.actions.writing import breached, locked, require_examiner, require_recorder
from examinations.models import Examination, Particulars
from examinations.refusals import Refusal
from examinations.sameness import keys_of
from organisation.policy import Actor

KEPT = frozenset({"id", "examination", "version", "changed_at", "document_key", "person_key"})
POWER = frozenset({"direction", "premises"})  # by which it is told whether there was power at all (R7)
EDITABLE = frozenset(field.name for field in Particulars._meta.concrete_fields) - KEPT


class StaleVersion(Refusal):
    """Somebody else saved first. `theirs` is the row as it stands; `mine` what was sent; `fields` the names that differ between them."""

    def __init__(self, theirs: Particulars, mine: Mapping[str, Any]) -> None:
        super().__init__("Somebody else has saved this since you opened it. Nothing you wrote is lost.")
        self.theirs = theirs
        self.mine = dict(mine)
        self.fields = [name for name, value in mine.items() if getattr(theirs, name) != value]


def update_particulars(
    *, examination: Examination, by: Actor, at: datetime, version: int, changes: Mapping[str, Any], detail: Mapping[str, Any] | None = None
) -> Particulars:
    """Set the named fields, if `version` is the one that stands. Nothing is written where nothing differs.

    `detail` is added to the ledger's entry and names nobody.

    Raises `StaleVersion` when somebody else saved first, `NotNow` once the record is submitted, `Refusal` for outcomes that do not stand
    together, ValueError for a name that is no field.
    """
    if unknown := set(changes) - EDITABLE:
        raise ValueError(f"No such particulars: {', '.join(sorted(unknown))}.")
    if said := outcomes.fault(changes.get("outcome") or ()):
        raise Refusal(said, field="outcome")
    with transaction.atomic():
        row = locked(examination)
        require_recorder(by, row)
        require_examiner(by, "examination.complete", row)
        particulars = Particulars.objects.select_for_update().get(examination=row)
        changed = sorted(name for name, value in changes.items() if getattr(particulars, name) != value)
        if particulars.version != version and changed:
            raise StaleVersion(particulars, changes)
        if changed:
            for name in changed:
                setattr(particulars, name, changes[name])
            for name, key in keys_of(model_to_dict(particulars)).items():
                setattr(particulars, name, key)
            particulars.version, particulars.changed_at = particulars.version + 1, at
            particulars.save()
            if row.state == states.ENDED and not POWER.isdisjoint(changed):
                # No part of the record's history: it follows from what is kept in it.
                Examination.objects.filter(pk=row.pk).update(open_breaches=breached(row))
            # The names of the fields only: their content is personal and stays in the record and its history.
            ledger.record("examination.particulars_updated", row, changed=[particulars], detail={"fields": changed, **(detail or {})})
    return particulars
