"""Parts shared by every stored record: keys, references that can be spoken by radio, and the digest that ties a row to its history
and to the ledger."""

import hashlib
import json
import secrets
import uuid
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models.base import ModelState
from django.db.models.signals import post_init, pre_init

from borderops.kit.clock import version_date

# No vowels (no words by accident), no 0/O, 1/I/L, Z, 5/S, 8/B: what can be misheard or misread is not used. Their number is prime,
# which is what lets the check character find every single mistake.
REFERENCE_LETTERS = "234679CDFGHJKMNPQRTVWXY"


def check_character(body: str) -> str:
    """The last character of a reference: a weighted sum that finds any single wrong character and any two neighbours swapped."""
    total = sum(weight * REFERENCE_LETTERS.index(letter) for weight, letter in enumerate(body, start=1))
    return REFERENCE_LETTERS[total % len(REFERENCE_LETTERS)]


def new_reference(prefix: str, year: int) -> str:
    """`S7-26-7KQ4M`: prefix, year and random letters with a check character, so that no gap in a sequence reveals a restricted record."""
    body = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(5))
    return f"{prefix}-{year % 100:02d}-{body}{check_character(body)}"


def read_reference(typed: str) -> str | None:
    """The reference as stored, from what a person typed (spaces, case and hyphens forgiven); None when its check character is wrong."""
    plain = "".join(character for character in typed.upper() if character.isalnum())
    if len(plain) != 10:
        return None
    prefix, year, body, check = plain[:2], plain[2:4], plain[4:9], plain[9]
    if not year.isdigit() or any(letter not in REFERENCE_LETTERS for letter in body) or check != check_character(body):
        return None
    return f"{prefix}-{year}-{body}{check}"


def canonical(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(tz=None).isoformat() if value.tzinfo is None else f"{value.timestamp():.6f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")  # 87.5 before it was saved and 87.50 afterwards are one number
    if isinstance(value, list | tuple):
        return [canonical(part) for part in value]
    if isinstance(value, dict):
        return {str(key): canonical(part) for key, part in sorted(value.items())}
    return value


def kept_fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The columns of which the model's history keeps every version; all of them for a model without one, or for a history itself."""
    history = getattr(model, "history", None)
    fields = history.model.tracked_fields if history is not None else getattr(model, "tracked_fields", model._meta.concrete_fields)
    return sorted(fields, key=lambda field: field.attname)


def digest(row: models.Model) -> str:
    """SHA-256 (hex) over the row's kept columns in their canonical form. A history row of the same version gives the same digest."""
    fields = kept_fields(row.__class__)  # not type(row): a request's user comes wrapped, until it is looked at
    values = [[field.attname, canonical(field.to_python(getattr(row, field.attname)))] for field in fields]
    body = json.dumps(values, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(body.encode()).hexdigest()


class Record(models.Model):
    """A domain row: a UUID key that can stand in an address without telling anything."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    @property
    def _history_date(self) -> datetime:
        """What django-simple-history asks a row for when it writes a version; without it versions would be dated by another clock."""
        return version_date()

    @classmethod
    def from_db(  # type: ignore[override]  # the stubs are those of a Django that hands over one thing more
        cls, db: str | None, field_names: Collection[str], values: Collection[Any]
    ) -> Self:
        """A row of the database as an object. Django's own way goes through `__init__`, which asks of each field whether it was given
        and puts it down by its descriptor: three times the work for the same attributes, on pages of several hundred rows."""
        if (pre_init.receivers and pre_init.has_listeners(cls)) or (post_init.receivers and post_init.has_listeners(cls)):
            return super().from_db(db, field_names, values)
        row = cls.__new__(cls)
        state = ModelState()
        state.adding, state.db = False, db
        row.__dict__.update(zip(field_names, values, strict=True))
        row.__dict__["_state"] = state
        return row
