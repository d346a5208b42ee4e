"""A compiled query gives the rows that its queryset gives, and never another caller's."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.db.models import QuerySet

from borderops.kit.clock import now
from borderops.kit.compiled import compiled
from organisation.models import Port, User
from tests.cast import Cast
from tests.examinations.scenes import counting, number_of

pytestmark = pytest.mark.django_db


@compiled
def people(one: UUID, other: UUID) -> QuerySet[User]:
    return User.objects.filter(pk__in=[one, other]).order_by("username")


@compiled
def any_of(keys: list[UUID]) -> QuerySet[Port]:
    return Port.objects.filter(pk__in=keys).select_related("region").order_by("name")


@compiled
def named(name: str, until: datetime) -> QuerySet[User, tuple[UUID, str]]:
    return User.objects.filter(username=name, created_at__lt=until).values_list("pk", "collar_number")


def test_the_rows_are_those_of_the_queryset_whatever_was_asked_before(cast: Cast) -> None:
    luton, harwich, norwich = (cast.people[name] for name in ("pc.luton", "pc.harwich", "sgt.norwich"))
    assert people(luton.pk, harwich.pk) == [harwich, luton]
    assert people(norwich.pk, luton.pk) == [luton, norwich]
    assert people(norwich.pk, norwich.pk) == [norwich]
    assert people(uuid4(), uuid4()) == []


def test_related_rows_come_with_the_same_query(cast: Cast) -> None:
    keys = [port.pk for port in cast.ports.values()]
    any_of(keys)
    with counting() as made:
        found = any_of(keys)
        regions = {port.region.name for port in found}
    assert number_of(made) == 1
    assert found == list(Port.objects.order_by("name"))
    assert regions == {"Eastern", "Northern"}


@pytest.mark.parametrize("length", [0, 1, 2, 5])
def test_a_list_may_have_any_length(cast: Cast, length: int) -> None:
    keys = [port.pk for port in cast.ports.values()][:length]
    assert any_of(keys) == list(Port.objects.filter(pk__in=keys).order_by("name"))


def test_columns_come_as_tuples(cast: Cast) -> None:
    person = cast.people["pc.luton"]
    assert named("pc.luton", now()) == [(person.pk, person.collar_number)]
    assert named("pc.luton", person.created_at) == []


def test_an_argument_that_the_query_does_not_use_is_refused() -> None:
    @compiled
    def forgetful(one: UUID, other: UUID) -> QuerySet[User]:
        return User.objects.filter(pk=one)

    with pytest.raises(TypeError, match="does not use its arguments"):
        forgetful(uuid4(), uuid4())


def test_what_is_neither_key_nor_instant_nor_text_is_refused() -> None:
    with pytest.raises(TypeError, match="not int"):
        people(3, uuid4())  # type: ignore[arg-type]


def test_prefetching_is_refused() -> None:
    @compiled
    def with_postings(one: UUID) -> QuerySet[User]:
        return User.objects.filter(pk=one).prefetch_related("postings")

    with pytest.raises(TypeError, match="prefetch"):
        with_postings(uuid4())
