"""Creating a person and keeping their details. An account alone gives no authority: that comes from a posting that two people decide."""

import secrets
from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction

import audit.actions as ledger
from borderops.kit.records import REFERENCE_LETTERS
from organisation import policy
from organisation.details import Details
from organisation.models import User
from organisation.passwords import vouched
from organisation.policy import Actor, Forbidden
from organisation.refusals import Refusal

ADMINISTER = "people.administer"


class PersonRefused(Refusal):
    """The details clash with somebody else's, or the account is not in a state for this."""


class StaleDetails(Exception):
    """Somebody saved these details after the writer had opened them. Carries what is saved now."""

    def __init__(self, saved: User) -> None:
        super().__init__("Somebody saved these details before you.")
        self.saved = saved


def temporary_password() -> str:
    """Sixteen random characters that can be read out over the telephone, in groups of four."""
    letters = REFERENCE_LETTERS.lower()
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def not_oneself(by: Actor, person: User) -> None:
    """Raise `Forbidden` when somebody would administer their own account."""
    if by.id == person.pk:
        raise Forbidden("Nobody administers their own account. Ask another administrator.")


def locked_for_update(person: User, by: Actor) -> User:
    """The person as saved now, held until the act is done, once it is known that `by` may administer them."""
    found = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    policy.require(by, ADMINISTER, found)
    not_oneself(by, found)
    return found


@transaction.atomic
def create_person(*, details: Details, by: Actor, at: datetime) -> tuple[User, str]:
    """Open an account and return it with its temporary password, which is kept nowhere and must be replaced at the first sign-in.

    Raises `PersonRefused` when the user name or the collar number belongs to somebody already.
    """
    policy.require(by, ADMINISTER)
    person = User(**asdict(details), must_change_password=True)
    password = temporary_password()
    person.set_password(password)
    save_details(person, is_new=True)
    ledger.record("person.created", person, digests=vouched(person))
    return person, password


@transaction.atomic
def edit_person(*, person: User, details: Details, version: int, by: Actor, at: datetime) -> User:
    """Save changed details. The ledger keeps which fields changed, the history what they were.

    Raises `StaleDetails` when somebody else saved first, `PersonRefused` for a user name or number that is taken.
    """
    found = locked_for_update(person, by)
    if found.version != version:
        raise StaleDetails(found)
    changed = sorted(name for name, value in asdict(details).items() if getattr(found, name) != value)
    if not changed:
        return found
    for name in changed:
        setattr(found, name, getattr(details, name))
    found.version += 1
    save_details(found, is_new=False)
    ledger.record("person.edited", found, detail={"fields": changed})
    return found


def save_details(person: User, *, is_new: bool) -> None:
    """Save, with a sentence for a name or number that is taken. The unique constraints decide; these two looks only find the words."""
    others = User.objects.exclude(pk=person.pk)
    if others.filter(username__iexact=person.username).exists():
        raise PersonRefused("This user name belongs to somebody else.", field="username")
    if others.filter(collar_number__iexact=person.collar_number).exists():
        raise PersonRefused("This number belongs to somebody else.", field="collar_number")
    try:
        with transaction.atomic():
            person.save(force_insert=is_new)
    except IntegrityError as error:
        raise PersonRefused("Somebody was given this user name or number a moment ago. Choose another.", field="username") from error
