"""Encrypts what the service keeps for one person and must not be able to mix up: forms carried over a sign-in, second-factor secrets.
The key comes from the secret key, so a rotated one goes on opening what it closed as long as it stands among the fallbacks."""

import os
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12


class Unsealable(Exception):
    """Altered, sealed for something else, or sealed with a key that is no longer known."""


def _ciphers(purpose: str) -> Iterator[AESGCM]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield AESGCM(HKDF(SHA256(), 32, salt=None, info=f"borderops {purpose}".encode()).derive(secret.encode()))


def seal(plain: bytes, *, purpose: str, bound_to: str = "") -> bytes:
    """AES-256-GCM. `bound_to` (an owner, a row) is not hidden but must be the same when it is opened."""
    nonce = os.urandom(NONCE)
    return nonce + next(_ciphers(purpose)).encrypt(nonce, plain, bound_to.encode())


def unseal(sealed: bytes, *, purpose: str, bound_to: str = "") -> bytes:
    """What was sealed. Raises Unsealable."""
    for cipher in _ciphers(purpose):
        try:
            return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], bound_to.encode())
        except (InvalidTag, ValueError):
            continue
    raise Unsealable
