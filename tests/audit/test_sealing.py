"""Seals over real transactions in a database of each test's own, and every way of tampering that a verification must find."""

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings

from audit import sealing, verifying
from audit.actions import reading, record
from audit.chain import BadCheckpoint, read_lines
from audit.keys import BadKey
from audit.models import Event, Seal
from audit.sealing import LedgerFromElsewhere, seal_ledger
from tests.plugins.databases import owner_url

pytestmark = pytest.mark.alone  # a seal ends where the oldest transaction of the whole server began

Output = pytest.CaptureFixture[str]


class Files(NamedTuple):
    key: Path
    public: Path
    checkpoints: Path


def new_key(path: Path) -> Path:
    key = Ed25519PrivateKey.generate()
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    path.with_suffix(".pub").write_bytes(
        key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return path


def begin_with_an_empty_ledger(database: str) -> None:
    """The migrations enter what they adopted; these tests count from nothing. Only the owner can do this, past its own triggers."""
    with psycopg.connect(owner_url(database), autocommit=True) as owner:
        owner.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        owner.execute("DELETE FROM audit_event")
        owner.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")


@pytest.fixture
def files(tmp_path: Path, fresh_database: str) -> Iterator[Files]:
    begin_with_an_empty_ledger(fresh_database)
    key = new_key(tmp_path / "sealer.pem")
    found = Files(key, key.with_suffix(".pub"), tmp_path / "out" / "checkpoints.jsonl")
    with override_settings(SIGNING_KEY_FILE=str(found.key), CHECKPOINT_FILE=str(found.checkpoints)):
        yield found


def entries(count: int) -> None:
    """So many events and half as many readings, in transactions of up to three."""
    for number in range(count):
        with transaction.atomic():
            record("note.added", detail={"number": number})
            if number % 2:
                reading("note.view", count=number)


@contextmanager
def tampering(database: str) -> Iterator[psycopg.Connection[Any]]:
    """Somebody with the owner's rights who first takes the triggers out of the way."""
    with psycopg.connect(owner_url(database)) as owner:
        for table in ("audit_event", "audit_reading", "audit_seal"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield owner
        for table in ("audit_event", "audit_reading", "audit_seal"):
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


class Answer(NamedTuple):
    code: int
    said: dict[str, Any] | None
    why: str


def verify(capsys: Output, *words: str) -> Answer:
    """The command's exit code, its one line of JSON and what it said beside it."""
    capsys.readouterr()
    code, why = 0, ""
    try:
        call_command("verify_audit", *words)
    except CommandError as error:
        code, why = error.returncode, str(error)
    out, err = capsys.readouterr()
    return Answer(code, json.loads(out) if out else None, why + err)


def test_a_sealed_ledger_verifies_and_says_how_much_it_holds(files: Files, capsys: Output) -> None:
    entries(5)
    assert seal_ledger() == 1
    entries(3)
    assert seal_ledger() == 1
    entries(1)
    assert verify(capsys) == (0, {"events": 12, "seals": 2, "ok": True, "first_bad": None}, "")


def test_nothing_new_makes_no_seal(files: Files, capsys: Output) -> None:
    assert seal_ledger() == 0
    entries(1)
    assert [seal_ledger(), seal_ledger()] == [1, 0]
    assert verify(capsys).said == {"events": 1, "seals": 1, "ok": True, "first_bad": None}


def test_a_long_backlog_is_sealed_in_batches_of_whole_transactions(files: Files, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST_IN_A_BATCH", 4)
    entries(10)
    assert seal_ledger() > 2
    assert verify(capsys).said == {"events": 15, "seals": Seal.objects.count(), "ok": True, "first_bad": None}
    for seal in Seal.objects.all():
        assert 4 <= seal.count <= 5 or seal.number == Seal.objects.count()


def test_many_batches_are_verified_on_several_connections_with_the_same_answer(
    files: Files, fresh_database: str, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "ENTRIES_AT_ONCE", 1)
    for _ in range(8):
        entries(2)
        seal_ledger()
    assert verify(capsys).said == {"events": 24, "seals": 8, "ok": True, "first_bad": None}
    with tampering(fresh_database) as owner:
        owner.execute("UPDATE audit_reading SET verb = 'x' WHERE xid >= (SELECT xid_from FROM audit_seal WHERE number = 5)")
    assert verify(capsys).said == {"events": 12, "seals": 4, "ok": False, "first_bad": 5}


def test_an_unfinished_transaction_holds_back_the_seal_and_is_sealed_whole_when_it_ends(files: Files, capsys: Output) -> None:
    with psycopg.connect(owner_url(connection.settings_dict["NAME"])) as slow:
        slow.execute(
            "INSERT INTO audit_reading (actor_label, session_hash, request_id, verb, thing_kind, shown, count, filter_digest)"
            " VALUES ('', '', '', 'slow.look', '', '{}', 1, '')"
        )
        entries(2)
        assert seal_ledger() == 0
        assert sealing.age_of_the_unsealed().total_seconds() > 0
        slow.commit()
    assert seal_ledger() == 1
    assert Seal.objects.get().count == 4
    assert sealing.age_of_the_unsealed().total_seconds() == 0
    assert verify(capsys).code == 0


def test_many_writers_and_two_sealers_at_once_leave_a_ledger_that_verifies(files: Files, capsys: Output) -> None:
    stop = threading.Event()
    faults: list[BaseException] = []

    def work(act: Callable[[], None]) -> None:
        try:
            while not stop.is_set():
                act()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    def write() -> None:
        chance = random.Random()
        with transaction.atomic():
            record("note.added")
            time.sleep(chance.uniform(0, 0.05))
            reading("note.view")
            if chance.random() < 0.1:
                transaction.set_rollback(True)

    def seal() -> None:
        seal_ledger()
        time.sleep(0.02)

    threads = [threading.Thread(target=work, args=[act]) for act in (write,) * 6 + (seal,) * 2]
    for thread in threads:
        thread.start()
    time.sleep(3)
    stop.set()
    for thread in threads:
        thread.join()
    seal_ledger()
    assert not faults
    assert Seal.objects.count() > 10
    answer = verify(capsys, "--against", str(files.checkpoints))
    assert answer == (0, {"events": 2 * Event.objects.count(), "seals": Seal.objects.count(), "ok": True, "first_bad": None}, "")


TAMPERINGS = {
    "an event's words": "UPDATE audit_event SET detail = '{\"number\": 99}' WHERE id = {third}",
    "an event's words and its leaf": (
        "UPDATE audit_event SET reason = 'x' WHERE id = {third}; UPDATE audit_event e SET leaf = audit_event_leaf(e) WHERE id = {third}"
    ),
    "an event's leaf alone": "UPDATE audit_event SET leaf = sha256('x') WHERE id = {third}",
    "an event's instant": "UPDATE audit_event SET at = at - interval '1 hour' WHERE id = {third}",
    "an event taken away": "DELETE FROM audit_event WHERE id = {third}",
    "two events exchanged": (
        "UPDATE audit_event SET id = -1 WHERE id = {third}; UPDATE audit_event SET id = {third} WHERE id = {third} + 1;"
        "UPDATE audit_event SET id = {third} + 1 WHERE id = -1; UPDATE audit_event e SET leaf = audit_event_leaf(e)"
    ),
    "a reading's count": "UPDATE audit_reading SET count = 0 WHERE xid = (SELECT xid FROM audit_event WHERE id = {third} + 1)",
    "a reading put in later": (
        "INSERT INTO audit_reading (at, xid, leaf, actor_label, session_hash, request_id, verb, thing_kind, shown, count, filter_digest)"
        " SELECT at, xid, leaf, '', '', '', 'forged.look', '', '{}', 1, '' FROM audit_event WHERE id = {third};"
        "UPDATE audit_reading r SET leaf = audit_reading_leaf(r)"
    ),
    "a seal's root": "UPDATE audit_seal SET root = sha256('x') WHERE number = 2",
    "a seal's instant": "UPDATE audit_seal SET sealed_at = sealed_at + interval '1 second' WHERE number = 2",
    "a seal's signature": "UPDATE audit_seal SET signature = (SELECT signature FROM audit_seal WHERE number = 1) WHERE number = 2",
    "a seal taken away": "DELETE FROM audit_seal WHERE number = 2",
}


@pytest.mark.parametrize("change", TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_whatever_is_altered_the_first_bad_batch_is_named(files: Files, fresh_database: str, capsys: Output, change: str) -> None:
    for _ in range(3):
        entries(4)
        seal_ledger()
    second = Seal.objects.get(number=2)
    third = Event.objects.filter(xid__gte=second.xid_from).order_by("id")[2].pk
    with tampering(fresh_database) as owner:
        for statement in change.replace("{third}", str(third)).split(";"):
            owner.execute(statement)
    answer = verify(capsys)
    assert (answer.code, answer.said) == (1, {"events": 6, "seals": 1, "ok": False, "first_bad": 2})
    assert "2" in answer.why


def test_an_entry_altered_before_it_was_sealed_is_found_too(files: Files, fresh_database: str, capsys: Output) -> None:
    entries(2)
    seal_ledger()
    entries(2)
    with tampering(fresh_database) as owner:
        owner.execute("UPDATE audit_event SET reason = 'x' WHERE id = (SELECT max(id) FROM audit_event)")
    answer = verify(capsys)
    assert (answer.code, answer.said) == (1, {"events": 3, "seals": 1, "ok": False, "first_bad": 2})


def rewrite_history(database: str) -> None:
    """What the strongest insider would do: change a row, then make every leaf and seal anew. Only the key is missing."""
    with tampering(database) as owner:
        owner.execute("UPDATE audit_event SET reason = 'nothing happened'")
        owner.execute("UPDATE audit_event e SET leaf = audit_event_leaf(e)")
        owner.execute("DELETE FROM audit_seal")


def test_a_whole_history_sealed_anew_is_betrayed_by_the_copy_outside(
    files: Files, fresh_database: str, capsys: Output, tmp_path: Path
) -> None:
    entries(4)
    seal_ledger()
    rewrite_history(fresh_database)
    with override_settings(CHECKPOINT_FILE=""):
        seal_ledger()
    assert verify(capsys).code == 0
    answer = verify(capsys, "--against", str(files.checkpoints))
    assert (answer.code, answer.said) == (1, {"events": 0, "seals": 0, "ok": False, "first_bad": 1})


def test_a_history_sealed_with_another_key_is_betrayed_by_the_signature(
    files: Files, fresh_database: str, capsys: Output, tmp_path: Path
) -> None:
    entries(4)
    seal_ledger()
    rewrite_history(fresh_database)
    seal_ledger(key_file=str(new_key(tmp_path / "other.pem")), checkpoint_file=str(tmp_path / "other.jsonl"))
    answer = verify(capsys, "--key", str(files.public))
    assert (answer.code, answer.said and answer.said["first_bad"], answer.why.strip()) == (1, 1, "Seal 1 is not signed with this key.")


def test_a_database_put_back_to_an_earlier_state_is_betrayed_by_the_copy_outside(files: Files, fresh_database: str, capsys: Output) -> None:
    for _ in range(2):
        entries(2)
        seal_ledger()
    with tampering(fresh_database) as owner:
        owner.execute("DELETE FROM audit_event WHERE xid >= (SELECT xid_from FROM audit_seal WHERE number = 2)")
        owner.execute("DELETE FROM audit_reading WHERE xid >= (SELECT xid_from FROM audit_seal WHERE number = 2)")
        owner.execute("DELETE FROM audit_seal WHERE number = 2")
    assert verify(capsys).code == 0
    answer = verify(capsys, "--against", str(files.checkpoints))
    assert (answer.code, answer.said and answer.said["first_bad"]) == (1, 2)


def test_the_checkpoint_file_gets_each_seal_once_also_after_a_crash(files: Files, capsys: Output) -> None:
    for _ in range(3):
        entries(1)
        seal_ledger()
    whole = files.checkpoints.read_text()
    files.checkpoints.write_text(whole[:-20])
    seal_ledger()
    assert files.checkpoints.read_text() == whole
    files.checkpoints.unlink()
    seal_ledger()
    assert files.checkpoints.read_text() == whole
    assert [found.number for found in read_lines(whole.splitlines())] == [1, 2, 3]
    assert verify(capsys, "--against", str(files.checkpoints)).code == 0


def test_a_checkpoint_file_that_is_something_else_is_left_alone(files: Files) -> None:
    files.checkpoints.parent.mkdir()
    files.checkpoints.write_text("a shopping list\n")
    entries(1)
    with pytest.raises(BadCheckpoint, match="nothing was added"):
        seal_ledger()
    assert files.checkpoints.read_text() == "a shopping list\n"


@pytest.mark.parametrize(
    ("words", "content"),
    [
        (["--against", "{folder}/missing"], ""),
        (["--against", "{folder}/file"], "not a checkpoint\n"),
        (["--against", "{folder}/file"], '{"origin": "another/log"}\n'),
        (["--key", "{folder}/file"], "not a key\n"),
        (["--key", "{folder}/missing"], ""),
    ],
)
def test_a_question_that_cannot_be_asked_ends_with_two(
    files: Files, tmp_path: Path, capsys: Output, words: list[str], content: str
) -> None:
    entries(1)
    seal_ledger()
    (tmp_path / "file").write_text(content)
    answer = verify(capsys, *(word.format(folder=tmp_path) for word in words))
    assert (answer.code, answer.said) == (2, None)
    assert answer.why


def test_without_a_key_it_verifies_all_but_the_signatures_and_says_so(files: Files, capsys: Output) -> None:
    entries(1)
    seal_ledger()
    with override_settings(SIGNING_KEY_FILE=""):
        answer = verify(capsys)
    assert answer.code == 0
    assert "signatures were not checked" in answer.why


@pytest.mark.parametrize("key_file", ["", "/nowhere/sealer.pem"])
def test_nothing_is_sealed_without_a_key(files: Files, key_file: str) -> None:
    entries(1)
    with override_settings(SIGNING_KEY_FILE=key_file), pytest.raises(BadKey):
        seal_ledger()
    assert not Seal.objects.exists()


def test_a_ledger_restored_from_a_dump_is_not_sealed_on_until_the_counter_is_moved(files: Files, fresh_database: str) -> None:
    entries(1)
    with tampering(fresh_database) as owner:
        owner.execute("UPDATE audit_event SET xid = xid + 1000000")
    with pytest.raises(LedgerFromElsewhere, match="pg_resetwal"):
        seal_ledger()


CHANGES = ("UPDATE {table} SET {column} = {column}", "DELETE FROM {table}", "TRUNCATE {table}")


@pytest.mark.parametrize("change", CHANGES)
def test_even_the_owner_is_refused_until_they_take_the_trigger_away(files: Files, fresh_database: str, change: str) -> None:
    entries(2)
    seal_ledger()
    for table, column in (("audit_event", "id"), ("audit_reading", "id"), ("audit_seal", "number")):
        with (
            psycopg.connect(owner_url(fresh_database)) as owner,
            pytest.raises(psycopg.errors.InsufficientPrivilege, match="only ever added to"),
        ):
            owner.execute(change.format(table=table, column=column))
