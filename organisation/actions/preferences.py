"""How one person likes the pages: close or roomy, with single-key shortcuts or without. Nobody else may set it."""

from django.db import transaction

import audit.actions as ledger
from organisation.models import User

SETTABLE = ("is_compact", "has_shortcuts")


@transaction.atomic
def set_preference(*, person: User, name: str, value: bool) -> None:
    """Save one of the person's own preferences (`SETTABLE`). The details' version stays: an administrator's open form loses nothing.

    Raises ValueError for anything that is not a preference.
    """
    if name not in SETTABLE:
        raise ValueError(f"'{name}' is not a preference.")
    found = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if getattr(found, name) == value:
        return
    setattr(found, name, value)
    found.save(update_fields=[name])
    ledger.record("person.preference_set", found, detail={"preference": name, "value": value})
