"""Bad input, each with a sentence of its own that says what the rule is and how to go on: sent through the forms as a browser sends it."""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

import examinations.forms
from borderops.kit.clock import now
from borderops.kit.forms import LondonDateTimeField
from examinations.forms.when import SameDay, SameDayField
from examinations.models import Kind, TimelineEvent
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, text_of, typed, visible_text
from tests.examinations.scenes import Scene
from tests.examinations.test_review_pages import answers

MINUTE = timedelta(minutes=1)
TWICE = {"day": "25", "month": "10", "year": "2026", "time": "01:30"}
NEVER = {"day": "29", "month": "3", "year": "2026", "time": "01:30"}


def time_fields() -> Iterator[tuple[str, LondonDateTimeField]]:
    """Every field of this app into which a time can be typed."""
    for found in pkgutil.iter_modules(examinations.forms.__path__):
        module = importlib.import_module(f"examinations.forms.{found.name}")
        for form in vars(module).values():
            if isinstance(form, type) and issubclass(form, forms.BaseForm) and form.__module__ == module.__name__:
                for name, field in getattr(form, "base_fields", {}).items():
                    if isinstance(field, LondonDateTimeField):
                        yield f"{form.__name__}.{name}", field


FIELDS = dict(time_fields())


@pytest.mark.parametrize("name", FIELDS)
def test_e_04_no_time_field_guesses_in_the_hour_that_happens_twice(name: str) -> None:
    field = FIELDS[name]
    with pytest.raises(ValidationError, match="Choose BST or GMT"):
        field.to_python(TWICE)
    summer, winter = (field.to_python({**TWICE, "zone": zone}) for zone in ("BST", "GMT"))
    assert (summer, winter) == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC))


@pytest.mark.parametrize("name", FIELDS)
def test_no_time_field_takes_the_hour_that_never_happens(name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        FIELDS[name].to_python(NEVER)
    assert refused.value.messages[0].endswith(".")
    assert "01:30" in refused.value.messages[0]


def test_the_forms_were_found() -> None:
    assert {"StartForm.typed_at", "LateEntryForm.released_at", "CorrectForm.happened_at", "ParticularsForm.screening_from"} <= FIELDS.keys()
    assert "ReviewForm.started_at" in FIELDS


def test_every_form_with_a_time_knows_that_tomorrow_has_not_come() -> None:
    for found in pkgutil.iter_modules(examinations.forms.__path__):
        module = importlib.import_module(f"examinations.forms.{found.name}")
        for form in vars(module).values():
            fields = getattr(form, "base_fields", {}).values() if isinstance(form, type) else ()
            if any(isinstance(field, SameDayField) for field in fields):
                assert issubclass(form, SameDay), form


# --- Through the pages -----------------------------------------------------------------------------------------------------


def act(scene: Scene, slug: str, **sent: Any) -> Any:
    return Browser(scene.cast, "pc.stansted").post("examinations:act", scene.examination.pk, slug, **sent)


def at(scene: Scene, minute: float) -> dict[str, str]:
    return {**typed("typed_at", scene.minute(minute)), "reason": "Entered later"}


def refused(response: Any, *words: str) -> None:
    """Answered with the form again, the sentence beside a field and nothing that was typed lost."""
    said = visible_text(response)
    assert response.status_code == 422
    for each in words:
        assert each in said
    assert "Entered later" in text_of(response)


def test_a_time_in_the_future_is_refused_beside_its_field(cast: Cast) -> None:
    scene = begun(cast, 60)
    response = act(scene, "notice", **typed("typed_at", now() + 5 * MINUTE), reason="Entered later")
    refused(response, "This time has not come yet. Check the date and the time.")
    assert "id_typed_at_error" in text_of(response)


@pytest.mark.parametrize("name", ["screening_from", "screening_until"])
def test_a_particular_in_the_future_is_refused_beside_its_field(cast: Cast, name: str) -> None:
    scene = begun(cast, 60)
    sent = {"version": "1", "carrier": "Entered later", **typed(name, now() + 5 * MINUTE)}
    response = Browser(cast, "pc.stansted").post("examinations:particulars", scene.examination.pk, **sent)
    refused(response, "This time has not come yet.")
    assert f"id_{name}_error" in text_of(response)


def test_a_time_far_from_its_entry_is_kept_with_both_stamps_and_its_reason(cast: Cast) -> None:
    scene = begun(cast, 180)
    assert act(scene, "notice", **at(scene, 4)).status_code == 302
    with acting_as(SYSTEM):
        event = TimelineEvent.objects.get(kind=Kind.NOTICE_SERVED)
    assert event.at == scene.minute(4).replace(microsecond=0)
    assert event.received_at - event.at > 170 * MINUTE
    assert event.late_reason == "Entered later"
    page = visible_text(Browser(cast, "pc.stansted").get("examinations:record", scene.examination.pk))
    assert "afterwards: Entered later" in page


def test_a_time_far_from_its_entry_needs_its_reason(cast: Cast) -> None:
    scene = begun(cast, 180)
    response = act(scene, "notice", **typed("typed_at", scene.minute(4)))
    assert response.status_code == 422
    assert "Say why this is entered afterwards." in visible_text(response)


def test_an_hour_that_happens_twice_is_asked_on_the_page(cast: Cast) -> None:
    scene = begun(cast, 60)
    night = {f"typed_at_{part}": value for part, value in TWICE.items()}
    response = act(scene, "notice", **night, reason="Entered later")
    refused(response, "Choose BST or GMT")
    assert 'name="typed_at_zone" value="BST"' in text_of(response)
    assert 'name="typed_at_zone" value="GMT"' in text_of(response)


def test_an_hour_that_never_happens_says_so_on_the_page(cast: Cast) -> None:
    scene = begun(cast, 60)
    night = {f"typed_at_{part}": value for part, value in NEVER.items()}
    refused(act(scene, "notice", **night, reason="Entered later"), "01:30")


def test_a_second_first_question_is_refused_with_what_to_do(cast: Cast) -> None:
    refused(act(begun(cast, 60), "first-question", reason="Entered later"), "‘First question’", "is the second of its kind. Keep one;")


def test_a_second_detention_is_refused_with_what_to_do(cast: Cast) -> None:
    scene = begun(cast, 60)
    scene.detain(20)
    refused(act(scene, "detain", **at(scene, 30)), "‘Detained’", "is the second of its kind. Keep one;")


def test_a_question_before_the_first_is_refused_with_what_to_do(cast: Cast) -> None:
    scene = begun(cast, 60)
    refused(act(scene, "question", **at(scene, -5)), "is before ‘First question’ at", "Correct one of the two.")


def test_a_return_from_a_hospital_nobody_left_for_is_refused_with_what_to_do(cast: Cast) -> None:
    scene = begun(cast, 60)
    refused(act(scene, "hospital-back", **at(scene, 30)), "has no ‘Left for hospital’ before it. Add the departure, or correct the times.")


def test_anything_after_the_release_is_refused_with_what_may_follow(cast: Cast) -> None:
    scene = begun(cast, 60)
    scene.release(30)
    refused(act(scene, "question", **at(scene, 40)), "is after the person was released", "Commissioner events may follow")


def test_a_review_before_the_detention_is_refused_with_what_to_do(cast: Cast) -> None:
    scene = begun(cast, 60)
    scene.detain(30)
    times = {**typed("started_at", scene.minute(20)), **typed("typed_at", scene.minute(25))}
    sent = {**answers(**times), "reason": "Entered later"}
    response = Browser(cast, "sgt.stansted").post("examinations:review", scene.examination.pk, **sent)
    refused(response, "is before ‘Detained’ at", "There was no detention to review: correct one of the two.")


def test_a_screening_that_ends_before_it_begins_is_refused_with_the_rule(cast: Cast) -> None:
    scene = begun(cast, 60)
    times = {**typed("screening_from", scene.minute(-2)), **typed("screening_until", scene.minute(-8))}
    sent = {"version": "1", "carrier": "Entered later", **times}
    refused(
        Browser(cast, "pc.stansted").post("examinations:particulars", scene.examination.pk, **sent),
        "Screening cannot end before it began.",
    )
