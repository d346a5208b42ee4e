"""A force's identity provider on the loopback, for tests: discovery, tokens against a code and its proof key, facts about one person."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

CLIENT, SECRET = "borderops-test", "a-secret-between-two-servers"


@dataclass
class Provider:
    """What the provider says about whoever signs in there."""

    subject: str = "subject-1"
    claims: dict[str, Any] = field(default_factory=dict)
    audience: str = CLIENT
    lifetime: int = 300
    is_down: bool = False
    challenges: dict[str, str] = field(default_factory=dict)  # code -> the proof key's challenge
    url: str = ""

    def authorise(self, address: str) -> dict[str, str]:
        """The person signs in there: the parameters with which the provider sends them back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.challenges)}"
        self.challenges[code] = asked["code_challenge"]
        return {"code": code, "state": asked["state"]}

    def facts(self) -> dict[str, Any]:
        return {"sub": self.subject, **self.claims}

    def token(self, asked: dict[str, str]) -> dict[str, Any] | None:
        proof = base64.urlsafe_b64encode(hashlib.sha256(asked.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if asked.get("client_secret") != SECRET or self.challenges.pop(asked.get("code", ""), None) != proof:
            return None
        at = int(time.time())
        body = {"iss": self.url, "aud": self.audience, "iat": at, "exp": at + self.lifetime, **self.facts()}
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": jwt.encode(body, "k" * 32, algorithm="HS256")}


class Answers(BaseHTTPRequestHandler):
    server: "Server"

    def log_message(self, format: str, *args: Any) -> None:
        return

    def say(self, body: dict[str, Any] | None) -> None:
        self.send_response(200 if body is not None else 400)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body or {"error": "invalid_grant"}).encode())

    def do_GET(self) -> None:
        provider = self.server.provider
        if provider.is_down:
            self.send_error(503)
        elif self.path == "/.well-known/openid-configuration":
            ends = {name: f"{provider.url}/{name}" for name in ("token", "userinfo", "jwks", "authorize")}
            self.say({
                "issuer": provider.url, "authorization_endpoint": ends["authorize"], "token_endpoint": ends["token"],
                "userinfo_endpoint": ends["userinfo"], "jwks_uri": ends["jwks"],
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            })  # fmt: skip
        else:
            self.say(provider.facts() if self.path == "/userinfo" else None)

    def do_POST(self) -> None:
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.say(self.server.provider.token({name: values[0] for name, values in asked.items()}))


class Server(ThreadingHTTPServer):
    daemon_threads = True
    provider: Provider


@contextmanager
def identity_provider() -> Iterator[Provider]:
    with Server(("127.0.0.1", 0), Answers) as server:
        server.provider = Provider(url=f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.provider
        finally:
            server.shutdown()
            thread.join(timeout=5)
