"""What is typed is kept for its owner alone, the newest always wins, and a saved form's draft does not come back."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django import forms
from django.db import connection
from django.test import Client

from audit.models import Reading
from borderops.kit import forms as kit
from borderops.kit.clock import now
from organisation.drafts import BEYOND, LARGEST, MOST, Typed, Unacceptable, discard_draft, draft_number, load_draft, restore, save_draft
from organisation.models import Draft, User
from organisation.policy import Actor
from organisation.scopes import acting_as
from tests.organisation.conftest import Answer, sign_in

FORM = "sample.form"
THING = UUID("5b1a4a5e-0000-4000-8000-000000000001")
WHERE = f"/drafts/{FORM}/{THING}/"


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    sign_in(client, officer)
    return client


def type_in(desk: Client, text: str, number: int, **more: Any) -> Answer:
    return desk.post(WHERE, {"text": text, "draft_version": number, **more})


def kept(user: User) -> dict[str, Any] | None:
    with acting_as(Actor(user=user)):
        draft = load_draft(user, FORM, THING)
    return draft.fields if draft else None


def test_typing_is_kept_with_its_number_and_the_version_below_it(desk: Client, officer: User) -> None:
    answer = type_in(desk, "Stopped at", 1, version=7, submission_id="x", sender="y", csrfmiddlewaretoken="z", pressed_at="")
    body = json.loads(answer.content)
    assert (answer.status_code, body["saved"], body["version"]) == (200, True, 1)
    with acting_as(Actor(user=officer)):
        draft = load_draft(officer, FORM, THING)
    assert draft is not None
    assert (draft.fields, draft.based_on) == ({"text": ["Stopped at"]}, 7)


def test_as_json_it_is_the_same(desk: Client, officer: User) -> None:
    body = {"fields": {"text": "Stopped at", "choice": ["A", "B"]}, "version": 3, "based_on": 2}
    assert desk.post(WHERE, json.dumps(body), content_type="application/json").status_code == 200
    assert kept(officer) == {"text": ["Stopped at"], "choice": ["A", "B"]}


def test_a_late_autosave_never_overwrites_a_newer_one(desk: Client, officer: User) -> None:
    type_in(desk, "Stopped at gate 12", 2)
    late = type_in(desk, "Stopped", 1)
    assert (late.status_code, json.loads(late.content)["version"]) == (409, 2)
    assert type_in(desk, "Stopped at gate 13", 2).status_code == 409
    assert kept(officer) == {"text": ["Stopped at gate 12"]}


def test_a_saved_forms_draft_does_not_come_back_with_an_autosave_still_under_way(desk: Client, officer: User) -> None:
    type_in(desk, "Stopped at", 1)
    with acting_as(Actor(user=officer)):
        discard_draft(owner=officer, form=FORM, thing_id=THING, at=now())
    assert type_in(desk, "Stopped at gate", 2).status_code == 409
    assert kept(officer) is None
    with acting_as(Actor(user=officer)):
        number = draft_number(officer, FORM, THING)
    assert number == 1 + BEYOND
    assert type_in(desk, "A new beginning", number + 1).status_code == 200


def test_a_form_saved_before_its_first_autosave_arrives_leaves_no_draft(desk: Client, officer: User) -> None:
    with acting_as(Actor(user=officer)):
        discard_draft(owner=officer, form=FORM, thing_id=THING, at=now())
    assert type_in(desk, "Stopped at", 1).status_code == 409
    assert kept(officer) is None


def test_nobody_reads_or_overwrites_the_draft_of_somebody_else(desk: Client, officer: User, colleague: User) -> None:
    type_in(desk, "Mine", 5)
    other = Client()
    sign_in(other, colleague)
    assert type_in(other, "Theirs", 1).status_code == 200
    assert (kept(officer), kept(colleague)) == ({"text": ["Mine"]}, {"text": ["Theirs"]})
    with acting_as(Actor(user=colleague)):
        assert load_draft(officer, FORM, THING) is None, "the database showed somebody else's draft"


def test_an_autosave_is_no_look_at_a_record(desk: Client) -> None:
    type_in(desk, "Stopped at", 1)
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "x", "draft_version": "one"},
        {"text": "x", "draft_version": "0"},
        {"text": "x", "draft_version": str(2**31)},
        {"text": "x", "draft_version": "1", "version": "-1"},
        {"text": "x" * (LARGEST + 1), "draft_version": "1"},
    ],
    ids=["empty", "a word for a number", "nought", "too high a number", "a version below nought", "too long"],
)
def test_what_is_no_draft_is_refused_with_a_sentence(desk: Client, body: dict[str, str]) -> None:
    answer = desk.post(WHERE, body)
    assert answer.status_code == 422
    assert json.loads(answer.content)["why"].endswith(".")


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"fields": [], "version": 1}', '{"fields": {}, "version": null}', "{"])
def test_json_that_is_no_draft_is_refused(desk: Client, body: str) -> None:
    assert desk.post(WHERE, body, content_type="application/json").status_code == 422


def test_a_form_name_that_no_form_has_is_refused(desk: Client) -> None:
    assert desk.post(f"/drafts/%3Cscript%3E/{THING}/", {"draft_version": 1}).status_code == 422
    assert desk.get(WHERE).status_code == 405


def test_one_person_has_so_many_drafts_at_most(officer: User) -> None:
    typed = Typed({"text": ["x"]}, 1, 0)
    with acting_as(Actor(user=officer)):
        for _ in range(MOST):
            save_draft(owner=officer, form=FORM, thing_id=uuid4(), typed=typed, at=now())
        some = Draft.objects.first()
        assert some is not None
        save_draft(owner=officer, form=FORM, thing_id=some.thing_id, typed=Typed({"text": ["y"]}, 2, 0), at=now())
        with pytest.raises(Unacceptable, match="too many unfinished forms"):
            save_draft(owner=officer, form=FORM, thing_id=uuid4(), typed=typed, at=now())


class Report(kit.Once, kit.Versioned, kit.Form):
    text = forms.CharField(widget=forms.Textarea)
    agreed = forms.BooleanField(required=False)
    what = forms.MultipleChoiceField(choices=[("A", "A"), ("B", "B"), ("C", "C")], required=False)
    born_on = kit.DateField(required=False)
    untouched = forms.CharField(initial="As it was")


def test_a_draft_fills_a_form_as_it_was_typed_complete_or_not(officer: User) -> None:
    draft = Draft(
        owner=officer,
        fields={
            "text": ["<Stopped>"],
            "agreed": ["on"],
            "what": ["A", "C"],
            "born_on_day": ["27"],
            "born_on_month": ["march"],
            "version": ["9"],
        },
    )
    form = Report(initial={"version": 3})
    restore(form, draft)
    drawn = str(form)
    assert "&lt;Stopped&gt;" in drawn
    assert form["agreed"].value() is True
    assert form["what"].value() == ["A", "C"]
    assert 'value="27"' in drawn
    assert 'value="march"' in drawn
    assert form["untouched"].value() == "As it was"
    assert form["version"].value() == 3, "the draft brought an old version of the record with it"
    assert not form.errors


def test_autosave_costs_one_query_beside_the_door(desk: Client) -> None:
    from django.test.utils import CaptureQueriesContext

    type_in(desk, "Stopped", 1)
    with CaptureQueriesContext(connection) as captured:
        type_in(desk, "Stopped at", 2)
    assert len([query for query in captured if "organisation_draft" in query["sql"]]) == 1
