"""A password's hash stands in no history, since an old one is worth as much as a new one to whoever guesses. The ledger keeps a keyed
digest of it with each act that sets it: a hash changed by other means is found, and there is nothing in the ledger to guess at."""

import hmac
from collections.abc import Iterator, Sequence
from hashlib import sha256
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.hashers import get_hasher, identify_hasher
from django.db import connection, transaction

import audit.actions as ledger
from organisation.models import User

KIND = "organisation.user"
VOUCHED = """
SELECT u.id, u.password, (
    SELECT e.digests ->> ('organisation.user.password:' || u.id) FROM audit_event e
    WHERE e.thing_id = u.id AND jsonb_exists(e.digests, 'organisation.user.password:' || u.id) ORDER BY e.id DESC LIMIT 1
) FROM organisation_user u WHERE u.id = ANY (%s)
"""


def _digests(person_id: UUID, hashed: str) -> Iterator[str]:
    """Under the present key, then under those that it replaced."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        key = HKDF(SHA256(), 32, salt=None, info=b"borderops digests of passwords").derive(secret.encode())
        yield hmac.new(key, f"{person_id} {hashed}".encode(), sha256).hexdigest()


def vouched(person: User) -> dict[str, str]:
    """What the event of an act that sets the password keeps beside the digest of the row."""
    return {f"{KIND}.password:{person.pk}": next(_digests(person.pk, person.password))}


def altered(keys: Sequence[UUID]) -> list[UUID]:
    """Whose hash is not the one of the last act that set it, held still while that is found out.

    One of whom no act says anything yet is vouched for from now on, and so is one that only a replaced key knows.
    """
    unsettled = [key for key, hashed, kept in _read(keys) if kept != next(_digests(key, hashed))]
    list(User.objects.select_for_update(no_key=True).filter(pk__in=unsettled).order_by("pk"))
    found = []
    for key, hashed, kept in _read(unsettled):
        present, *replaced = _digests(key, hashed)
        if kept is None or kept in replaced:
            ledger.keep("person.password_vouched", kind=KIND, thing_id=key, digests={f"{KIND}.password:{key}": present})
        elif kept != present:
            found.append(key)
    return found


def _read(keys: Sequence[UUID]) -> list[tuple[UUID, str, str | None]]:
    """Each person's key, hash and the last digest of it in the ledger."""
    with connection.cursor() as cursor:
        cursor.execute(VOUCHED, [list(keys)])
        found: list[tuple[UUID, str, str | None]] = cursor.fetchall()
    return found


@transaction.atomic
def strengthen(person: User, password: str) -> None:
    """Hash the right password anew when the way in which it was hashed is no longer the present one. Django would do so by itself at a
    sign-in, and it would look like a hash that nobody changed."""
    preferred = get_hasher()
    if identify_hasher(person.password).algorithm == preferred.algorithm and not preferred.must_update(person.password):
        return
    found = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    found.set_password(password)
    found.save()
    person.password = found.password
    ledger.record("account.password_hashed_again", found, digests=vouched(found))
