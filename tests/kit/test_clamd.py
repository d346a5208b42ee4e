"""The conversation with the malware scanner, against a server that speaks its protocol on a real socket."""

import io
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from borderops.kit import clamd
from tests.kit.clamd_server import EICAR
from tests.kit.clamd_server import clamd as daemon


def test_a_clean_file_arrives_whole_and_is_found_clean() -> None:
    content = os.urandom(300_000)
    with daemon() as server:
        assert clamd.scan(io.BytesIO(content), server.address) == ""
    assert server.received == [content]


def test_what_is_found_is_named() -> None:
    with daemon() as server:
        assert clamd.scan(io.BytesIO(b"before " + EICAR), server.address) == "Eicar-Test-Signature"


def test_an_answer_that_is_no_verdict_is_told_apart_from_a_scanner_that_is_away() -> None:
    with daemon() as server:
        server.answer = "INSTREAM size limit exceeded. ERROR"
        with pytest.raises(clamd.Unreadable, match="size limit"):
            clamd.scan(io.BytesIO(b"x"), server.address)


def test_nobody_at_the_address_is_away() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(clamd.Away):
            clamd.scan(io.BytesIO(b"x"), f"tcp:127.0.0.1:{taken.getsockname()[1]}")


def test_a_missing_socket_is_away(tmp_path: Path) -> None:
    with pytest.raises(clamd.Away):
        clamd.scan(io.BytesIO(b"x"), f"unix:{tmp_path}/none.sock")


def test_a_scanner_that_answers_drop_by_drop_is_left_at_the_deadline() -> None:
    with daemon() as server:
        server.pause = 0.2
        began = time.monotonic()
        with pytest.raises(clamd.Away):
            clamd.scan(io.BytesIO(b"x"), server.address, seconds=0.5)
        assert time.monotonic() - began < 1.5


def test_a_scanner_that_hangs_up_is_away() -> None:
    with daemon() as server:
        server.answer = "x" * 10_000
        with pytest.raises(clamd.Away):
            clamd.scan(io.BytesIO(b"x"), server.address)


@contextmanager
def impatient(answer: bytes) -> Iterator[str]:
    """A scanner that reads a little, answers, and hangs up while the rest is still on its way."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            line, _ = server.accept()
            with line:
                line.recv(1000)
                line.sendall(answer)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"tcp:127.0.0.1:{server.getsockname()[1]}"
        thread.join()


LONG = bytes(30 << 20)


def test_a_scanner_that_has_had_enough_before_the_end_is_not_away() -> None:
    """Otherwise a file beyond its limit would be tried for ever, and hold up every file behind it."""
    with impatient(b"INSTREAM size limit exceeded. ERROR\0") as address, pytest.raises(clamd.Unreadable, match="size limit"):
        clamd.scan(io.BytesIO(LONG), address)
    with impatient(b"stream: Found-Early FOUND\0") as address:
        assert clamd.scan(io.BytesIO(LONG), address) == "Found-Early"


@pytest.mark.parametrize("answer", [b"stream: OK\0", b""])
def test_nothing_is_clean_of_which_the_scanner_has_not_had_the_end(answer: bytes) -> None:
    with impatient(answer) as address, pytest.raises(clamd.Away):
        clamd.scan(io.BytesIO(LONG), address)
