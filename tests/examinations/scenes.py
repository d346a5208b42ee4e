"""Short ways to say what happened at an examination, so that a test reads as the story that it tells."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import connection
from django.test.utils import CaptureQueriesContext

from examinations import actions
from examinations.actions import ReviewDetails
from examinations.instants import Instant, legal_instant
from examinations.models import Examination, Kind, Power, Review, SubmittedVersion, TimelineEvent
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast

T = TypeVar("T")


def pressed(at: datetime) -> Instant:
    """An act pressed at `at` and received in the same second."""
    return legal_instant(received_at=at, pressed_at=at)


def typed(at: datetime, received_at: datetime) -> Instant:
    """An act entered afterwards from the paper pad."""
    return legal_instant(received_at=received_at, typed_at=at, reason="The network was down; copied from the pad.")


@dataclass
class Scene:
    """One examination at Stansted; minutes count from the first question, which is the instant of the cast."""

    cast: Cast
    examination: Examination

    def minute(self, number: float) -> datetime:
        return self.cast.at + timedelta(minutes=number)

    def do(self, who: str, act: Callable[..., T], /, **values: Any) -> T:
        """Let somebody of the cast do it, in their own scope."""
        actor = self.cast.actor(who)
        with acting_as(actor):
            return act(by=actor, **values)

    def fresh(self) -> Examination:
        with acting_as(self.cast.actor("di.region")):
            return Examination.objects.select_related("port", "particulars").get(pk=self.examination.pk)

    def record(self, kind: str, number: float, who: str = "pc.stansted", **values: Any) -> TimelineEvent:
        when = pressed(self.minute(number))
        return self.do(who, actions.record_event, examination=self.examination, kind=kind, when=when, **values)

    def detain(self, number: float = 20) -> TimelineEvent:
        return self.record(Kind.DETAINED, number)

    def tell_parent(self, number: float = 21) -> None:
        """Fill in that a parent was told of the detention, as that of a child needs."""
        with acting_as(SYSTEM):
            event = TimelineEvent.objects.get(examination=self.examination, kind=Kind.DETAINED)
        self.do("pc.stansted", actions.describe_fact, event=event, given={"guardian_told": "YES"}, version=0, at=self.minute(number))

    def release(self, number: float = 50) -> TimelineEvent:
        return self.do("pc.stansted", actions.release, examination=self.examination, when=pressed(self.minute(number)))

    def review(self, number: float = 60, who: str = "sgt.stansted", **changes: Any) -> Review:
        when = changes.pop("when", pressed(self.minute(number)))
        reviewer = changes.pop("reviewer", None)
        details = details_of_review(started_at=when.at - timedelta(minutes=2), **changes)
        return self.do(who, actions.record_review, examination=self.examination, when=when, details=details, reviewer=reviewer)

    def submit(self, number: float = 90) -> SubmittedVersion:
        return self.do("pc.stansted", actions.submit_examination, examination=self.examination, at=self.minute(number))


def details_of_review(**changes: Any) -> ReviewDetails:
    return ReviewDetails(
        **{
            "outcome": Review.Outcome.AUTHORISED,
            "is_necessary": True,
            "manner": Review.Manner.IN_PERSON,
            "representations_offered_to": "BOTH",
            "representations": Review.Representations.NONE,
            "was_informed": True,
            "rights_reminded": ["SOLICITOR"],
            **changes,
        }
    )


def begin(cast: Cast, who: str = "pc.stansted", port: str = "Stansted", power: str = Power.TACT_S7, **values: Any) -> Scene:
    """An examination begun with its first question at the instant of the cast."""
    actor = cast.actor(who)
    with acting_as(actor):
        values = {"when": pressed(cast.at), "place": "Gate 12", **values}
        return Scene(cast, actions.start_examination(port=cast.ports[port], power=power, by=actor, **values))


def withdraw_awards(cast: Cast, who: str) -> None:
    """From yesterday on this person is accredited for nothing."""
    with acting_as(SYSTEM):
        for award in cast[who].awards.all():
            award.withdrawn_at = cast.at - timedelta(days=1)
            award.save()


@contextmanager
def counting() -> Iterator[CaptureQueriesContext]:
    """The queries made inside, without those that set and restore a scope."""
    with CaptureQueriesContext(connection) as context:
        yield context


def number_of(context: CaptureQueriesContext) -> int:
    """How many of the queries read or wrote a table."""
    return sum(
        1
        for query in context.captured_queries
        if query["sql"].lstrip("(").startswith(("SELECT", "INSERT", "UPDATE"))
        and "set_config" not in query["sql"]
        and "current_setting" not in query["sql"]
    )
