"""The two writers of the ledger: `record` for an act and `reading` for a look. Both raise if the row cannot be written, and then
nothing else happens either."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import models

from audit.context import current
from audit.models import Event, Reading
from borderops.kit.records import digest

MOST_SHOWN = 50  # in one entry; a page that shows more has several, written together


def label_of(row: models.Model) -> str:
    """`app.model`, the kind of a row in the ledger."""
    return row._meta.label_lower


def _origin() -> dict[str, Any]:
    origin = current()
    return {
        "actor_id": origin.actor_id,
        "actor_label": origin.actor_label,
        "session_hash": origin.session_hash,
        "request_id": origin.request_id,
        "ip": origin.ip,
    }


def record(
    verb: str,
    thing: models.Model | None = None,
    *,
    changed: Iterable[models.Model] = (),
    reason: str = "",
    outcome: str = "ALLOW",
    recipients: Iterable[str] = (),
    port_id: UUID | None = None,
    detail: Mapping[str, Any] | None = None,
    digests: Mapping[str, str] | None = None,
) -> Event:
    """Write one act (`examination.submitted`) with the digests of the rows it left, in the transaction of the act itself.

    `changed` names every history-kept row that the act created or altered besides `thing`. `detail` and `reason` must hold no personal data
    beyond what the officer gave as a reason. `digests` are of what no history keeps.
    """
    rows = [row for row in (thing, *changed) if row is not None]
    return Event.objects.create(
        verb=verb,
        thing_kind=label_of(thing) if thing is not None else "",
        thing_id=thing.pk if thing is not None and isinstance(thing.pk, UUID) else None,
        port_id=port_id or getattr(thing, "port_id", None),
        outcome=outcome,
        reason=reason,
        recipients=list(recipients),
        digests={f"{label_of(row)}:{row.pk}": digest(row) for row in rows} | dict(digests or {}),
        detail=dict(detail or {}),
        **_origin(),
    )


def reading(
    verb: str,
    thing: models.Model | None = None,
    *,
    shown: Iterable[UUID] = (),
    count: int = 1,
    filters: Mapping[str, Any] | None = None,
    port_id: UUID | None = None,
) -> None:
    """Write one look at a record or a list, before its data leaves. What was searched for is kept as a digest only."""
    refs = list(shown)
    parts = [refs[first : first + MOST_SHOWN] for first in range(0, len(refs), MOST_SHOWN)] or [[]]
    facts = {
        "verb": verb,
        "thing_kind": label_of(thing) if thing is not None else "",
        "thing_id": thing.pk if thing is not None else None,
        "port_id": port_id or getattr(thing, "port_id", None),
        "filter_digest": hashlib.sha256(json.dumps(filters, sort_keys=True, default=str).encode()).hexdigest() if filters else "",
        **_origin(),
    }
    Reading.objects.bulk_create(Reading(shown=part, count=count if len(parts) == 1 else len(part), **facts) for part in parts)


def observe(verb: str, *, kind: str = "", thing_id: UUID | None, outcome: str = "ALLOW", detail: Mapping[str, Any]) -> Event:
    """Write a refusal, or what a check found about a row, without vouching for the row: no digest of it enters the ledger."""
    return Event.objects.create(verb=verb, thing_kind=kind, thing_id=thing_id, outcome=outcome, detail=dict(detail), **_origin())


def keep(verb: str, *, kind: str, thing_id: UUID, digests: Mapping[str, str]) -> Event:
    """Vouch for something about a row that no history keeps, without vouching for the row."""
    return Event.objects.create(verb=verb, thing_kind=kind, thing_id=thing_id, digests=dict(digests), **_origin())
