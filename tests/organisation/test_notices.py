"""Notices are raised once and withdrawn in time; their e-mails reach people once, or twice under one Message-ID, whatever happens."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import connection, connections
from pytest_django import Settings
from time_machine import TimeMachineFixture

from audit.models import Heartbeat
from borderops.kit.clock import now
from organisation import delivery
from organisation.delivery import GIVEN_UP_AFTER, LEASE, claim, deliver
from organisation.models import CarriedForm, Draft, Notice, OnceKey, User
from organisation.notices import mark_read, notices_of, raise_notice, unread_of, void_notices
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from organisation.tasks import DELIVERY, deliver_notices, tidy
from tests.factories import PersonFactory
from tests.organisation.mail_server import Behaviour, MailServer, mail_server

HOST = "borderops.force.example"


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    """A mail server, and the service told where it is and to wait half a second for it."""
    with mail_server() as running:
        settings.EMAIL_BACKEND = "borderops.kit.mail.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 1
        settings.PUBLIC_ORIGIN = f"https://{HOST}"
        yield running


@pytest.fixture
def mail(server: MailServer) -> Behaviour:
    return server.behaviour


def notify(
    person: User, key: str = "exam:C1:SOON", *, link: str = "/examinations/1/", mailed: bool = True, thing_id: UUID | None = None
) -> Notice:
    raise_notice(
        recipient=person.pk, key=key, text="S7-26-7KQ4MX: C1 due by 10:40", link=link, at=now(), level=Notice.Level.SOON,
        thing_id=thing_id, mailed=mailed,
    )  # fmt: skip
    return Notice.objects.get(recipient=person, key=key)


def later(time_machine: TimeMachineFixture, by: timedelta) -> None:
    time_machine.shift(by)


# --- Raising, withdrawing, reading ---------------------------------------------------------------------------------------


def test_a_notice_raised_again_is_the_same_one(officer: User, colleague: User) -> None:
    for text in ("First words", "Other words"):
        raise_notice(recipient=[officer.pk, colleague.pk, officer.pk], key="k", text=text, link="/", at=now())
    assert [notice.text for notice in Notice.objects.all()] == ["First words"] * 2


def test_a_notice_raised_by_many_at_the_same_moment_is_one(fresh_database: str) -> None:
    person = PersonFactory.make(username="pc.many")
    start = threading.Barrier(6)

    def raise_it() -> None:
        try:
            start.wait(timeout=20)
            notify(person)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=raise_it) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=30)
    assert Notice.objects.count() == 1


def test_withdrawn_notices_are_neither_shown_nor_mailed_and_read_ones_stay(officer: User, mail: Behaviour) -> None:
    thing = uuid4()
    for key in ("C1:a", "C1:b", "C2:a"):
        notify(officer, key, thing_id=thing, mailed=key != "C1:b")
    mark_read(by=officer, at=now(), ids=[Notice.objects.get(key="C1:b").pk])
    assert void_notices(at=now(), thing_id=thing, key_prefix="C1") == 1
    assert {notice.key for notice in notices_of(officer)} == {"C1:b", "C2:a"}
    deliver()
    assert len(mail.taken) == 1


def test_withdrawing_everything_by_mistake_is_refused(officer: User) -> None:
    with pytest.raises(ValueError, match="Say which"):
        void_notices(at=now())


def test_a_raised_and_withdrawn_notice_does_not_come_back_under_the_same_key(officer: User) -> None:
    notify(officer)
    void_notices(at=now(), key_prefix="exam:")
    notify(officer)
    assert not notices_of(officer).exists()


def test_one_marks_ones_own_notices_read_and_nobody_elses(officer: User, colleague: User) -> None:
    theirs = notify(colleague)
    notify(officer)
    assert mark_read(by=officer, at=now(), ids=[theirs.pk]) == 0
    assert mark_read(by=officer, at=now()) == 1
    assert (unread_of(officer).count(), unread_of(colleague).count()) == (0, 1)


# --- E-mail ------------------------------------------------------------------------------------------------------------


def test_the_message_holds_a_link_and_nothing_of_the_record_or_the_person(officer: User, mail: Behaviour) -> None:
    notify(officer, link="/examinations/4c3a/")
    deliver_notices()
    ((recipient, message),) = mail.taken
    assert recipient == "rosa.blyth@force.example"
    text = message.as_string()
    assert f"https://{HOST}/examinations/4c3a/" in text
    assert message["Message-ID"].endswith(f"@{HOST}>")
    for secret in ("S7-26", "C1", "10:40", "Rosa", "Blyth", "4299", "pc.example"):
        assert secret not in text.replace("rosa.blyth@force.example", "")
    assert Notice.objects.get().mail_sent_at is not None
    assert Heartbeat.objects.filter(job=DELIVERY).exists()


def test_it_is_sent_once(officer: User, mail: Behaviour) -> None:
    notify(officer)
    for _ in range(3):
        deliver()
    assert len(mail.taken) == 1


def test_what_need_not_be_mailed_was_read_already_or_has_no_address_is_not_sent(officer: User, colleague: User, mail: Behaviour) -> None:
    nowhere = PersonFactory.make(username="pc.nomail", email="")
    gone = PersonFactory.make(username="pc.gone", email="gone@force.example", is_active=False)
    notify(officer, mailed=False)
    for person in (nowhere, gone, colleague):
        notify(person)
    mark_read(by=colleague, at=now())
    assert deliver()
    assert mail.connections == 0


def test_a_backlog_becomes_one_message_for_each_person(officer: User, colleague: User, mail: Behaviour) -> None:
    for number in range(40):
        notify(officer, f"k{number}")
    notify(colleague)
    deliver()
    assert sorted(mail.recipients) == ["rosa.blyth@force.example", "sol.amadi@force.example"]
    (digest,) = [message.as_string() for recipient, message in mail.taken if recipient.startswith("rosa")]
    assert "40 things need your attention" in digest
    assert f"https://{HOST}/notices/" in digest


def test_a_message_that_was_sent_before_the_process_died_is_repeated_once_under_the_same_id(
    officer: User, mail: Behaviour, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(now(), tick=False)
    notify(officer)
    (message,) = claim(now())
    delivery.attempt(message)  # and the process dies before it can write that down
    deliver()
    assert len(mail.taken) == 1, "sent again while the lease ran"
    later(time_machine, LEASE + timedelta(seconds=1))
    for _ in range(3):
        deliver()
        later(time_machine, LEASE + timedelta(seconds=1))
    assert mail.ids == [message.message_id] * 2


def test_a_process_that_dies_at_every_attempt_sends_two_at_most(officer: User, mail: Behaviour, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(now(), tick=False)
    notify(officer)
    for _ in range(5):
        for message in claim(now()):
            delivery.attempt(message)
        later(time_machine, LEASE + timedelta(seconds=1))
    assert len(mail.taken) == 2
    assert len(set(mail.ids)) == 1


def test_what_was_sent_together_is_repeated_together_under_the_same_id(
    officer: User, mail: Behaviour, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(now(), tick=False)
    for number in range(4):
        notify(officer, f"k{number}")
    (message,) = claim(now())
    delivery.attempt(message)
    mark_read(by=officer, at=now(), ids=[Notice.objects.get(key="k0").pk])
    for number in range(4, 8):
        notify(officer, f"k{number}")
    later(time_machine, LEASE + timedelta(seconds=1))
    deliver()
    assert sorted(mail.ids.count(each) for each in set(mail.ids)) == [1, 2]


def test_a_connection_that_breaks_after_the_text_was_handed_over_is_repeated_once(
    officer: User, mail: Behaviour, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(now(), tick=False)
    notify(officer)
    mail.break_at = "text"
    for _ in range(6):
        deliver()
        later(time_machine, timedelta(minutes=16))
    assert len(mail.taken) == 2
    assert len(set(mail.ids)) == 1


@pytest.mark.parametrize("where", ["greeting", "ehlo", "mail", "rcpt", "data"])
def test_a_connection_that_breaks_before_the_text_is_tried_until_it_succeeds(
    officer: User, mail: Behaviour, time_machine: TimeMachineFixture, where: str
) -> None:
    time_machine.move_to(now(), tick=False)
    notify(officer)
    mail.break_at = where
    for _ in range(4):
        assert not deliver()
        later(time_machine, timedelta(minutes=16))
    mail.break_at = ""
    assert deliver()
    assert len(mail.taken) == 1


def test_no_mail_server_at_all_loses_nothing_and_shows_in_the_heartbeat(
    officer: User, server: MailServer, settings: Settings, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(now(), tick=False)
    settings.EMAIL_PORT = 1
    notify(officer)
    deliver_notices()
    assert not Heartbeat.objects.filter(job=DELIVERY).exists()
    settings.EMAIL_PORT = server.port
    later(time_machine, timedelta(seconds=21))
    deliver_notices()
    assert len(server.behaviour.taken) == 1
    assert Heartbeat.objects.filter(job=DELIVERY).exists()


def test_a_server_that_hangs_for_one_person_does_not_keep_the_others_waiting(
    officer: User, colleague: User, mail: Behaviour, time_machine: TimeMachineFixture
) -> None:
    third = PersonFactory.make(username="pc.third", email="third@force.example")
    mail.hang_at, mail.hang_for = "rcpt", {"rosa.blyth@force.example"}
    for person in (officer, colleague, third):
        notify(person)
    began = time.monotonic()
    deliver()
    assert sorted(mail.recipients) == ["sol.amadi@force.example", "third@force.example"]
    assert time.monotonic() - began < 10
    mail.hang_at = ""
    time_machine.move_to(now() + timedelta(seconds=30))
    deliver()
    assert len(mail.taken) == 3


def test_a_server_that_hangs_for_everybody_is_given_up_after_two_and_nothing_is_held_meanwhile(officer: User, mail: Behaviour) -> None:
    people = [PersonFactory.make(username=f"pc.{number}", email=f"p{number}@force.example") for number in range(8)]
    mail.hang_at = "greeting"
    for person in people:
        notify(person)
    began = time.monotonic()
    assert not deliver()
    assert time.monotonic() - began < 10
    assert mail.connections == 2
    assert {notice.mail_attempts for notice in Notice.objects.all()} == {0}


def test_an_address_that_the_server_refuses_does_not_stop_the_others(officer: User, colleague: User, mail: Behaviour) -> None:
    refused = [PersonFactory.make(username=f"pc.{number}", email=f"p{number}@force.example") for number in range(3)]
    mail.refuse = {person.email for person in refused}
    for person in (*refused, colleague):
        notify(person)
    assert deliver()
    assert mail.recipients == ["sol.amadi@force.example"]


def test_a_notice_is_not_mailed_a_day_late(officer: User, mail: Behaviour, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(now(), tick=False)
    notify(officer)
    later(time_machine, GIVEN_UP_AFTER + timedelta(seconds=1))
    deliver()
    assert not mail.taken


def test_two_workers_at_once_send_each_message_once(fresh_database: str, mail: Behaviour) -> None:
    for number in range(12):
        notify(PersonFactory.make(username=f"pc.{number}", email=f"p{number}@force.example"))
    start = threading.Barrier(3)

    def work() -> None:
        try:
            start.wait(timeout=20)
            deliver()
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(timeout=60)
    assert len(mail.taken) == len(set(mail.ids)) == 12


def test_no_transaction_is_open_while_a_message_is_sent(fresh_database: str, mail: Behaviour) -> None:
    notify(PersonFactory.make(username="pc.open", email="open@force.example"))
    mail.hang_at = "rcpt"

    def send() -> None:
        deliver()
        connections.close_all()

    sending = threading.Thread(target=send)
    sending.start()
    assert mail.is_hanging.wait(timeout=10)
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        assert {state for (state,) in cursor.fetchall()} == {"idle"}
    mail.over.set()
    sending.join(timeout=20)


# --- Tidying ---------------------------------------------------------------------------------------------------------------


def test_tidying_removes_what_is_spent_and_keeps_what_is_not(officer: User, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(now(), tick=False)
    with acting_as(SYSTEM):
        OnceKey.objects.create(owner=officer, key=uuid4(), led_to="/", used_at=now())
        CarriedForm.objects.create(owner=officer, path="/", sealed_fields=b"x", kept_at=now())
        for fields in ({"text": ["x"]}, {}):
            Draft.objects.create(owner=officer, form="sample.form", thing_id=uuid4(), fields=fields, saved_at=now())
    notify(officer, "read")
    notify(officer, "unread")
    mark_read(by=officer, at=now(), ids=[Notice.objects.get(key="read").pk])

    def left() -> tuple[int, int, int, int]:
        with acting_as(SYSTEM):
            return OnceKey.objects.count(), CarriedForm.objects.count(), Draft.objects.count(), Notice.objects.count()

    tidy()
    assert left() == (1, 1, 2, 2)
    for days, expected in ((1.1, (1, 0, 1, 2)), (1, (0, 0, 1, 2)), (30, (0, 0, 0, 2)), (60, (0, 0, 0, 1)), (365, (0, 0, 0, 0))):
        later(time_machine, timedelta(days=days))
        tidy()
        assert left() == expected, days


def test_tidying_removes_sessions_and_counters_that_are_over(officer: User, time_machine: TimeMachineFixture) -> None:
    from django.contrib.sessions.models import Session
    from django.core.cache import cache
    from django.test import Client

    from tests.organisation.conftest import sign_in

    time_machine.move_to(now(), tick=False)
    sign_in(Client(), officer, password="not-the-password")
    sign_in(Client(), officer)
    cache.set("short", 1, 60)
    later(time_machine, timedelta(days=2))
    tidy()
    assert not Session.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM organisation_cache), (SELECT count(*) FROM usersessions_usersession),"
            " (SELECT count(*) FROM axes_accessattempt)"
        )
        assert cursor.fetchone() == (0, 0, 0)


def test_the_tasks_are_known_by_the_names_in_the_schedule() -> None:
    from borderops.celery import app
    from borderops.schedule import SCHEDULE

    call_command("check")
    names = {entry["task"] for entry in SCHEDULE.values() if entry["task"].startswith("organisation.")}
    assert names == {f"organisation.tasks.{name}" for name in ("deliver_notices", "reconcile_history", "tidy")}
    assert names <= set(app.tasks)
