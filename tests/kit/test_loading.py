"""Rows become objects by a shorter way than Django's, and nobody can tell the difference."""

import pytest
from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_init

from borderops.kit.records import Record

MODELS = [model for model in apps.get_models() if issubclass(model, Record)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_an_object_is_what_django_would_have_made(model: type[Record]) -> None:
    names = [field.attname for field in model._meta.concrete_fields]
    for few in (names, names[:1], names[::2]):
        values = [f"value {name}" for name in few]
        mine, theirs = model.from_db("default", few, values), Model.from_db.__func__(model, "default", few, values)  # type: ignore[attr-defined]
        assert {**mine.__dict__, "_state": None} == {**theirs.__dict__, "_state": None}
        assert mine.get_deferred_fields() == theirs.get_deferred_fields() == set(names) - set(few)
        assert (mine._state.adding, mine._state.db) == (theirs._state.adding, theirs._state.db) == (False, "default")


def test_whoever_listens_to_objects_being_made_still_hears_of_them() -> None:
    model, heard = MODELS[0], []

    def hear(instance: Model, **about: object) -> None:
        heard.append(instance)

    names = [field.attname for field in model._meta.concrete_fields]
    post_init.connect(hear, sender=model)
    try:
        made = model.from_db("default", names, [None] * len(names))
    finally:
        post_init.disconnect(hear, sender=model)
    assert heard == [made]
