"""Asks a ClamAV daemon about one file, by its INSTREAM command. Three lines of protocol with one deadline over the whole conversation,
which the packages that speak it do not have: a daemon that answers drop by drop must not hold a worker."""

import socket
import struct
import time
from typing import BinaryIO

BLOCK = 1 << 16
LONGEST_ANSWER = 4096


class Away(Exception):
    """The daemon cannot be reached, or did not answer in time. The file is to be tried again."""


class Unreadable(Exception):
    """The daemon answered that it could not scan this file (too large for its own limits, for example)."""


def scan(file: BinaryIO, address: str, *, seconds: float = 60.0) -> str:
    """The name of what was found in the file, or an empty text when it is clean. Raises `Away` or `Unreadable`."""
    until = time.monotonic() + seconds
    try:
        with _line_to(address, until) as line:
            is_whole = _is_sent_whole(file, line, until)
            found = _verdict(_answer(line, until))
    except OSError as error:
        raise Away(f"clamd: {type(error).__name__}") from error
    if not is_whole and not found:
        raise Away("clamd: hung up before the end of the file")
    return found


def _is_sent_whole(file: BinaryIO, line: socket.socket, until: float) -> bool:
    """Send the file. False where the daemon hung up before its end: it does so when it has had enough, and has answered why, which must
    not be taken for a daemon that is away, or a file too long for it would be tried for ever and hold up all those behind it."""
    try:
        line.sendall(b"zINSTREAM\0")
        while block := file.read(BLOCK):
            line.settimeout(_left(until))
            line.sendall(struct.pack("!I", len(block)) + block)
        line.sendall(struct.pack("!I", 0))
    except ConnectionError:
        return False
    return True


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _line_to(address: str, until: float) -> socket.socket:
    """`unix:/path` or `tcp:host:port`."""
    kind, _, where = address.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_left(until))
        try:
            line.connect(where)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = where.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_left(until))


def _answer(line: socket.socket, until: float) -> str:
    said = b""
    while not said.endswith(b"\0"):
        line.settimeout(_left(until))
        part = line.recv(LONGEST_ANSWER)
        if not part or len(said) > LONGEST_ANSWER:
            raise ConnectionError
        said += part
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()


def _verdict(said: str) -> str:
    words = said.removeprefix("stream: ")
    if words == "OK":
        return ""
    if words.endswith(" FOUND"):
        return words.removesuffix(" FOUND")[:120] or "unnamed"
    raise Unreadable(words[:200])
