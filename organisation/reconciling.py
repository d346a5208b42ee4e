"""Finds what was changed behind the service's back. Every kept row must equal the last version in its history, and the digest of that
version must stand in the ledger; whoever changes a row by other means than an action leaves one of the three behind."""

import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

import audit.actions as ledger
from audit.models import Event
from borderops.kit.records import canonical, digest, kept_fields

RECENT = timedelta(days=2)
MARGIN = timedelta(hours=1)  # between the service's clock, which dates histories, and the database's, which dates the ledger
CHUNK = 1_000
RECENT_AT_MOST = 20_000  # versions of each kind; what exceeds it is met on the walk
OLDER_IN_LEDGER = 100  # of each kind, beginning at a random one
WALK_SECONDS = 120.0

IN_LEDGER = """
SELECT entry.key, entry.value FROM audit_event e, jsonb_each_text(e.digests) entry WHERE entry.key = ANY (%s)
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that does not agree with what was kept of it: its kind and key, what is wrong, and the fields. Never a value."""

    kind: str
    key: uuid.UUID
    fault: str
    fields: tuple[str, ...] = ()


ALTERED = "differs from its last version"
NO_HISTORY = "has no history"
GONE = "is gone, and its history does not say so"
NOT_IN_LEDGER = "its last version is not in the ledger"


@dataclass(slots=True)
class Findings:
    """What one run looked at and found. `unfinished` names the kinds whose older rows it had no time to walk through to the end."""

    checked: int = 0
    differences: list[Difference] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        return {"checked": self.checked, "differences": len(self.differences), "unfinished": self.unfinished}


def kept_models() -> list[type[Model]]:
    """Every model that keeps a history, the small ones first."""
    return sorted((model for model in apps.get_models() if hasattr(model, "history")), key=lambda model: model._meta.label)


def reconcile(at: datetime, *, walk_seconds: float = WALK_SECONDS) -> Findings:
    """Compare rows, histories and ledger; call it as the system. What changed in the last two days is always looked at.

    Older rows are walked in the order of their random keys, from a random one on, as far as the time goes; a small service is walked whole
    every night. Each difference is an entry in the ledger that vouches for nothing.
    """
    findings = Findings()
    wanted: dict[str, str] = {}
    for model in kept_models():
        keys = _recent_keys(model, at - RECENT)
        for chunk in _chunks(keys):
            wanted |= _compare(model, chunk, findings)
    _strike_recent(wanted, at - RECENT - MARGIN)
    older = _walk_all(findings, time.monotonic() + walk_seconds)
    _strike_all(wanted | older, findings)
    for found in findings.differences:
        ledger.observe("history.differs", kind=found.kind, thing_id=found.key, detail={"fault": found.fault, "fields": list(found.fields)})
    return findings


def _recent_keys(model: type[Model], since: datetime) -> list[uuid.UUID]:
    versions = _history(model).objects.filter(history_date__gte=since).order_by("-history_date")
    return list(dict.fromkeys(versions.values_list(model._meta.pk.attname, flat=True)[:RECENT_AT_MOST]))


def _history(model: type[Model]) -> Any:
    return model.history.model  # type: ignore[attr-defined]


def _chunks(keys: Sequence[uuid.UUID]) -> Iterator[Sequence[uuid.UUID]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def _compare(model: type[Model], keys: Iterable[uuid.UUID], findings: Findings) -> dict[str, str]:
    """Add the differences between these rows and their last versions; returns the digests that the ledger should hold.

    Rows and versions are read one after the other while the service works, so whatever seems to differ is read again before it counts.
    """
    keys = list(keys)
    findings.checked += len(keys)
    suspects, found = _read(model, keys)
    if suspects:
        suspects, settled = _read(model, list(suspects))
        found |= settled
    kind = model._meta.label_lower
    findings.differences += [Difference(kind, key, fault, fields) for key, (fault, fields) in suspects.items()]
    return found


def _read(model: type[Model], keys: Sequence[uuid.UUID]) -> tuple[dict[uuid.UUID, tuple[str, tuple[str, ...]]], dict[str, str]]:
    """What is wrong by key, and the digest of the last version of the others by the name under which the ledger keeps it."""
    rows = model._base_manager.in_bulk(keys)
    versions = _history(model).objects.filter(id__in=keys).order_by("id", "-history_date", "-history_id").distinct("id")
    last = {version.id: version for version in versions}
    wrong: dict[uuid.UUID, tuple[str, tuple[str, ...]]] = {}
    right: dict[str, str] = {}
    for key in keys:
        fault, fields = _fault(model, rows.get(key), last.get(key))
        if fault:
            wrong[key] = fault, fields
        elif key in last:
            right[f"{model._meta.label_lower}:{key}"] = digest(last[key])
    return wrong, right


def _fault(model: type[Model], row: Model | None, version: Any) -> tuple[str, tuple[str, ...]]:
    if version is None:
        return (NO_HISTORY, ()) if row is not None else ("", ())
    if row is None:
        return ("", ()) if version.history_type == "-" else (GONE, ())
    if version.history_type == "-":
        return ALTERED, ()
    names = [column.attname for column in kept_fields(model)]
    unlike = tuple(name for name in names if not _same(getattr(row, name), getattr(version, name)))
    return (ALTERED, unlike) if unlike else ("", ())


def _same(one: Any, other: Any) -> bool:
    return one == other or bool(canonical(one) == canonical(other))


def _walk_all(findings: Findings, until: float) -> dict[str, str]:
    """Walk every kind, each with an even share of the time that is left."""
    older: dict[str, str] = {}
    models = kept_models()
    for place, model in enumerate(models):
        share = (until - time.monotonic()) / (len(models) - place)
        is_done = _walk(model, time.monotonic() + share, findings, older)
        if not is_done:
            findings.unfinished.append(model._meta.label_lower)
    return older


def _walk(model: type[Model], until: float, findings: Findings, older: dict[str, str]) -> bool:
    """From a random key to the last and on from the first. Whether the whole circle was walked."""
    start, taken = uuid.uuid4(), 0
    seen = {difference.key for difference in findings.differences}
    for bounds in ({"pk__gte": start}, {"pk__lt": start}):
        last = None
        while True:
            rows = model._base_manager.filter(**bounds).order_by("pk")
            keys: list[uuid.UUID] = list((rows.filter(pk__gt=last) if last else rows).values_list("pk", flat=True)[:CHUNK])
            if not keys:
                break
            if time.monotonic() > until:
                return False
            found = _compare(model, [key for key in keys if key not in seen], findings)
            older |= islice(found.items(), max(0, OLDER_IN_LEDGER - taken))
            taken += len(found)
            last = keys[-1]
    return True


def _strike_recent(wanted: dict[str, str], since: datetime) -> None:
    """Take out of `wanted` what the ledger's recent entries hold."""
    for digests in Event.objects.filter(at__gte=since).exclude(digests={}).values_list("digests", flat=True).iterator():
        for key, value in digests.items():
            if wanted.get(key) == value:
                del wanted[key]


def _strike_all(wanted: dict[str, str], findings: Findings) -> None:
    """Look for the rest in the whole ledger, in one pass. What is nowhere in it is a difference."""
    if not wanted:
        return
    with connection.cursor() as cursor:
        cursor.execute(IN_LEDGER, [list(wanted)])
        held = set(cursor.fetchall())
    for key, value in wanted.items():
        if (key, value) not in held:
            kind, _, row_key = key.partition(":")
            findings.differences.append(Difference(kind, uuid.UUID(row_key), NOT_IN_LEDGER))
