"""The whole record as plain values, and the hash that stands for it: what a submission freezes and a document prints. Officers appear by
number and rank, never by name."""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Model

from examinations import clocks
from examinations.models import Examination, Particulars, Review, TimelineEvent
from examinations.timeline import assess
from organisation.models import User

HANDLING = frozenset({"scan", "scanned_at", "found", "released_at", "release_reason"})
LEFT_OUT = frozenset({"id", "examination_id", "event_id", "version", "changed_at", "document_key", "person_key"})


def plain(value: Any) -> Any:
    """A column's value as JSON holds it: instants in UTC to the microsecond."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value


def _officer(user: User | None) -> str | None:
    return user.collar_number if user else None


def _columns(row: Model) -> dict[str, Any]:
    """A row's own columns, but for its keys and the people, who are added by number."""
    fields = (field for field in row._meta.concrete_fields if field.attname not in LEFT_OUT and not field.is_relation)
    return {field.attname: plain(getattr(row, field.attname)) for field in fields}


def _event(event: TimelineEvent) -> dict[str, Any]:
    return {
        "id": str(event.pk),
        **_columns(event),
        "officer": _officer(event.officer),
        "entered_by": _officer(event.entered_by),
        "supersedes": str(event.supersedes_id) if event.supersedes_id else None,
        "given": event.supplement.given if hasattr(event, "supplement") else {},
    }


def _review(review: Review) -> dict[str, Any]:
    return {**_columns(review), "event": str(review.event_id), "reviewer": _officer(review.reviewer)}


def attachments_of(examination: Examination) -> list[dict[str, Any]]:
    """What is attached, by number and hash. Scans and releases are how a file was handled, not what is on the record."""
    rows = examination.attachments.select_related("added_by", "withdrawn_by").order_by("number")
    return [
        {
            **{name: value for name, value in _columns(one).items() if name not in HANDLING},
            "added_by": _officer(one.added_by),
            "withdrawn_by": _officer(one.withdrawn_by),
        }
        for one in rows
    ]


def _authorities(examination: Examination) -> list[dict[str, Any]]:
    """What only a superintendent may authorise, in the order in which it was entered. One query."""
    rows = examination.authorities.select_related("authoriser", "entered_by").order_by("entered_at", "id")
    return [
        {
            **_columns(row),
            "event": str(row.event_id) if row.event_id else None,
            "authoriser": _officer(row.authoriser),
            "entered_by": _officer(row.entered_by),
        }
        for row in rows
    ]


Part = Callable[[Examination], Any]
PARTS: dict[str, Part] = {"attachments": attachments_of, "authorities": _authorities}
"""What else hangs on a record and is frozen with it: the name in the content, and the plain values found in one or two queries."""


def part_of(*officers: str, **keys: str) -> Callable[[Iterable[Model]], list[dict[str, Any]]]:
    """How the rows of one part are written: their columns, the numbers of the officers named, and the keys of what they belong to."""

    def write(rows: Iterable[Model]) -> list[dict[str, Any]]:
        return [
            {
                "id": str(row.pk),
                **_columns(row),
                **{name: _officer(getattr(row, name)) for name in officers},
                **{name: str(value) if (value := getattr(row, key)) else None for name, key in keys.items()},
            }
            for row in rows
        ]

    return write


def content_of(examination: Examination, at: datetime) -> dict[str, Any]:
    """Everything on the record as it stands, with its clocks and breaches as computed at `at`. Nine queries and those of the parts."""
    events = examination.events.select_related("officer", "entered_by", "supplement").order_by("at", "id")
    reviews = examination.reviews.select_related("reviewer").order_by("decided_at", "id")
    examiners = examination.examiners.select_related("officer").order_by("joined_at", "id")
    explanations = examination.explanations.select_related("explained_by").order_by("explained_at", "id")
    addenda = examination.addenda.select_related("added_by").order_by("added_at", "id")
    return {
        "reference": examination.reference,
        "power": examination.power,
        "port": examination.port.name,
        "place": examination.place,
        "is_late_entry": examination.is_late_entry,
        **{name: plain(getattr(examination, name)) for name in ("started_at", "first_questioned_at", "detained_at", "ended_at")},
        "particulars": _columns(Particulars.objects.get(examination=examination)),
        "examiners": [{**_columns(one), "officer": _officer(one.officer)} for one in examiners],
        "events": [_event(event) for event in events],
        "reviews": [_review(review) for review in reviews],
        "computed": clocks.to_json(assess(examination, at)),
        "explanations": [{**_columns(one), "explained_by": _officer(one.explained_by)} for one in explanations],
        "addenda": [{**_columns(one), "added_by": _officer(one.added_by)} for one in addenda],
        **{name: part(examination) for name, part in PARTS.items()},
    }


def hash_of(content: dict[str, Any]) -> str:
    """SHA-256 (hex) of the content in its canonical form: sorted names, no blanks, UTF-8. The same from memory and from the table."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
