"""The arithmetic of seals and checkpoints: how a seal is made from the one before it, and the line that leaves the service to prove it.
Pure, so that anybody with the checkpoint file and the public key can do the same sums elsewhere."""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

ORIGIN = "borderops/ledger"
FIRST_PREVIOUS = bytes(32)


class BadCheckpoint(ValueError):
    """The file is not a list of checkpoints. The text is fit for the screen."""


def instant(at: datetime) -> int:
    """Microseconds since 1970, as the seal's hash takes the instant in."""
    since = at - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def seal_hash(*, previous: bytes, number: int, xid_from: int, xid_until: int, sealed_at: datetime, count: int, root: bytes) -> bytes:
    """sha256(0x01 ‖ previous ‖ number ‖ bounds ‖ instant ‖ count ‖ root); each number is eight bytes, big-endian, signed.

    `root` is the SHA-256 of the batch's leaves one after another: events by transaction and id, then readings by transaction and id.
    """
    numbers = (number, xid_from, xid_until, instant(sealed_at), count)
    return hashlib.sha256(b"\x01" + previous + b"".join(part.to_bytes(8, "big", signed=True) for part in numbers) + root).digest()


def body(number: int, hash_: bytes) -> bytes:
    """What is signed: the log's name, the seal's number and its hash, a line each, as transparency logs write it."""
    return f"{ORIGIN}\n{number}\n{base64.b64encode(hash_).decode()}\n".encode()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One seal as it is known outside the database."""

    number: int
    hash: bytes
    key_id: str
    signature: bytes

    def line(self) -> str:
        """One line of JSON, its hash in hex so that it can be compared with a printed one by eye."""
        signature = base64.b64encode(self.signature).decode()
        parts = {"origin": ORIGIN, "number": self.number, "hash": self.hash.hex(), "key": self.key_id, "signature": signature}
        return json.dumps(parts) + "\n"


def read_line(line: str) -> Checkpoint:
    """Raises `BadCheckpoint`."""
    try:
        parts = json.loads(line)
        if parts["origin"] != ORIGIN:
            raise BadCheckpoint(f"This is a checkpoint of {parts['origin']}, not of {ORIGIN}.")
        found = Checkpoint(
            number=int(parts["number"]),
            hash=bytes.fromhex(parts["hash"]),
            key_id=str(parts["key"]),
            signature=base64.b64decode(parts["signature"], validate=True),
        )
    except BadCheckpoint:
        raise
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise BadCheckpoint(f"This line is not a checkpoint: {line.strip()[:80]}") from error
    if len(found.hash) != 32 or found.number < 1:
        raise BadCheckpoint(f"This line is not a checkpoint: {line.strip()[:80]}")
    return found


def read_lines(lines: Iterable[str]) -> Iterator[Checkpoint]:
    """The checkpoints of a file, in the order of their numbers. Raises `BadCheckpoint`, also when they are out of order."""
    last = 0
    for line in lines:
        if line.strip():
            found = read_line(line)
            if found.number <= last:
                raise BadCheckpoint(f"Checkpoint {found.number} stands after checkpoint {last}.")
            last = found.number
            yield found
