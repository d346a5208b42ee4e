"""The sums of seals and checkpoints, without a database."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest

from audit.chain import FIRST_PREVIOUS, ORIGIN, BadCheckpoint, Checkpoint, body, read_line, read_lines, seal_hash

SEAL: dict[str, Any] = {
    "previous": FIRST_PREVIOUS,
    "number": 1,
    "xid_from": 0,
    "xid_until": 900,
    "sealed_at": datetime(2026, 11, 23, 9, 0, 0, 250_000, tzinfo=UTC),
    "count": 3,
    "root": hashlib.sha256(b"leaves").digest(),
}


def test_a_seal_can_be_recomputed_by_hand() -> None:
    numbers = f"000000000000000100000000000000000000000000000384{1_795_424_400_250_000:016x}0000000000000003"
    by_hand = hashlib.sha256(bytes.fromhex("01" + "00" * 32 + numbers) + SEAL["root"]).digest()
    assert seal_hash(**SEAL) == by_hand


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("previous", b"\x01" * 32),
        ("number", 2),
        ("xid_from", 1),
        ("xid_until", 901),
        ("sealed_at", datetime(2026, 11, 23, 9, 0, 0, 250_001, tzinfo=UTC)),
        ("count", 4),
        ("root", bytes(32)),
    ],
)
def test_every_part_of_a_seal_changes_its_hash(part: str, other: Any) -> None:
    assert seal_hash(**{**SEAL, part: other}) != seal_hash(**SEAL)


def test_what_is_signed_is_the_name_the_number_and_the_hash() -> None:
    assert body(7, b"\x00" * 32) == f"{ORIGIN}\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n".encode()


def test_a_checkpoint_survives_being_written_and_read() -> None:
    checkpoint = Checkpoint(number=7, hash=b"\x05" * 32, key_id="ab" * 16, signature=b"\x09" * 64)
    assert read_line(checkpoint.line()) == checkpoint
    assert checkpoint.line().count("\n") == 1
    assert "05" * 32 in checkpoint.line()


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        "{}",
        '{"origin": "another/log", "number": 1, "hash": "00", "key": "", "signature": ""}',
        '{"origin": "borderops/ledger", "number": 1, "hash": "00", "key": "", "signature": ""}',
        '{"origin": "borderops/ledger", "number": 0, "hash": "%s", "key": "", "signature": ""}' % ("00" * 32),
        '{"origin": "borderops/ledger", "number": 1, "hash": "%s", "key": "", "signature": "!"}' % ("00" * 32),
    ],
)
def test_what_is_not_a_checkpoint_is_refused(line: str) -> None:
    with pytest.raises(BadCheckpoint):
        read_line(line)


def test_checkpoints_out_of_order_are_refused() -> None:
    one, two = (Checkpoint(number, bytes(32), "", bytes(64)).line() for number in (1, 2))
    assert [found.number for found in read_lines([one, "\n", two])] == [1, 2]
    with pytest.raises(BadCheckpoint, match="Checkpoint 1 stands after checkpoint 2"):
        list(read_lines([two, one]))
