"""A password's hash is vouched for in the ledger by every act that sets it, and one that was put there otherwise is found at night."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from audit.models import Event
from borderops.kit.clock import now
from organisation.actions.access import deactivate_person, reactivate_person, reset_password
from organisation.actions.people import create_person
from organisation.details import Details
from organisation.models import User
from organisation.passwords import KIND, vouched
from organisation.policy import SYSTEM
from organisation.reconciling import NOT_VOUCHED, Difference, reconcile
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "a-quite-new-sentence-of-words"


def differences(after: timedelta = timedelta()) -> list[Difference]:
    with acting_as(SYSTEM):
        return reconcile(now() + after, walk_seconds=60).differences


def put(person: User, hashed: str) -> None:
    User.objects.filter(pk=person.pk).update(password=hashed)


def found(person: User) -> list[Difference]:
    return [Difference(KIND, person.pk, NOT_VOUCHED, ("password",))]


@pytest.mark.parametrize("after", [timedelta(), timedelta(days=30)], ids=["the same night", "a month later"])
def test_a_hash_that_was_put_there_is_reported_with_its_field(cast: Cast, after: timedelta) -> None:
    assert differences() == []
    put(cast["pc.luton"], make_password("of somebody else"))
    assert differences(after) == found(cast["pc.luton"])


def test_an_earlier_hash_put_back_is_reported_too(cast: Cast) -> None:
    person, before = cast["pc.luton"], cast["pc.luton"].password
    assert differences() == []
    with acting_as(cast.actor("admin.vetting")) as by:
        reset_password(person=person, by=by, at=cast.at, reason="Forgotten")
    put(person, before)
    assert differences() == found(person)


def test_every_act_that_sets_a_password_vouches_for_it(cast: Cast) -> None:
    details = Details(username="pc.new", collar_number="9901", name="New", rank="CONSTABLE", email="", phone="")
    with acting_as(cast.actor("admin.vetting")) as by:
        person, _ = create_person(details=details, by=by, at=cast.at)
        deactivate_person(person=person, by=by, at=cast.at, reason="Gone")
        person, _ = reactivate_person(person=person, by=by, at=cast.at, reason="Back")
        person, _ = reset_password(person=cast["pc.luton"], by=by, at=cast.at, reason="Forgotten")
    for verb in ("person.created", "person.reactivated", "person.password_reset"):
        assert f"{KIND}.password:" in str(Event.objects.get(verb=verb).digests), verb
    assert differences() == []


def test_a_person_s_own_new_password_is_vouched_for(cast: Cast, client: Client) -> None:
    cast.sign_in(client, "pc.luton")
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/account/password/change/", sent).status_code == 302
    person = User.objects.get(pk=cast["pc.luton"].pk)
    assert person.check_password(NEW)
    assert vouched(person).items() <= Event.objects.get(verb="account.password_changed").digests.items()
    assert differences() == []


def test_a_hash_made_stronger_at_a_sign_in_is_an_act_and_no_difference(cast: Cast, client: Client) -> None:
    put(cast["pc.luton"], make_password(PASSWORD, hasher="pbkdf2_sha256"))
    assert differences() == []
    assert client.post("/account/login/", {"login": "pc.luton", "password": PASSWORD}).status_code == 302
    assert User.objects.get(pk=cast["pc.luton"].pk).password.startswith("scrypt$")
    assert Event.objects.filter(verb="account.password_hashed_again", thing_id=cast["pc.luton"].pk).count() == 1
    assert differences() == []


def test_a_replaced_key_is_followed_in_the_first_night(cast: Cast, settings: Any) -> None:
    assert differences() == []
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key, as long as one has to be: 0123456789abcdef"
    assert differences() == []
    settings.SECRET_KEY_FALLBACKS = []
    assert differences() == []
    put(cast["pc.luton"], make_password("of somebody else"))
    assert differences() == found(cast["pc.luton"])


def test_the_ledger_gives_nothing_away_of_a_hash(cast: Cast) -> None:
    assert differences() == []
    event = Event.objects.get(verb="person.password_vouched", thing_id=cast["pc.luton"].pk)
    assert cast["pc.luton"].password.rpartition("$")[2] not in str(event.digests)
    assert list(event.digests) == [f"{KIND}.password:{cast['pc.luton'].pk}"]
