"""The digest that ties a row to its history and to the ledger."""

import pytest
from django.utils.functional import SimpleLazyObject

from borderops.kit.records import digest
from organisation.models import User
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_a_user_wrapped_by_the_request_has_the_digest_of_the_user() -> None:
    person: User = PersonFactory.make()
    wrapped = SimpleLazyObject(lambda: person)
    assert digest(wrapped) == digest(person)  # type: ignore[arg-type]  # the wrapper stands for the user
