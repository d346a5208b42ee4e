"""What the nightly reconciliation found: telling those who may read the ledger, and what their page says. Row and fields, never a value."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse

from audit.models import Event
from organisation import policy
from organisation.models import Notice, Posting, User
from organisation.notices import raise_notice
from organisation.reconciling import Difference

FOUND = "history.differs"
READS = "ledger.view"
MOST = 100
MOST_TOLD = 20
"""How many findings of one night are told each on its own: a table changed as a whole would bury every other notice."""


def kind_said(kind: str) -> str:
    """A kind of row as people call it; a kind that is no table of this version under its own name."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind


def field_said(kind: str, name: str) -> str:
    """A column as people call it, and its own name, by which whoever keeps the database finds it."""
    try:
        said = str(getattr(apps.get_model(kind)._meta.get_field(name.removesuffix("_id")), "verbose_name", name))
    except (LookupError, ValueError, FieldDoesNotExist):
        return name
    return name if said == name else f"{said} ({name})"


def readers(at: datetime) -> list[UUID]:
    """Everybody whose posting at this instant lets them read the ledger. One query."""
    roles = {rule.role for rule in policy.table() if rule.verb == READS}
    posted = Posting.objects.standing(at).filter(role__in=roles)
    return list(User.objects.filter(is_active=True, pk__in=posted.values("user")).order_by("pk").values_list("pk", flat=True))


def tell_readers(differences: Sequence[Difference], at: datetime) -> None:
    """One notice for each finding to each who may read the ledger: the next night, which finds it again, tells nobody anew.

    The notice is about no thing: what withdraws the notices about a record must not withdraw this one.
    """
    recipients = readers(at)
    if more := differences[MOST_TOLD:]:
        digests = "".join(sorted(f"{found.key}{_digest(found)}" for found in more))
        raise_notice(
            recipient=recipients,
            key=f"history:more:{hashlib.sha256(digests.encode()).hexdigest()[:32]}",
            level=Notice.Level.OVERDUE,
            text=f"Changes that no act made: {len(more):,} more. The ledger holds each; the worker's log names row and field.",
            link=reverse("workbench:ledger"),
            at=at,
            mailed=True,
        )
    for found in differences[:MOST_TOLD]:
        text = f"A change that no act made: {kind_said(found.kind)}, {found.fault}"
        fields = f": {', '.join(found.fields)}" if found.fields else ""
        raise_notice(
            recipient=recipients,
            key=f"history:{found.key}:{_digest(found)}",
            level=Notice.Level.OVERDUE,
            text=_short(f"{text}{fields}."),
            link=reverse("workbench:row-found", args=[found.key]),
            at=at,
            mailed=True,
        )


def _digest(found: Difference) -> str:
    """Of all that makes it this finding; what it is about may be longer than a key may be."""
    return hashlib.sha256("|".join((found.kind, found.fault, *found.fields)).encode()).hexdigest()[:32]


def _short(text: str) -> str:
    most = Notice._meta.get_field("text").max_length or len(text)
    return text if len(text) <= most else f"{text[: most - 1]}…"


@dataclass(frozen=True, slots=True)
class Found:
    """One kind of fault of a row, with the nights that found it."""

    kind: str
    fault: str
    fields: tuple[str, ...]
    first_at: datetime
    last_at: datetime


def found_about(key: UUID) -> list[Found]:
    """What was found of a row, newest first, a fault that was found on several nights once. One query by index."""
    rows = Event.objects.filter(thing_id=key, verb=FOUND).order_by("-id")[:MOST]
    return list(_gathered(rows))


def _gathered(rows: Iterable[Event]) -> Iterable[Found]:
    nights: dict[tuple[str, str, tuple[str, ...]], list[datetime]] = {}
    for row in rows:
        fields = tuple(str(name) for name in row.detail.get("fields", ()))
        nights.setdefault((row.thing_kind, str(row.detail.get("fault", "")), fields), []).append(row.at)
    for (kind, fault, fields), found in nights.items():
        yield Found(kind_said(kind), fault, tuple(field_said(kind, name) for name in fields), found[-1], found[0])
