from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, reverse

from borderops.kit.addresses import address, address_of


def test_an_address_is_the_one_that_django_gives() -> None:
    one, other = uuid4(), uuid4()
    for key in (one, other):
        assert address_of("examinations:record", key) == reverse("examinations:record", args=[key])
    assert address("examinations:board") == reverse("examinations:board")


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(NoReverseMatch):
        address_of("examinations:nothing", uuid4())


def test_an_address_of_a_thing_s_own_thing_has_both_keys_in_their_places() -> None:
    record, event = uuid4(), uuid4()
    assert address_of("examinations:correct", record, event) == reverse("examinations:correct", args=[record, event])
