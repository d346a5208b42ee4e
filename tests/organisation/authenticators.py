"""An authenticator app and a security key in software, for tests: they do what a person's telephone and key do, with real keys."""

import hashlib
import json
import os
import time
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

ORIGIN, RELYING_PARTY = "http://testserver", "testserver"
PRESENT_AND_VERIFIED, HOLDS_KEY = 0x05, 0x40


def code_now(secret: str) -> str:
    """What an authenticator app shows for this secret at this moment."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@dataclass
class SecurityKey:
    """A resident, user-verifying key. `makes` answers a registration, `signs` a sign-in."""

    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: os.urandom(32))
    holder: str = ""
    count: int = 0

    def _says(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": ORIGIN, "crossOrigin": False}).encode()

    def _state(self, flags: int) -> bytes:
        self.count += 1
        return hashlib.sha256(RELYING_PARTY.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, **response: str) -> dict[str, Any]:
        own = websafe_encode(self.id)
        return {"id": own, "rawId": own, "type": "public-key", "response": response, "authenticatorAttachment": "platform"}

    def makes(self, options: dict[str, Any]) -> str:
        asked = options["publicKey"]
        self.holder = asked["user"]["id"]
        public = cbor.encode(ES256.from_cryptography_key(self.private.public_key()))  # type: ignore[no-untyped-call]
        state = self._state(PRESENT_AND_VERIFIED | HOLDS_KEY) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        attested = cbor.encode({"fmt": "none", "attStmt": {}, "authData": state})
        said = self._says("webauthn.create", asked["challenge"])
        answer = self._answer(clientDataJSON=websafe_encode(said), attestationObject=websafe_encode(attested))
        return json.dumps({**answer, "clientExtensionResults": {"credProps": {"rk": True}}})

    def signs(self, options: dict[str, Any], *, with_key: ec.EllipticCurvePrivateKey | None = None) -> str:
        said = self._says("webauthn.get", options["publicKey"]["challenge"])
        state = self._state(PRESENT_AND_VERIFIED)
        signature = (with_key or self.private).sign(state + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        answer = self._answer(
            clientDataJSON=websafe_encode(said),
            authenticatorData=websafe_encode(state),
            signature=websafe_encode(signature),
            userHandle=self.holder,
        )
        return json.dumps({**answer, "clientExtensionResults": {}})
