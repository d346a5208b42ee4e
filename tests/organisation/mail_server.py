"""A real mail server on the loopback, for tests: it takes messages, refuses them, hangs or breaks off where it is told to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message


@dataclass
class Behaviour:
    """What the server does: `hang_at` and `break_at` name a command, `greeting`, or `text` (after the message was handed over)."""

    hang_at: str = ""
    hang_for: set[str] = field(default_factory=set)  # recipients in whose transactions it hangs; empty: in all
    break_at: str = ""
    refuse: set[str] = field(default_factory=set)  # recipients
    seconds: float = 30.0
    taken: list[tuple[str, Message]] = field(default_factory=list)
    connections: int = 0
    is_hanging: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)  # set it to end the hanging

    @property
    def ids(self) -> list[str]:
        return [message["Message-ID"] for _, message in self.taken]

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _ in self.taken]


class Conversation(socketserver.StreamRequestHandler):
    """One connection, in the few words of the protocol that a client says."""

    server: "MailServer"
    recipient = ""

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")
        self.wfile.flush()

    def step(self, name: str) -> None:
        behaviour = self.server.behaviour
        if behaviour.break_at == name:
            raise ConnectionAbortedError
        if behaviour.hang_at == name and (not behaviour.hang_for or self.recipient in behaviour.hang_for):
            behaviour.is_hanging.set()
            behaviour.over.wait(behaviour.seconds)
            raise ConnectionAbortedError

    def handle(self) -> None:
        self.server.behaviour.connections += 1
        try:
            self.step("greeting")
            self.say("220 test")
            while line := self.rfile.readline():
                if not self.answer(line.decode("ascii", "replace").strip()):
                    return
        except (ConnectionError, ValueError):
            return

    def answer(self, line: str) -> bool:
        word = line.split(" ", 1)[0].upper()
        if word == "RCPT":
            self.recipient = line.split("<", 1)[1].split(">", 1)[0]
        self.step(word.lower())
        if word == "QUIT":
            self.say("221 bye")
            return False
        if word == "DATA":
            self.take()
        elif word == "RCPT" and self.recipient in self.server.behaviour.refuse:
            self.say("550 nobody of that name")
        else:
            self.say("250 ok")
        return True

    def take(self) -> None:
        self.say("354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.behaviour.taken.append((self.recipient, message_from_bytes(b"".join(lines))))
        self.step("text")
        self.say("250 taken")


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.behaviour = Behaviour()
        super().__init__(("127.0.0.1", 0), Conversation)

    @property
    def port(self) -> int:
        return int(self.server_address[1])


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.behaviour.over.set()
            server.shutdown()
            thread.join(timeout=5)
