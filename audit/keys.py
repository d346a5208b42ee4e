"""The Ed25519 key that signs seals. Only the worker is given its file; whoever verifies needs the public half alone."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class BadKey(ValueError):
    """There is no usable key. The text is fit for the screen."""


def key_id(key: Ed25519PublicKey) -> str:
    """The first 32 hex digits of the SHA-256 of the public key's 32 bytes."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Verifier:
    key: Ed25519PublicKey

    @property
    def key_id(self) -> str:
        return key_id(self.key)

    def holds(self, signature: bytes, message: bytes) -> bool:
        try:
            self.key.verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    key: Ed25519PrivateKey

    @property
    def key_id(self) -> str:
        return key_id(self.key.public_key())

    def sign(self, message: bytes) -> bytes:
        return self.key.sign(message)


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise BadKey(f"The key file {path} cannot be read: {error.strerror}.") from error


def signer(path: str) -> Signer:
    """The private key in a PEM file. Raises `BadKey`."""
    if not path:
        raise BadKey("No signing key is set: name its file in BORDEROPS_SIGNING_KEY_FILE.")
    content = _read(path)
    try:
        key = serialization.load_pem_private_key(content, password=None)
    except (ValueError, TypeError) as error:
        raise BadKey(f"The key file {path} is not an unencrypted private key in PEM form.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey(f"The key in {path} is not an Ed25519 key.")
    return Signer(key)


def verifier(path: str) -> Verifier:
    """The public key in a PEM file, or the public half of the private one there. Raises `BadKey`."""
    content = _read(path)
    try:
        key = serialization.load_pem_public_key(content)
    except ValueError:
        return Verifier(signer(path).key.public_key())
    if not isinstance(key, Ed25519PublicKey):
        raise BadKey(f"The key in {path} is not an Ed25519 key.")
    return Verifier(key)
