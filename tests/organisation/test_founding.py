"""The first administrator: created once, on an empty service, by a command that says in one sentence why it will not do it again."""

import io
import json
from typing import Any

import pytest
from django.core.management import call_command

from audit.models import Event
from borderops.kit.clock import now
from borderops.kit.commands import Refused
from organisation.actions.people import create_person
from organisation.actions.postings import propose_posting
from organisation.details import Details
from organisation.models import Port, Posting, Role, Unit, User
from organisation.standing import standing_of
from tests.cast import Cast

FIRST = {"username": "a.first", "collar_number": "7100", "name": "Ada First"}


def run(monkeypatch: pytest.MonkeyPatch, given: dict[str, Any] | str, *, via: str = "environment") -> dict[str, Any]:
    """The command's answer, with the details given in the environment or on standard input."""
    if via == "stdin":
        monkeypatch.setattr("sys.stdin", io.StringIO(given if isinstance(given, str) else json.dumps(given)))
        return answered("--stdin")
    assert isinstance(given, dict)
    for name, value in given.items():
        monkeypatch.setenv(f"BORDEROPS_FIRST_ADMIN_{name.upper()}", value)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return answered()


def answered(*arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("create_first_admin", *arguments, stdout=out, stderr=io.StringIO())
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("via", ["environment", "stdin"])
def test_on_an_empty_service_it_makes_the_region_and_one_administrator(monkeypatch: pytest.MonkeyPatch, via: str) -> None:
    answer = run(monkeypatch, FIRST, via=via)
    person = User.objects.get()
    assert answer == {"username": "a.first", "collar_number": "7100", "temporary_password": answer["temporary_password"]}
    assert person.check_password(answer["temporary_password"])
    assert person.must_change_password
    assert standing_of(person, now()).ports.keys() == {Role.ADMIN}
    assert Port.objects.count() == 5
    event = Event.objects.get(verb="service.founded")
    posting = Posting.objects.get()
    kept = {"organisation.user": person, "organisation.user.password": person, "organisation.posting": posting}
    assert set(event.digests) == {f"{kind}:{row.pk}" for kind, row in kept.items()}


@pytest.mark.django_db
def test_a_password_that_was_given_is_kept_out_of_the_answer_and_must_be_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = run(monkeypatch, {**FIRST, "password": "long enough to be taken 42"})
    assert answer["temporary_password"] is None
    assert User.objects.get().check_password("long enough to be taken 42")
    assert User.objects.get().must_change_password


@pytest.mark.django_db
def test_it_works_once(monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, FIRST)
    with pytest.raises(Refused, match="people in this service already") as refusal:
        run(monkeypatch, {**FIRST, "username": "b.second", "collar_number": "7200"})
    assert refusal.value.returncode == 2
    assert User.objects.count() == 1


def test_it_refuses_where_anybody_ever_had_an_account(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    User.objects.update(is_active=False)
    with pytest.raises(Refused, match="people in this service already"):
        run(monkeypatch, FIRST)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "via", "sentence"),
    [
        ({}, "environment", "username: missing. Set BORDEROPS_FIRST_ADMIN_USERNAME"),
        ({**FIRST, "username": "Ada First"}, "environment", "username: Use small letters"),
        ({**FIRST, "rank": "COLONEL"}, "environment", "rank: Choose one of CONSTABLE"),
        ({**FIRST, "password": "short"}, "environment", "password: This password is too short"),
        ("{", "stdin", "line 1: not JSON"),
        ("[]", "stdin", "not an object"),
        ({**FIRST, "shoe_size": "44"}, "stdin", "shoe_size: not a field of a person"),
        ({**FIRST, "name": 7}, "stdin", "name: must be text"),
    ],
)
def test_bad_input_is_one_sentence_a_fault_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, Any] | str, via: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refusal:
        run(monkeypatch, given, via=via)
    assert refusal.value.returncode == 2
    assert not User.objects.exists()


@pytest.mark.django_db
def test_superusers_do_not_exist_and_the_command_says_what_to_do_instead() -> None:
    with pytest.raises(Refused, match="no superusers") as refusal:
        call_command("createsuperuser", "--noinput", username="root")
    assert "create_first_admin" in str(refusal.value)
    assert refusal.value.returncode == 2
    with pytest.raises((TypeError, AttributeError)):
        User(username="root", is_superuser=True)  # type: ignore[misc]  # the very point
    assert not User(username="root").is_superuser
    assert "is_superuser" not in {field.name for field in User._meta.get_fields()}


@pytest.mark.django_db
def test_the_founder_alone_posts_the_second_decider_and_from_then_on_it_takes_two(monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, FIRST)
    at = now()
    by = standing_of(User.objects.get(), at)
    office = Unit.objects.get(kind=Unit.Kind.REGIONAL)
    second, _ = create_person(details=Details("b.second", "7200", "Bo Second"), by=by, at=at)
    third, _ = create_person(details=Details("c.third", "7300", "Cy Third"), by=by, at=at)
    constable, _ = create_person(details=Details("d.fourth", "4300", "Di Fourth", "CONSTABLE"), by=by, at=at)
    plain = propose_posting(person=constable, unit=office, role=Role.CONSTABLE, posted_from=at, by=by, at=at)
    assert plain.state == Posting.State.PROPOSED
    founded = propose_posting(person=second, unit=office, role=Role.ADMIN, posted_from=at, by=by, at=at)
    assert founded.state == Posting.State.CONFIRMED
    assert Event.objects.get(verb="posting.proposed", thing_id=founded.pk).detail["stands_at_once"] is True
    usual = propose_posting(person=third, unit=office, role=Role.ADMIN, posted_from=at, by=by, at=at)
    assert usual.state == Posting.State.PROPOSED
