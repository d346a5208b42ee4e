"""What has come onto a record since its last frozen version, as plain values: what had reached the record by an instant, and how that
differs from what was frozen. The version itself is never touched; this stands beside it in what is disclosed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from examinations.law.in_force import newest_version
from examinations.models import Examination, SubmittedVersion
from examinations.papers.frozen import content_of, plain
from examinations.papers.record import WITHHELD
from examinations.superseding import standing
from examinations.timeline import keep

Row = Mapping[str, Any]
RECEIVED = {
    "events": "received_at",
    "custody": "received_at",
    "commissioner": "received_at",
    "items": "created_at",
    "addenda": "added_at",
    "attachments": "added_at",
    "explanations": "explained_at",
    "authorities": "entered_at",
    "authorities_asked": "asked_at",
    "authorities_answered": "answered_at",
    "steps": "entered_at",
    "counts": "entered_at",
}
"""When the service received a row of each part. The rows of other parts came with the fact of the timeline that they name."""
KEYS: dict[str, tuple[str, ...]] = {
    "reviews": ("event",),
    "examiners": ("officer", "joined_at"),
    "explanations": ("rule", "due_at", "explained_at"),
    "addenda": ("field", "added_at"),
    "attachments": ("number",),
    "authorities": ("what", "entered_at"),
    "cash": ("ref",),
    "findings": ("criterion", "sentence"),
}
"""By what a row is known again in another content, where it has no key of its own there."""
COMPUTED = frozenset({"computed", "linked"})  # worked out anew; and what may be seen of another record depends on who looks


def content_by(pk: Any, at: datetime) -> dict[str, Any]:
    """The content of a record with what had reached the service by `at` and nothing that came later, its clocks and breaches as computed
    then from just those facts. What is changed in place (the description of a thing, a filter route) reads as it does now."""
    examination = Examination.objects.select_related("port", "particulars").get(pk=pk)
    events = examination.events.select_related("supplement").annotate(law_version=newest_version()).filter(received_at__lte=at)
    keep(examination, standing(events.order_by("at", "id")))
    return _received_by(content_of(examination, at), plain(at))


def _received_by(content: dict[str, Any], at: str) -> dict[str, Any]:
    facts = [event for event in content["events"] if event["received_at"] <= at]
    known, seized = {event["id"] for event in facts}, {event["detail"].get("ref") for event in facts}

    def came(name: str, rows: Iterable[Row]) -> list[Row]:
        stamp = RECEIVED.get(name, "")
        return [row for row in rows if row.get(stamp, at) <= at and (not row.get("event") or row["event"] in known)]

    found = {name: came(name, value) if _are_rows(value) else value for name, value in content.items()}
    cash = [
        {**row, "counts": came("counts", row["counts"]), "steps": came("steps", row["steps"])}
        for row in content.get("cash", ())
        if row["ref"] in seized
    ]
    return {**found, "cash": cash} if "cash" in content else found


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, Mapping) for row in value)


def since_version(version: SubmittedVersion, at: datetime) -> dict[str, Any]:
    """What a record holds at `at` beyond this version, or otherwise than it: `added_or_changed` by part, with whole rows, `no_longer` what
    the version held and the record does not, and the clocks and breaches `computed` at `at`. Without what is withheld."""
    return differences(version.content, content_by(version.examination_id, at), version.submitted_at, at)


def differences(before: Row, now: Row, since: datetime, until: datetime) -> dict[str, Any]:
    """What `now` has beyond `before`, and what it lacks."""
    named = [name for name in now if name not in COMPUTED]
    changed = {name: _beyond(name, before.get(name), now[name]) for name in named}
    gone = {name: _beyond(name, now[name], before[name], by_key=True) for name in named if _are_rows(before.get(name))}
    return {
        "since": plain(since),
        "until": plain(until),
        "added_or_changed": {name: value for name, value in changed.items() if value not in (None, [], {})},
        "no_longer": {name: rows for name, rows in gone.items() if rows},
        "computed": now["computed"],
    }


def _beyond(name: str, before: Any, now: Any, *, by_key: bool = False) -> Any:
    """The rows, the names with their values, or the value that `now` has and `before` has not; None where they are the same."""
    if name == "particulars":
        old = before or {}
        return {key: value for key, value in now.items() if key not in WITHHELD and not (key in old and same(old[key], value))}
    if not _are_rows(now):
        return None if same(before, now) else now
    known = {_key(name, row): row for row in before or ()}
    return [row for row in now if _is_new(row, known.get(_key(name, row)), by_key) and not _is_withheld(name, row)]


def _is_new(row: Row, old: Row | None, by_key: bool) -> bool:
    return old is None or not (by_key or same(old, row))


def _is_withheld(name: str, row: Row) -> bool:
    return name == "addenda" and row["field"] in WITHHELD


def _key(name: str, row: Row) -> tuple[str, ...]:
    return tuple(str(row.get(each)) for each in KEYS.get(name, ("id",)))


def same(before: Any, now: Any) -> bool:
    """Whether two values say the same. A name that a row does not have says nothing: a version frozen earlier had fewer."""
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        return all(_alike(before[name], now[name]) for name in before if name in now)
    return _alike(before, now)


def _alike(before: Any, now: Any) -> bool:
    if _are_rows(before) and _are_rows(now):
        return len(before) == len(now) and all(map(same, before, now))
    return bool(before == now)
