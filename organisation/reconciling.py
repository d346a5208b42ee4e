"""Finds what was changed behind the service's back. Every kept row must equal the last version in its history, and the digest of that
version must stand in the ledger; whoever changes a row by other means than an action leaves one of the three behind."""

import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

import audit.actions as ledger
from audit.models import Event
from borderops.kit.records import canonical, digest, kept_fields
from organisation import passwords
from organisation.models import User

RECENT = timedelta(days=2)
MARGIN = timedelta(hours=1)  # between the service's clock, which dates histories, and the database's, which dates the ledger
CHUNK = 1_000
RECENT_AT_MOST = 20_000  # versions of each kind; what exceeds it is met on the walk
LOOKED_UP_AT_MOST = 50_000  # older digests of each kind that one night asks the ledger for
VERSIONS_AT_MOST = 20  # how far back the last version that the ledger knows is looked for
WALK_SECONDS = 120.0  # for each of the two walks
HISTORY, LEDGER = "history", "ledger"  # older rows against their versions, and those versions against the ledger

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
NOT_VOUCHED = "its password was set by no act"

Places = Mapping[str, Mapping[str, str]]  # for each of the two walks and each kind: the key of the last row that it reached


@dataclass(slots=True)
class Findings:
    """What one run looked at and found. `goes_on_from` says how far the walks came through the kinds that they had no time to finish: the
    next night goes on there, so that every row is met in a number of nights."""

    checked: int = 0
    looked_up: int = 0
    differences: list[Difference] = field(default_factory=list)
    goes_on_from: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def unfinished(self) -> list[str]:
        return sorted({kind for places in self.goes_on_from.values() for kind in places})

    def summary(self) -> dict[str, Any]:
        counts = {"checked": self.checked, "looked_up": self.looked_up, "differences": len(self.differences)}
        return counts | {"unfinished": self.unfinished, "goes_on_from": self.goes_on_from}


Listener = Callable[[Sequence[Difference], datetime], None]
_listeners: list[Listener] = []


def when_found(listener: Listener) -> None:
    """Be told of what a night found, at its end and as the system; called by an upper app's `AppConfig.ready`."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(differences: Sequence[Difference], at: datetime) -> None:
    """Pass on what a night found to whoever asked to be told, if it found anything."""
    for listener in _listeners if differences else ():
        listener(differences, at)


def kept_models() -> list[type[Model]]:
    """Every model that keeps a history, the small ones first."""
    return sorted((model for model in apps.get_models() if hasattr(model, "history")), key=lambda model: model._meta.label)


def reconcile(at: datetime, *, walk_seconds: float = WALK_SECONDS, places: Places | None = None) -> Findings:
    """Compare rows, histories and ledger; call it as the system. What changed in the last two days is always looked at.

    Older rows are walked in the order of their random keys as far as the time goes, from where the last run stopped (`places`) or from a
    random one; a small service is walked whole every night. Each difference is an entry in the ledger that vouches for nothing.
    """
    findings = Findings()
    wanted: dict[str, str] = {}
    for model in kept_models():
        keys = _recent_keys(model, at - RECENT)
        for chunk in _chunks(keys):
            wanted |= _compare(model, chunk, findings)
    _strike_recent(wanted, at - RECENT - MARGIN)
    seen = {difference.key for difference in findings.differences}
    _walk_all(HISTORY, partial(_compare_unseen, findings, seen), findings, walk_seconds, places or {})
    _walk_all(LEDGER, partial(_collect, wanted, Counter()), findings, walk_seconds, places or {})
    findings.looked_up = len(wanted)
    _strike_all(wanted, findings)
    for chunk in _chunks(list(User.objects.order_by("pk").values_list("pk", flat=True))):
        findings.differences += [Difference(passwords.KIND, key, NOT_VOUCHED, ("password",)) for key in passwords.altered(chunk)]
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


# --- The walks ------------------------------------------------------------------------------------------------------------------

Each = Callable[[type[Model], list[uuid.UUID]], bool]  # what a walk does with some rows, and whether it may go on


def _compare_unseen(findings: Findings, seen: set[uuid.UUID], model: type[Model], keys: list[uuid.UUID]) -> bool:
    _compare(model, [key for key in keys if key not in seen], findings)
    return True


def _collect(wanted: dict[str, str], taken: Counter[str], model: type[Model], keys: list[uuid.UUID]) -> bool:
    """Add what the ledger should hold of these rows; what is wrong with one of them is the other walk's to say."""
    wanted |= _read(model, keys)[1]
    taken[model._meta.label] += len(keys)
    return taken[model._meta.label] < LOOKED_UP_AT_MOST


def _walk_all(walk: str, each: Each, findings: Findings, seconds: float, places: Places) -> None:
    """Walk every kind, each with an even share of the time that is left."""
    until, models = time.monotonic() + seconds, kept_models()
    for place, model in enumerate(models):
        share = (until - time.monotonic()) / (len(models) - place)
        kind = model._meta.label_lower
        start = uuid.UUID(found) if (found := places.get(walk, {}).get(kind)) else uuid.uuid4()
        reached = _walk(model, start, time.monotonic() + share, each)
        if reached is not None:
            findings.goes_on_from.setdefault(walk, {})[kind] = str(reached)


def _walk(model: type[Model], start: uuid.UUID, until: float, each: Each) -> uuid.UUID | None:
    """From behind `start` to the last key, and on from the first. The last key that was reached; None when the whole circle was walked."""
    reached = start
    for keys in _circle(model, start):
        if time.monotonic() > until:
            return reached
        may_go_on = each(model, keys)
        reached = keys[-1]
        if not may_go_on:
            return reached
    return None


def _circle(model: type[Model], start: uuid.UUID) -> Iterator[list[uuid.UUID]]:
    whole: dict[str, uuid.UUID] = {}
    for after, bounds in ((start, whole), (None, {"pk__lte": start})):
        last: uuid.UUID | None = after
        while True:
            rows = model._base_manager.filter(**bounds).order_by("pk")
            keys: list[uuid.UUID] = list((rows.filter(pk__gt=last) if last else rows).values_list("pk", flat=True)[:CHUNK])
            if not keys:
                break
            yield keys
            last = keys[-1]


# --- Against the ledger ---------------------------------------------------------------------------------------------------------


def _strike_recent(wanted: dict[str, str], since: datetime) -> None:
    """Take out of `wanted` what the ledger's recent entries hold."""
    for digests in Event.objects.filter(at__gte=since).exclude(digests={}).values_list("digests", flat=True).iterator():
        for key, value in digests.items():
            if wanted.get(key) == value:
                del wanted[key]


def _strike_all(wanted: dict[str, str], findings: Findings) -> None:
    """Look for the rest in the whole ledger, in one pass. What is nowhere in it is a difference, with what has changed since it was."""
    if not wanted:
        return
    held = _held(wanted)
    missing = [name for name, value in wanted.items() if (name, value) not in held]
    if not missing:
        return
    held = _held(missing)
    for name in missing:
        kind, _, key = name.partition(":")
        findings.differences.append(Difference(kind, uuid.UUID(key), NOT_IN_LEDGER, _changed_since(kind, uuid.UUID(key), held)))


def _held(names: Iterable[str]) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(IN_LEDGER, [list(names)])
        return set(cursor.fetchall())


def _changed_since(kind: str, key: uuid.UUID, held: set[tuple[str, str]]) -> tuple[str, ...]:
    """The fields in which the last version differs from the last one that the ledger knows; of one that it never knew, from the one before
    it."""
    model = apps.get_model(kind)
    last, *earlier = _history(model).objects.filter(id=key).order_by("-history_date", "-history_id")[: VERSIONS_AT_MOST + 1]
    known = next((version for version in earlier if (f"{kind}:{key}", digest(version)) in held), earlier[0] if earlier else None)
    names = [column.attname for column in kept_fields(model)]
    return tuple(name for name in names if not _same(getattr(known, name), getattr(last, name))) if known is not None else ()
