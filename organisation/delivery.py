"""The e-mails about notices. A row is claimed with a lease, sent outside any transaction, and marked; so one that was sent when the process
died is sent a second time at most, under the same Message-ID, and a mail server that hangs holds up neither a record nor another person."""

import hashlib
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db.models import F, Q

from borderops.kit.clock import now
from borderops.kit.mail import NotSent, Unsure, send_link
from organisation.models import Notice
from organisation.policy import SYSTEM
from organisation.scopes import acting_as

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=5)
GIVEN_UP_AFTER = timedelta(hours=24)
MOST_DOUBTS = 2  # attempts that may each have reached the person: the first one and a single repetition
DIGEST_FROM = 3  # so many at once to one person go into one message
AT_ONCE = 100  # rows claimed together
SECONDS = 40  # after which a run leaves the rest to the next one
FAILURES = 2  # in a row, after which the mail server counts as away
LIST = "/notices/"


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one person about one notice, or about several."""

    to: str
    ids: tuple[UUID, ...]
    link: str
    message_id: str

    @property
    def words(self) -> str:
        return "Something needs your attention:" if len(self.ids) == 1 else f"{len(self.ids)} things need your attention:"


def message_id(recipient: UUID, about: str) -> str:
    """The same for every attempt, so that a mail system can tell a second copy."""
    host = urlsplit(settings.PUBLIC_ORIGIN).hostname or "localhost"
    return f"<{hashlib.sha256(f'{recipient} {about}'.encode()).hexdigest()[:32]}@{host}>"


def claim(at: datetime) -> list[Mail]:
    """Take the next rows to be sent, so that no other process takes them before the lease ends."""
    with acting_as(SYSTEM):
        due = Notice.objects.filter(is_mailed=True, mail_sent_at__isnull=True, voided_at__isnull=True, read_at__isnull=True)
        due = due.filter(Q(mail_lease_until__isnull=True) | Q(mail_lease_until__lte=at), mail_attempts__lt=MOST_DOUBTS)
        due = due.filter(raised_at__gt=at - GIVEN_UP_AFTER, recipient__is_active=True).exclude(recipient__email="")
        rows = list(
            due.select_for_update(skip_locked=True, of=("self",))
            .select_related("recipient")
            .order_by("recipient_id", "raised_at")[:AT_ONCE]
        )
        fresh: dict[UUID, list[Notice]] = defaultdict(list)
        for row in rows:
            if not row.mail_attempts:
                fresh[row.recipient_id].append(row)
        for mine in fresh.values():
            batch = uuid4() if len(mine) >= DIGEST_FROM else None
            for row in mine:
                row.mail_batch = batch
        for row in rows:
            row.mail_attempts += 1
            row.mail_lease_until = at + LEASE
        Notice.objects.bulk_update(rows, ["mail_attempts", "mail_lease_until", "mail_batch"])
        return compose(rows)


def compose(rows: list[Notice]) -> list[Mail]:
    """One message for each batch and for each row outside one. What was sent together once stays together when it is repeated."""
    together: dict[tuple[UUID, str], list[Notice]] = defaultdict(list)
    for row in rows:
        together[row.recipient_id, str(row.mail_batch or row.key)].append(row)
    return [
        Mail(
            to=some[0].recipient.email,
            ids=tuple(row.pk for row in some),
            link=LIST if some[0].mail_batch else some[0].link,
            message_id=message_id(recipient, about),
        )
        for (recipient, about), some in together.items()
    ]


def settle(mail: Mail, outcome: str, at: datetime) -> None:
    """Write down what became of a message: SENT, NOT_SENT or REFUSED (tried again later, as if never tried), or UNSURE (repeated once)."""
    with acting_as(SYSTEM):
        rows = Notice.objects.filter(pk__in=mail.ids)
        if outcome == "SENT":
            rows.update(mail_sent_at=at, mail_lease_until=None)
            return
        oldest = min(rows.values_list("raised_at", flat=True), default=at)
        later = at + min(timedelta(minutes=15), max(timedelta(seconds=20), (at - oldest) / 2))
        rows.update(mail_lease_until=later)
        if outcome != "UNSURE":
            rows.update(mail_attempts=F("mail_attempts") - 1)


def attempt(mail: Mail) -> str:
    try:
        send_link(
            to=mail.to, subject=f"{settings.SERVICE_NAME}: a notice for you", words=mail.words, link=mail.link, message_id=mail.message_id
        )
    except NotSent as failure:
        log.warning("an e-mail was not sent", why=type(failure.__cause__).__name__, notices=len(mail.ids))
        return "REFUSED" if failure.was_refused else "NOT_SENT"
    except Unsure as failure:
        log.warning("an e-mail may not have been sent", why=type(failure.__cause__).__name__, notices=len(mail.ids))
        return "UNSURE"
    return "SENT"


def deliver() -> bool:
    """Send what is due until nothing is left, the time is over or the mail server is away. Whether the mail server did its work."""
    began, failures = time.monotonic(), 0
    while mails := claim(now()):
        for position, mail in enumerate(mails):
            if failures >= FAILURES or time.monotonic() - began > SECONDS:
                for rest in mails[position:]:
                    settle(rest, "NOT_SENT", now())
                return failures < FAILURES
            outcome = attempt(mail)
            settle(mail, outcome, now())
            failures = 0 if outcome in {"SENT", "REFUSED"} else failures + 1
    return not failures
