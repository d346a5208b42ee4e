"""How long a sign-in lasts, what counts as activity, and what each of these costs a page."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from time_machine import TimeMachineFixture

from audit.models import Event
from borderops.kit.clock import now
from organisation import sessions
from organisation.models import User
from tests.organisation.conftest import SIGN_IN, sign_in

pytestmark = pytest.mark.usefixtures("sample")
PAGE, POLLED = "/sample/plain/", "/sample/polled/"
MINUTE = 60


@pytest.fixture
def desk(client: Client, officer: User, settings: Settings, time_machine: TimeMachineFixture) -> Client:
    """The officer, signed in at an instant from which the tests count."""
    settings.IDLE_SECONDS, settings.ABSOLUTE_SECONDS = 30 * MINUTE, 13 * 60 * MINUTE
    time_machine.move_to(now(), tick=False)
    sign_in(client, officer)
    return client


def is_in(client: Client, path: str = PAGE, **headers: str) -> bool:
    return client.get(path, headers=headers).status_code == 200


def reasons() -> list[str]:
    return [event.detail["why"] for event in Event.objects.filter(verb="account.timed_out")]


def test_somebody_who_does_nothing_for_half_an_hour_is_signed_out_and_told_why(desk: Client, time_machine: TimeMachineFixture) -> None:
    time_machine.shift(30 * MINUTE)
    assert is_in(desk), "signed out earlier than the page had said"
    time_machine.shift(32 * MINUTE)
    response = desk.get(PAGE)
    assert response["Location"] == f"{SIGN_IN}?next={PAGE}"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert "nothing was done here for 30 minutes" in desk.get(SIGN_IN).content.decode()
    assert reasons() == ["IDLE"]


def test_somebody_who_goes_on_working_stays_until_the_longest_time_is_over(desk: Client, time_machine: TimeMachineFixture) -> None:
    for _ in range(31):
        time_machine.shift(25 * MINUTE)
        assert is_in(desk)
    time_machine.shift(25 * MINUTE)
    assert not is_in(desk)
    assert reasons() == ["ABSOLUTE"]


@pytest.mark.parametrize(
    ("path", "headers"),
    [(POLLED, {}), (PAGE, {"X-Background": "1"}), (PAGE, {"Sec-Fetch-Mode": "navigate"})],
    ids=["a view of the page's own", "the header of our scripts", "a page that reloads itself"],
)
def test_what_the_page_asks_by_itself_keeps_nobody_signed_in(
    desk: Client, time_machine: TimeMachineFixture, path: str, headers: dict[str, str]
) -> None:
    for _ in range(3):
        time_machine.shift(10 * MINUTE)
        assert is_in(desk, path, **headers)
    time_machine.shift(2 * MINUTE)
    assert not is_in(desk, path, **headers)


def test_autosave_keeps_nobody_signed_in(desk: Client, time_machine: TimeMachineFixture) -> None:
    draft = "/drafts/sample.form/5b1a4a5e-0000-4000-8000-000000000001/"
    for version in range(1, 4):
        time_machine.shift(10 * MINUTE)
        assert desk.post(draft, {"text": "Something", "draft_version": version}).status_code == 200
    time_machine.shift(2 * MINUTE)
    assert desk.post(draft, {"text": "Something", "draft_version": 4}).status_code == 302


def test_a_navigation_that_the_person_began_counts(desk: Client, time_machine: TimeMachineFixture) -> None:
    headers = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-User": "?1"}
    for _ in range(3):
        time_machine.shift(25 * MINUTE)
        assert is_in(desk, **headers)


def test_staying_signed_in_is_one_press_and_asking_how_long_is_left_is_not(desk: Client, time_machine: TimeMachineFixture) -> None:
    time_machine.shift(28 * MINUTE)
    asked = desk.get("/account/keep-alive/", headers={"X-Background": "1"})
    assert json.loads(asked.content) == {"left": 2 * MINUTE}
    assert json.loads(desk.post("/account/keep-alive/").content) == {"left": 30 * MINUTE}
    time_machine.shift(29 * MINUTE)
    assert is_in(desk)


def test_without_script_staying_signed_in_leads_back_to_the_page(desk: Client) -> None:
    headers = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-User": "?1", "Referer": f"http://testserver{PAGE}"}
    assert desk.post("/account/keep-alive/", headers=headers)["Location"] == PAGE
    headers["Referer"] = "https://elsewhere.example/trap/"
    assert desk.post("/account/keep-alive/", headers=headers)["Location"] == "/"


def test_near_the_longest_time_the_page_is_told_what_is_really_left(desk: Client, time_machine: TimeMachineFixture) -> None:
    assert b'data-idle-seconds="1800"' in desk.get(PAGE).content
    for _ in range(31):
        time_machine.shift(25 * MINUTE)
        page = desk.get(PAGE)
    assert b'data-idle-seconds="300"' in page.content


def test_a_deactivated_person_is_out_at_the_next_request(desk: Client, officer: User) -> None:
    officer.is_active = False
    officer.save()
    assert not is_in(desk)
    assert reasons() == ["CLOSED"]
    assert not is_in(desk)


def test_a_new_sign_in_starts_both_clocks_anew(desk: Client, officer: User, time_machine: TimeMachineFixture) -> None:
    time_machine.shift(12 * 60 * MINUTE)
    assert not is_in(desk)
    sign_in(desk, officer)
    time_machine.shift(25 * MINUTE)
    assert is_in(desk)


def own_queries(client: Client, path: str = PAGE) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]


# Session, person, standing, scope, and the frame's own (notices and late jobs). A page that shows a record adds its reading: six.
OVERHEAD = ["django_session", "organisation_user", "organisation_posting", "set_config", "organisation_notice"]


def test_a_page_costs_one_query_each_for_session_person_standing_scope_and_notices(desk: Client, time_machine: TimeMachineFixture) -> None:
    desk.get(PAGE)
    time_machine.shift(50)
    found = own_queries(desk)
    assert len(found) == len(OVERHEAD), found
    assert all(word in sql for word, sql in zip(OVERHEAD, found, strict=True))


def test_activity_is_written_at_most_once_a_minute(desk: Client, time_machine: TimeMachineFixture) -> None:
    def writes() -> int:
        return sum(sql.startswith("UPDATE") for sql in own_queries(desk))

    time_machine.shift(59)
    assert writes() == 0
    time_machine.shift(1)
    assert [writes(), writes(), writes()] == [1, 0, 0]
    assert desk.session[sessions.SEEN] == int(now().timestamp())


def test_a_visitor_without_a_session_costs_no_query_at_all(client: Client, db: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        client.get(PAGE)
    assert [query["sql"] for query in captured if "session" in query["sql"] or "user" in query["sql"]] == []


def browsers(user: User, number: int) -> list[Client]:
    found = [Client(HTTP_USER_AGENT=f"Browser {each}") for each in range(number)]
    for browser in found:
        sign_in(browser, user)
    return found


def test_one_sees_where_one_is_signed_in_and_can_end_one_of_them(officer: User, colleague: User) -> None:
    here, there, third = browsers(officer, 3)
    page = here.get("/account/sessions/")
    found = page.context["sessions"]
    assert [row.user_agent for row in found] == ["Browser 0", "Browser 2", "Browser 1"]
    assert all(now() - row.last_seen_at < timedelta(minutes=1) for row in found)
    target = found[2]
    assert here.post("/account/sessions/", {"session": target.pk}).status_code == 302
    assert [is_in(each) for each in (here, there, third)] == [True, False, True]
    assert Event.objects.get(verb="account.sessions_ended").detail == {"ended": 1}


def test_one_can_end_all_the_others_at_once(officer: User, colleague: User) -> None:
    here, there, third = browsers(officer, 3)
    (other,) = browsers(colleague, 1)
    here.post("/account/sessions/")
    assert [is_in(each) for each in (here, there, third, other)] == [True, False, False, True]


def test_nobody_can_end_a_session_of_somebody_else_or_their_own_present_one(officer: User, colleague: User) -> None:
    (here,), (other,) = browsers(officer, 1), browsers(colleague, 1)
    for owner in (other, here):
        target = owner.get("/account/sessions/").context["sessions"][0]
        assert here.post("/account/sessions/", {"session": target.pk}).status_code == 404
    assert here.post("/account/sessions/", {"session": "none"}).status_code == 404
    assert [is_in(here), is_in(other)] == [True, True]


def test_ending_all_sessions_of_a_person_reaches_each_browser(officer: User) -> None:
    both = browsers(officer, 2)
    assert sessions.end_all(officer.pk) == 2
    assert [is_in(each) for each in both] == [False, False]
