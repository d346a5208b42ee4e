"""Lists: only offered orders, pages by position that neither skip nor repeat, and filters that can each be taken away."""

from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.db.models import QuerySet
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict
from pytest_django import DjangoAssertNumQueries

from borderops.kit.clock import now
from borderops.kit.filters import Filters
from borderops.kit.forms import Checkboxes, DateField, Form
from borderops.kit.tables import Column, Page, Sort, Table, keyset
from organisation.models import Posting, User
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.factories import PersonFactory

COLUMNS: list[Column[Any]] = [
    Column("collar_number", "Number", header=True),
    Column("created_at", "Made", sort="created_at"),
    Column("rank", "Rank"),
]


def ask(query: str = "") -> Any:
    return RequestFactory().get(f"/list/{query}")


def pages(queryset: QuerySet[User], order: tuple[str, ...], size: int) -> list[list[str]]:
    """Every page from the first to the last, following the links forwards."""
    found, url = [], ""
    while True:
        page: Page[User] = keyset(ask(url), queryset, order, size=size)
        found.append([row.collar_number for row in page])
        if not page.next_url:
            return found
        url = page.next_url


@pytest.fixture
def people(db: None) -> QuerySet[User]:
    for _ in range(7):
        PersonFactory.make()
    return User.objects.filter(username__startswith="person.")


@pytest.mark.parametrize("order", [("created_at", "pk"), ("-created_at", "-pk"), ("-has_shortcuts", "created_at", "pk")])
def test_pages_follow_each_other_without_gap_or_repeat(people: QuerySet[User], order: tuple[str, ...]) -> None:
    whole = [user.collar_number for user in people.order_by(*order)]
    assert [number for page in pages(people, order, 3) for number in page] == whole


def test_the_way_back_shows_the_same_pages(people: QuerySet[User]) -> None:
    order = ("created_at", "pk")
    second: Page[User] = keyset(ask(keyset(ask(), people, order, size=3).next_url), people, order, size=3)
    back: Page[User] = keyset(ask(second.previous_url), people, order, size=3)
    assert [row.pk for row in back] == [row.pk for row in keyset(ask(), people, order, size=3)]
    assert not back.previous_url
    assert back.next_url


def test_a_page_takes_one_query_and_counts_nothing(people: QuerySet[User], django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        keyset(ask(), people, ("created_at", "pk"), size=3)


def test_rows_that_share_an_instant_are_not_lost_between_pages(people: QuerySet[User]) -> None:
    with acting_as(SYSTEM):
        for user in people:
            user.created_at = now() - timedelta(days=1)
            user.save()
    assert sorted(number for page in pages(people, ("created_at", "pk"), 2) for number in page) == sorted(
        people.values_list("collar_number", flat=True)
    )


@pytest.mark.parametrize("mark", ["nonsense", "W10", "eyJhIjoxfQ:1abc:forged"])
def test_a_forged_position_gives_the_first_page(people: QuerySet[User], mark: str) -> None:
    first: Page[User] = keyset(ask(), people, ("created_at", "pk"), size=3)
    forged: Page[User] = keyset(ask(f"?after={mark}"), people, ("created_at", "pk"), size=3)
    assert [row.pk for row in forged] == [row.pk for row in first]


def test_a_name_is_never_put_into_a_position(people: QuerySet[User]) -> None:
    with pytest.raises(TypeError, match="'name' cannot be a keyset position"):
        keyset(ask(), people, ("name", "pk"), size=3)


@pytest.mark.parametrize("wish", ["password", "-password", "rank", "created_at__year", "posting__unit"])
def test_an_order_that_no_column_offers_is_not_taken(wish: str) -> None:
    assert Sort.asked(ask(f"?sort={wish}"), COLUMNS, "-created_at").order == ("-created_at", "-pk")


def test_a_sorted_column_says_so_and_turns_round_when_pressed() -> None:
    request = ask("?sort=created_at&after=x&port=STN")
    table = Table("People", COLUMNS, [], request, Sort.asked(request, COLUMNS, "created_at"))
    head = table.heads[1]
    assert head.aria_sort == "ascending"
    assert head.url == "?port=STN&sort=-created_at"
    assert table.heads[2].aria_sort == ""


class ListFilter(Form):
    port = forms.ChoiceField(choices=[("", "Any"), ("STN", "Stansted")], required=False)
    state = forms.MultipleChoiceField(choices=[("A", "Open"), ("B", "Shut")], widget=Checkboxes(), required=False)
    since = DateField(label="Since", required=False)


def test_each_filter_that_is_on_can_be_taken_away_by_itself() -> None:
    filters = Filters.read(ListFilter, ask("?sort=due&port=STN&state=A&state=B&since_day=1&since_month=2&since_year=2026"))
    assert [(chip.label, chip.value) for chip in filters.chips] == [("Port", "Stansted"), ("State", "Open, Shut"), ("Since", "1/2/2026")]
    assert filters.chips[2].url == "?sort=due&port=STN&state=A&state=B"
    assert filters.chips[1].url == "?sort=due&port=STN&since_day=1&since_month=2&since_year=2026"
    assert filters.clear_url == "?sort=due"
    assert filters.kept == [("sort", "due")]


def test_an_invalid_filter_filters_nothing_and_says_what_is_wrong() -> None:
    filters = Filters.read(ListFilter, ask("?port=NOWHERE"))
    assert filters.values == {}
    assert "port" in filters.form.errors


def test_a_list_opens_unfiltered() -> None:
    filters = Filters.read(ListFilter, ask())
    assert filters.chips == []
    assert "(optional)" not in str(filters.form)


def test_a_row_follows_its_relations_by_dots() -> None:
    column: Column[Posting] = Column("unit.name", "Unit")
    assert column.draw({"unit": {"name": "Stansted team"}}) == "Stansted team"  # type: ignore[arg-type]


def test_query_parameters_survive_a_change_of_order() -> None:
    request = ask("?state=A&state=B")
    assert isinstance(request.GET, MultiValueDict)
    table = Table("People", COLUMNS, [], request)
    assert table.heads[1].url == "?state=A&state=B&sort=created_at"
