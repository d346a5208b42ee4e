"""One writer: it asks now one officer and now another to review its own examination, which writes two rows with their history, an entry
of the ledger and a notice that waits to be sent. The ledger can be left out, by a patch that exists only here."""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from itertools import cycle
from time import perf_counter
from unittest.mock import patch

from bench.inside.pages import browser_of, queries_of
from bench.inside.records import constables, detained_since, reviewers_of
from borderops.kit.clock import now
from examinations.actions import nominate_reviewer
from examinations.models import Examination
from organisation.models import User
from organisation.policy import SYSTEM, Actor
from organisation.scopes import acting_as
from organisation.standing import standing_of


class Writer:
    """An examination of its own, its officer, and who is asked next."""

    def __init__(self, number: int) -> None:
        with acting_as(SYSTEM):
            names = constables()
            self.name = names[number % len(names)]
            self.examination: Examination = detained_since(f"Writer {number}", self.name, now() - timedelta(minutes=30)).it
        asked = reviewers_of(self.examination)[:2]
        if len(asked) < 2:
            raise RuntimeError("Fewer than two officers may review at this port now.")
        self.officers: Iterator[User] = cycle(asked)
        self.actor: Actor = standing_of(User.objects.get(username=self.name), now())

    def save(self) -> None:
        """The transaction of one save, as a request or a task would make it."""
        with acting_as(self.actor):
            nominate_reviewer(examination=self.examination, officer=next(self.officers), by=self.actor, at=now())

    def post(self) -> None:
        """The same save through the whole stack."""
        sent = {"officer": str(next(self.officers).pk), "submission_id": str(uuid.uuid4())}
        answer = browser_of(self.name).post(f"/examinations/{self.examination.pk}/nominate/", sent)
        if answer.status_code != 302:
            raise RuntimeError(f"The save was answered with {answer.status_code}")


_writers: list[Writer] = []


def be_writer(number: int) -> None:
    _writers.append(Writer(number))


def _seconds(act: Callable[[], None]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


def save() -> float:
    """Seconds of one save's transaction."""
    return _seconds(_writers[0].save)


def post() -> float:
    """Seconds of one save's request."""
    return _seconds(_writers[0].post)


def queries_of_a_save() -> int:
    return len(queries_of(_writers[0].save))


@contextmanager
def without_ledger() -> Iterator[None]:
    """Nothing is entered and no digest worked out. Raises when the ledger was not asked for at all: then nothing was left out."""
    with patch("audit.actions.record", return_value=None) as left_out:
        yield
    if not left_out.called:
        raise RuntimeError("This save enters nothing in the ledger")


def save_until(begin: float, end: float, with_ledger: bool) -> int:
    """How many saves were finished between two readings of the machine's monotonic clock."""
    made = 0
    with nullcontext() if with_ledger else without_ledger():
        time.sleep(max(0.0, begin - time.monotonic()))
        while time.monotonic() < end:
            _writers[0].save()
            made += 1
    return made


ACTS = (be_writer, save, post, queries_of_a_save, save_until)
