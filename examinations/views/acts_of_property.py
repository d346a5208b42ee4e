"""What a press of the row of acts does for searches, property and biometrics: each form handed to the action that it is about."""

from collections.abc import Callable

from examinations.actions import keep_item, record_search, take_biometrics
from examinations.forms.acts import ActForm, register
from examinations.forms.biometrics import BiometricForm
from examinations.forms.property import KeepForm
from examinations.forms.searching import CraftSearchForm, PersonSearchForm, SearchForm, StripSearchForm
from examinations.instants import Instant
from examinations.models import Examination, Item, Kind
from examinations.offers import BY_SLUG
from organisation.policy import Actor

SEARCH_SLUGS = ("search-bags", "search-person", "search-vehicle", "search-craft", "strip-search")
Perform = Callable[[Examination, ActForm, Actor, Instant], None]

register(
    {
        "search-bags": SearchForm,
        "search-person": PersonSearchForm,
        "search-vehicle": SearchForm,
        "search-craft": CraftSearchForm,
        "strip-search": StripSearchForm,
        "keep-device": KeepForm,
        "keep-property": KeepForm,
        "biometrics": BiometricForm,
    }
)


def _search(slug: str) -> Perform:
    def perform(examination: Examination, form: ActForm, by: Actor, when: Instant) -> None:
        assert isinstance(form, SearchForm)
        record_search(examination=examination, kind=BY_SLUG[slug].kind, by=by, when=when, details=form.details())

    return perform


def _keep(kind: str) -> Perform:
    def perform(examination: Examination, form: ActForm, by: Actor, when: Instant) -> None:
        assert isinstance(form, KeepForm)
        ground = form.cleaned_data["ground"] or "EXAMINATION"
        keep_item(examination=examination, kind=kind, by=by, when=when, ground=ground, words=form.said(), **form.details())

    return perform


def _biometrics(examination: Examination, form: ActForm, by: Actor, when: Instant) -> None:
    assert isinstance(form, BiometricForm)
    take_biometrics(examination=examination, by=by, when=when, details=form.details())


PROPERTY_ACTS: dict[str, Perform] = {
    **{slug: _search(slug) for slug in SEARCH_SLUGS},
    "keep-device": _keep(Item.Kind.DEVICE),
    "keep-property": _keep(Item.Kind.OTHER),
    "biometrics": _biometrics,
}
assert all(BY_SLUG[slug].kind in Kind.values for slug in PROPERTY_ACTS)
