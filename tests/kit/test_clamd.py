"""The conversation with the malware scanner, against a server that speaks its protocol on a real socket."""

import io
import os
import socket
import time
from pathlib import Path

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
