"""Notices to people: raised exactly once (a key that the database holds unique), withdrawn when their reason is gone, and read.
They are raised in the transaction of what they are about; sending the e-mail is the business of `organisation.tasks`."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from organisation.models import Notice, User


def raise_notice(
    *,
    recipient: UUID | Iterable[UUID],
    key: str,
    text: str,
    link: str,
    at: datetime,
    level: Notice.Level = Notice.Level.INFORM,
    thing_id: UUID | None = None,
    mailed: bool = False,
) -> None:
    """Raise a notice to one person or to several. Raising it again, from anywhere and however often, changes nothing.

    `key` says all that makes it this notice: the record, the clock, the due instant, the step. `text` holds a reference and a rule, never a
    name.
    """
    people = [recipient] if isinstance(recipient, UUID) else list(dict.fromkeys(recipient))
    Notice.objects.bulk_create(
        [
            Notice(recipient_id=person, key=key, level=level, text=text, link=link, thing_id=thing_id, raised_at=at, is_mailed=mailed)
            for person in people
        ],
        ignore_conflicts=True,
    )


def void_notices(*, at: datetime, thing_id: UUID | None = None, key_prefix: str = "") -> int:
    """Withdraw the notices about a thing, or whose key begins so, that were not read yet or whose e-mail is still to go. How many."""
    if thing_id is None and not key_prefix:
        raise ValueError("Say which notices: of a thing, or with which beginning of their key.")
    rows = Notice.objects.filter(voided_at__isnull=True).filter(Q(read_at__isnull=True) | Q(is_mailed=True, mail_sent_at__isnull=True))
    if thing_id is not None:
        rows = rows.filter(thing_id=thing_id)
    if key_prefix:
        rows = rows.filter(key__startswith=key_prefix)
    return rows.update(voided_at=at)


def notices_of(user: User) -> QuerySet[Notice]:
    """What the person sees in their list, newest first."""
    return Notice.objects.filter(recipient=user, voided_at__isnull=True).order_by("-raised_at", "-id")


def unread_of(user: User) -> QuerySet[Notice]:
    return notices_of(user).filter(read_at__isnull=True)


def mark_read(*, by: User, at: datetime, ids: Iterable[UUID] | None = None) -> int:
    """The person has seen these of their own notices, or all of them. How many were unread."""
    rows = unread_of(by) if ids is None else unread_of(by).filter(pk__in=list(ids))
    return rows.order_by().update(read_at=at)
