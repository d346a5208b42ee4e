"""Makes rows for tests, each with the values that the test names. What a test does not name is plain, fictional and the same every time.

Everything is written as SYSTEM and entered in the ledger, as an action would have done, so that no check finds a row without a maker.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Generic, TypeVar

import factory
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission
from django.db.models import Model
from factory.django import DjangoModelFactory
from simple_history.utils import bulk_create_with_history

import audit.actions as ledger
from accreditation.models import Award, Requirement
from examinations.models import Examination, Examiner, Kind, Particulars, TimelineEvent
from organisation.build import make_unit
from organisation.models import Compartment, CompartmentMember, CompartmentUserPermission, Port, Posting, Region, Unit, User
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from rostering.models import Duty

PASSWORD = "fictional-password-for-tests"
LONG_AGO = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)

T = TypeVar("T", bound=Model)
# What `entered_once` has yet to write; None outside it.
_gathered: ContextVar[list[Model] | None] = ContextVar("gathered", default=None)


@lru_cache(maxsize=1)
def hashed_password() -> str:
    """The hash is slow on purpose, so it is worked out once for all the people of a run."""
    return make_password(PASSWORD)


@contextmanager
def entered_once(verb: str) -> Iterator[None]:
    """All rows made inside are written together at the end and stand in one entry of the ledger: a large cast in a few statements.

    Until the end they are not in the database; PostgreSQL checks their keys when the transaction ends.
    """
    made: list[Model] = []
    token = _gathered.set(made)
    try:
        with acting_as(SYSTEM):
            yield
            by_model: dict[type[Model], list[Model]] = {}
            for row in made:
                if row._state.adding:
                    by_model.setdefault(type(row), []).append(row)
            for model, rows in by_model.items():
                bulk_create_with_history(rows, model)
            ledger.record(verb, changed=made)
    finally:
        _gathered.reset(token)


def as_system() -> AbstractContextManager[object]:
    """SYSTEM's scope, unless `entered_once` has opened it already."""
    return acting_as(SYSTEM) if _gathered.get() is None else nullcontext()


def enter(row: Model) -> None:
    gathered = _gathered.get()
    if gathered is None:
        ledger.record(f"{row._meta.model_name}.made", row)
    else:
        gathered.append(row)


class Factory(DjangoModelFactory, Generic[T]):  # type: ignore[misc]  # the package has no types
    """Saves as SYSTEM, restoring the scope that it found."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[Model], *args: Any, **kwargs: Any) -> T:
        with as_system():
            if _gathered.get() is None:
                row: T = super()._create(model_class, *args, **kwargs)
            else:
                row = model_class(*args, **kwargs)  # type: ignore[assignment]  # written by `entered_once`
            enter(row)
        return row

    @classmethod
    def make(cls, **values: Any) -> T:
        """The same as calling the factory, with its type known to the type checker."""
        made: T = cls.create(**values)
        return made


class RegionFactory(Factory[Region]):
    class Meta:
        model = Region

    name = factory.Sequence(lambda n: f"Region {n}")


class PortFactory(Factory[Port]):
    class Meta:
        model = Port

    region = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda n: f"Port {n}")
    kind = Port.Kind.AIRPORT
    unlocode = factory.Sequence(lambda n: f"X{n:04d}")
    is_open_all_hours = True


class UnitFactory(Factory[Unit]):
    """A unit with its group; give the grants with `organisation.build.grant`."""

    class Meta:
        model = Unit

    region = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda n: f"Unit {n}")
    kind = Unit.Kind.PORT_TEAM
    home_port = None

    @classmethod
    def _create(cls, model_class: type[Model], *args: Any, **kwargs: Any) -> Unit:
        with as_system():
            unit = make_unit(kwargs["region"], kwargs["name"], kwargs["kind"], home_port=kwargs["home_port"])
            enter(unit)
        return unit


class PersonFactory(Factory[User]):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person.{n}")
    collar_number = factory.Sequence(lambda n: f"{9000 + n}")
    name = factory.LazyAttribute(lambda person: f"F. Ictional-{person.collar_number}")
    rank = "CONSTABLE"
    email = factory.LazyAttribute(lambda person: f"{person.collar_number}@force.example")
    phone = ""
    password = factory.LazyFunction(hashed_password)


class PostingFactory(Factory[Posting]):
    """A posting that stands: confirmed by nobody in particular, as those of a region's first day are."""

    class Meta:
        model = Posting

    role = "CONSTABLE"
    posted_from = LONG_AGO
    posted_until = None
    posted_at = factory.SelfAttribute("posted_from")
    state = Posting.State.CONFIRMED
    decided_at = factory.LazyAttribute(lambda posting: None if posting.state == Posting.State.PROPOSED else posting.posted_at)


class CompartmentFactory(Factory[Compartment]):
    class Meta:
        model = Compartment

    name = factory.Sequence(lambda n: f"COMPARTMENT {n}")
    opened_at = LONG_AGO


class MemberFactory(Factory[CompartmentMember]):
    """A membership together with the grant that it gives meaning to."""

    class Meta:
        model = CompartmentMember

    member_from = LONG_AGO
    member_until = LONG_AGO + timedelta(days=3650)

    @classmethod
    def _create(cls, model_class: type[Model], *args: Any, **kwargs: Any) -> CompartmentMember:
        with as_system():
            permission = Permission.objects.get(codename="know", content_type__app_label="organisation")
            CompartmentUserPermission.objects.get_or_create(
                user=kwargs["user"], permission=permission, content_object=kwargs["compartment"]
            )
            return super()._create(model_class, *args, **kwargs)


class AwardFactory(Factory[Award]):
    class Meta:
        model = Award

    requirement = Requirement.S7_EXAM
    awarded_on = date(2026, 1, 12)
    valid_through = date(2028, 1, 11)
    entered_at = LONG_AGO


class DutyFactory(Factory[Duty]):
    class Meta:
        model = Duty

    kind = Duty.Kind.AT_PORT
    duty_until = factory.LazyAttribute(lambda duty: duty.duty_from + timedelta(hours=10))


class ExaminationFactory(Factory[Examination]):
    """A live Schedule 7 examination by its maker, begun with the first question, with its particulars, its examiner and that first fact.

    For the rest of a life (detention, reviews, submission) use the actions of `examinations`.
    """

    class Meta:
        model = Examination

    reference = factory.Sequence(lambda n: f"T7-26-{n:06d}")
    power = "TACT_S7"
    first_questioned_at = factory.SelfAttribute("started_at")
    created_at = factory.SelfAttribute("started_at")
    participants = factory.LazyAttribute(lambda examination: [examination.created_by.pk])
    authors = factory.LazyAttribute(lambda examination: [examination.created_by.pk])

    @classmethod
    def _create(cls, model_class: type[Model], *args: Any, **kwargs: Any) -> Examination:
        with as_system():
            examination = super()._create(model_class, *args, **kwargs)
            officer, at = kwargs["created_by"], kwargs["started_at"]
            enter(Particulars.objects.create(examination=examination))
            enter(Examiner.objects.create(examination=examination, officer=officer, rank=officer.rank, joined_at=at))
            first = {"kind": Kind.FIRST_QUESTION, "at": at, "pressed_at": at, "received_at": at}
            enter(
                TimelineEvent.objects.create(
                    examination=examination, officer=officer, officer_rank=officer.rank, entered_by=officer, **first
                )
            )
        return examination
