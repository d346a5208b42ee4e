"""Creating people, keeping their details, and letting them in or keeping them out."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.backends.db import SessionStore

from audit.models import Event
from organisation.actions.access import (
    deactivate_person,
    end_sessions,
    reactivate_person,
    reset_password,
    reset_second_factor,
    unlock_person,
)
from organisation.actions.people import PersonRefused, StaleDetails, create_person, edit_person
from organisation.details import Details, faults_of
from organisation.models import Notice, Posting, Role, User
from organisation.policy import Forbidden
from organisation.scopes import acting_as
from tests.cast import NAMES, Cast
from tests.factories import PersonFactory, PostingFactory

NEW = Details("r.sturm", "4299", "Rosa Sturm", "CONSTABLE", "r.sturm@force.example", "01632 960 299")
ACTS = (deactivate_person, reset_password, reset_second_factor, end_sessions, unlock_person)


def signed_in_somewhere(person: User) -> str:
    """A live session of the person; its key."""
    session = SessionStore()
    session["somebody"] = str(person.pk)
    session.save()
    UserSession.objects.create(user=person, session_key=session.session_key, ip="127.0.0.1", data={}, user_agent="")
    return str(session.session_key)


def second_factor(person: User) -> None:
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "fictional"})


def another_admin(cast: Cast) -> User:
    person = PersonFactory.make(username="admin.second", rank="")
    PostingFactory.make(user=person, unit=cast.units["office"], role=Role.ADMIN)
    cast.people["admin.second"] = person
    return person


def test_a_new_person_has_a_temporary_password_that_must_be_replaced_and_no_authority(cast: Cast) -> None:
    person, password = create_person(details=NEW, by=cast.actor("admin.vetting"), at=cast.at)
    assert person.check_password(password)
    assert person.must_change_password
    assert not Posting.objects.filter(user=person).exists()
    event = Event.objects.get(verb="person.created")
    assert f"organisation.user:{person.pk}" in event.digests
    assert password not in str(event.detail)


def test_two_temporary_passwords_are_never_alike_and_can_be_read_out(cast: Cast) -> None:
    by = cast.actor("admin.vetting")
    words = [create_person(details=replace(NEW, username=f"n{i}", collar_number=f"88{i}"), by=by, at=cast.at)[1] for i in range(3)]
    assert len(set(words)) == 3
    assert all(len(word) == 19 and word == word.lower() for word in words)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"username": "PC.Luton"}, "username"), ({"collar_number": "4101"}, "collar_number")],
)
def test_a_name_or_number_that_is_taken_is_refused_by_field(cast: Cast, change: dict[str, str], field: str) -> None:
    with pytest.raises(PersonRefused) as refusal:
        create_person(details=replace(NEW, **change), by=cast.actor("admin.vetting"), at=cast.at)
    assert refusal.value.field == field


@pytest.mark.parametrize("name", [name for name in NAMES if name != "admin.vetting"])
def test_only_an_administrator_creates_and_keeps_people(cast: Cast, name: str) -> None:
    by = cast.actor(name)
    with pytest.raises(Forbidden):
        create_person(details=NEW, by=by, at=cast.at)
    for act in ACTS:
        with pytest.raises(Forbidden):
            act(person=cast["pc.harwich"], by=by, at=cast.at, reason="None of mine")


def test_nobody_administers_their_own_account(cast: Cast) -> None:
    by, own = cast.actor("admin.vetting"), cast["admin.vetting"]
    for act in ACTS:
        with pytest.raises(Forbidden, match="own account"):
            act(person=own, by=by, at=cast.at, reason="Mine")
    with pytest.raises(Forbidden, match="own account"):
        edit_person(person=own, details=NEW, version=1, by=by, at=cast.at)


def test_an_edit_names_the_changed_fields_in_the_ledger_and_keeps_the_old_ones_in_the_history(cast: Cast) -> None:
    person = cast["pc.luton"]
    details = Details(person.username, person.collar_number, person.name, "SERGEANT", person.email, "01632 960 555")
    edited = edit_person(person=person, details=details, version=1, by=cast.actor("admin.vetting"), at=cast.at)
    assert edited.version == 2
    assert Event.objects.get(verb="person.edited").detail == {"fields": ["phone", "rank"]}
    history: Any = person.history
    assert [row.rank for row in history.all()] == ["SERGEANT", "CONSTABLE"]


def test_of_two_editors_the_second_is_told_and_overwrites_nothing(cast: Cast) -> None:
    person, by = cast["pc.luton"], cast.actor("admin.vetting")
    details = Details(person.username, person.collar_number, person.name, person.rank)
    edit_person(person=person, details=replace(details, phone="01632 960 111"), version=1, by=by, at=cast.at)
    with pytest.raises(StaleDetails) as stale:
        edit_person(person=person, details=replace(details, phone="01632 960 222"), version=1, by=by, at=cast.at)
    assert stale.value.saved.phone == "01632 960 111"


def test_an_edit_that_changes_nothing_is_no_event(cast: Cast) -> None:
    person = cast["pc.luton"]
    same = Details(person.username, person.collar_number, person.name, person.rank, person.email, person.phone)
    edit_person(person=person, details=same, version=1, by=cast.actor("admin.vetting"), at=cast.at)
    assert not Event.objects.filter(verb="person.edited").exists()


def test_deactivation_ends_sessions_and_postings_at_once_and_withdraws_what_was_proposed(cast: Cast) -> None:
    person = cast["sgt.norwich"]
    proposed = PostingFactory.make(
        user=person, unit=cast.units["Luton"], role=Role.SERGEANT, posted_from=cast.at, state=Posting.State.PROPOSED
    )
    key = signed_in_somewhere(person)
    deactivate_person(person=person, by=cast.actor("admin.vetting"), at=cast.at, reason="Left the force")
    assert cast.actor("sgt.norwich").id is None
    assert not SessionStore().exists(key)
    assert not Posting.objects.standing(cast.at).filter(user=person).exists()
    proposed.refresh_from_db()
    assert proposed.state == Posting.State.REFUSED
    event = Event.objects.get(verb="person.deactivated")
    assert (event.reason, event.detail) == ("Left the force", {"postings": 3, "sessions": 1})
    assert len(event.digests) == 4  # the person and three postings


def test_somebody_who_comes_back_has_a_new_password_and_none_of_the_old_authority(cast: Cast) -> None:
    by = cast.actor("admin.vetting")
    deactivate_person(person=cast["pc.luton"], by=by, at=cast.at, reason="Career break")
    person, password = reactivate_person(person=cast["pc.luton"], by=by, at=cast.at + timedelta(hours=1), reason="Came back")
    assert person.is_active
    assert person.must_change_password
    assert person.check_password(password)
    assert cast.actor("pc.luton", cast.at + timedelta(hours=2)).all_ports() == frozenset()


def test_what_makes_no_sense_for_the_account_is_refused(cast: Cast) -> None:
    by = cast.actor("admin.vetting")
    with pytest.raises(PersonRefused, match="open"):
        reactivate_person(person=cast["pc.luton"], by=by, at=cast.at, reason="x")
    for act in (deactivate_person, reset_password, reset_second_factor):
        with pytest.raises(PersonRefused, match="closed"):
            act(person=cast["pc.deactivated"], by=by, at=cast.at, reason="x")


def test_ending_sessions_signs_a_person_out_everywhere_and_nobody_else(cast: Cast) -> None:
    theirs = [signed_in_somewhere(cast["pc.luton"]) for _ in range(2)]
    other = signed_in_somewhere(cast["pc.harwich"])
    end_sessions(person=cast["pc.luton"], by=cast.actor("admin.vetting"), at=cast.at, reason="Phone lost")
    assert [SessionStore().exists(key) for key in (*theirs, other)] == [False, False, True]


def test_resetting_the_second_factor_takes_every_one_away_and_ends_sessions(cast: Cast) -> None:
    person = cast["pc.luton"]
    second_factor(person)
    key = signed_in_somewhere(person)
    reset_second_factor(person=person, by=cast.actor("admin.vetting"), at=cast.at, reason="New phone")
    assert not Authenticator.objects.filter(user=person).exists()
    assert not SessionStore().exists(key)
    assert Event.objects.get(verb="person.second_factor_reset").detail == {"removed": 1, "sessions": 1}


def test_whoever_s_password_or_second_factor_is_reset_is_told_by_notice_and_e_mail(cast: Cast) -> None:
    person, by = cast["pc.luton"], cast.actor("admin.vetting")
    reset_password(person=person, by=by, at=cast.at, reason="Forgotten")
    notice = Notice.objects.get(recipient=person)
    assert notice.is_mailed
    assert notice.text == "Your password was reset. If you did not ask for it, ring your administrator now."
    assert Event.objects.get(verb="person.password_reset").reason == "Forgotten"


def test_one_administrator_alone_cannot_replace_both_the_password_and_the_second_factor(cast: Cast) -> None:
    another_admin(cast)
    first, second, person = cast.actor("admin.vetting"), cast.actor("admin.second"), cast["di.region"]
    second_factor(person)
    with acting_as(first):
        reset_password(person=person, by=first, at=cast.at, reason="Forgotten")
        with pytest.raises(Forbidden, match="another administrator"):
            reset_second_factor(person=person, by=first, at=cast.at, reason="And the phone")
    with acting_as(second):
        reset_second_factor(person=person, by=second, at=cast.at, reason="And the phone")
        with pytest.raises(Forbidden, match="another administrator"):
            reset_password(person=person, by=second, at=cast.at, reason="Once more")
    with acting_as(first):
        assert reset_password(person=person, by=first, at=cast.at, reason="Once more")[1]


def test_once_the_person_has_chosen_their_own_password_the_same_administrator_may_help_again(cast: Cast) -> None:
    by, person = cast.actor("admin.vetting"), cast["pc.luton"]
    second_factor(person)
    with acting_as(by):
        reset_password(person=person, by=by, at=cast.at, reason="Forgotten")
        User.objects.filter(pk=person.pk).update(must_change_password=False)
        reset_second_factor(person=person, by=by, at=cast.at, reason="New phone")
    assert not Authenticator.objects.filter(user=person).exists()


def test_unlocking_forgets_the_wrong_passwords_of_that_person_alone(cast: Cast) -> None:
    for name in ("pc.luton", "pc.harwich"):
        AccessAttempt.objects.create(username=name, ip_address="127.0.0.1", failures_since_start=8, attempt_time=cast.at)
    unlock_person(person=cast["pc.luton"], by=cast.actor("admin.vetting"), at=cast.at)
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["pc.harwich"]
    assert Event.objects.get(verb="person.unlocked").detail == {"forgotten": 1}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "R.Sturm"),
        ("username", "r sturm"),
        ("username", ".sturm"),
        ("collar_number", "42-99"),
        ("collar_number", ""),
        ("name", ""),
        ("rank", "COLONEL"),
        ("email", "nowhere"),
        ("phone", "ring me"),
    ],
)
def test_details_are_checked_field_by_field_with_a_sentence(field: str, value: str) -> None:
    found = faults_of(replace(NEW, **{field: value}))
    assert [name for name, _ in found] == [field]
    assert found[0][1].endswith(".")


def test_good_details_have_no_faults() -> None:
    assert faults_of(NEW) == []
    assert faults_of(Details("staff", "V1", "Vera Staff")) == []
