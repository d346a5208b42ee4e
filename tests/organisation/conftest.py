"""Everybody these tests need: an officer who signs in by hand, and the sample form's address book."""

from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.test import Client
from pytest_django import Settings

from organisation.models import User
from tests.factories import PASSWORD, PersonFactory

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer  # what the test client gives back
else:
    from django.http import HttpResponse as Answer

SIGN_IN = "/account/login/"

__all__ = ["SIGN_IN", "Answer", "sign_in", "versions"]


def versions(user: User) -> int:
    """How many versions the person's history has."""
    return int(apps.get_model("organisation", "HistoricalUser").objects.filter(id=user.pk).count())


@pytest.fixture
def officer(db: None) -> User:
    return PersonFactory.make(username="pc.example", collar_number="4299", name="Rosa Blyth", email="rosa.blyth@force.example")


@pytest.fixture
def colleague(db: None) -> User:
    return PersonFactory.make(username="pc.colleague", collar_number="4298", name="Sol Amadi", email="sol.amadi@force.example")


@pytest.fixture
def sample(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.organisation.sample"


def sign_in(client: Client, user: User, password: str = PASSWORD, **extra: str) -> str:
    """Type name and password; the address that the answer leads to, or nothing when it leads nowhere."""
    response = client.post(SIGN_IN, {"login": user.username, "password": password, "next": extra.pop("next", "")}, **extra)  # type: ignore[arg-type]
    return response.get("Location", "")
