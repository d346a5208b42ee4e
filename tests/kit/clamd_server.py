"""A small server that speaks clamd's protocol on a real socket, with a verdict of the test's choice."""

import socket
import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass
class Clamd:
    """What it was sent, and how it answers."""

    address: str = ""
    answer: str = ""  # instead of a verdict
    pause: float = 0.0  # before each byte of the answer
    received: list[bytes] = field(default_factory=list)

    def verdict(self, content: bytes) -> bytes:
        if self.answer:
            return self.answer.encode() + b"\0"
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


def _exactly(line: socket.socket, count: int) -> bytes:
    got = b""
    while len(got) < count:
        part = line.recv(count - len(got))
        if not part:
            raise ConnectionError
        got += part
    return got


@contextmanager
def clamd() -> Iterator[Clamd]:
    """A daemon of the test's own on a free port of this machine."""
    told = Clamd()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            assert _exactly(self.request, 10) == b"zINSTREAM\0"
            content = b""
            while size := struct.unpack("!I", _exactly(self.request, 4))[0]:
                content += _exactly(self.request, size)
            told.received.append(content)
            for byte in told.verdict(content):
                time.sleep(told.pause)
                self.request.sendall(bytes([byte]))

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that hangs up is what some tests are about."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        told.address = f"tcp:127.0.0.1:{server.server_address[1]}"
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()
