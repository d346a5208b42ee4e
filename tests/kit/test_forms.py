"""Forms come out in the markup of the Design System, say what is wrong beside the field, and lose nothing that was typed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms

from borderops.kit.forms import Checkboxes, DateField, Form, LondonDateTimeField, Once, Pressed, Radios, errors_of
from tests.markup import tidy


class Act(Once, Pressed, Form):
    power = forms.ChoiceField(choices=[("S7", "Schedule 7"), ("S3", "Schedule 3")], widget=Radios(hints={"S7": "Terrorism"}))
    outcome = forms.ChoiceField(choices=[("A", "Released"), ("B", "Something else")], widget=Radios(reveals={"B": "other"}))
    other = forms.CharField(label="What was it", required=False)
    grounds = forms.MultipleChoiceField(choices=[("1", "Route"), ("2", "Papers")], widget=Checkboxes(), required=False)
    at = LondonDateTimeField(label="When")
    born_on = DateField(label="Date of birth", required=False)
    account = forms.CharField(widget=forms.Textarea, max_length=40, help_text="In their own words", required=False)
    bags = forms.IntegerField(required=False, min_value=0)


def boxes(name: str, **parts: str) -> dict[str, str]:
    return {f"{name}_{part}": value for part, value in parts.items()}


GOOD = {
    "submission_id": "6f1c2d1e-1b7a-4d7e-9d43-0d7d4d3f9a10",
    "power": "S7",
    "outcome": "A",
    **boxes("at", day="23", month="11", year="2026", time="10:42"),
}


def sent(**changes: Any) -> Act:
    return Act({**GOOD, **changes})


def test_a_plain_field_has_its_label_its_hint_and_what_describes_it() -> None:
    html = tidy(str(Act()["account"].as_field_group()))
    assert '<label class="govuk-label govuk-label--s" for="id_account"> Account' in html
    assert '<div id="id_account_hint" class="govuk-hint">In their own words</div>' in html
    assert 'aria-describedby="id_account_hint id_account-info"' in html


def test_a_long_text_is_counted_and_never_cut_by_the_browser() -> None:
    html = tidy(str(Act()["account"].as_field_group()))
    assert 'data-maxlength="40"' in html
    assert ' maxlength="' not in html


def test_a_text_over_its_limit_is_refused_with_everything_that_was_typed() -> None:
    form = sent(account="x" * 41)
    assert not form.is_valid()
    assert "x" * 41 in str(form["account"])
    assert errors_of(form) == [("id_account", "Account must be 40 characters or fewer; it has 41.")]


def test_the_browsers_own_bubbles_stay_off() -> None:
    assert " required" not in str(Act())


def test_each_error_stands_beside_its_field_and_in_the_summary_with_a_link_to_the_first_thing_to_mend() -> None:
    form = Act({"submission_id": GOOD["submission_id"]})
    assert errors_of(form) == [("id_power_0", "Choose power"), ("id_outcome_0", "Choose outcome"), ("id_at_time", "Enter when")]
    said = '<p id="id_power_error" class="govuk-error-message"> <span class="govuk-visually-hidden">Error:</span> Choose power'
    assert said in tidy(str(form))
    assert 'aria-describedby="id_power_error"' in str(form["power"].as_field_group())


def test_an_authors_own_message_is_kept() -> None:
    class Own(Form):
        why = forms.CharField(error_messages={"required": "Say why, in a sentence."})

    assert errors_of(Own({})) == [("id_why", "Say why, in a sentence.")]


def test_choices_are_marked_up_with_their_hints_and_escaped() -> None:
    class Odd(Form):
        pick = forms.ChoiceField(choices=[("a", "<b>bold</b>")], widget=Radios(hints={"a": "& so on"}))

    html = tidy(str(Odd()))
    assert 'class="govuk-radios__input"' in html
    assert "&lt;b&gt;bold&lt;/b&gt;" in html
    assert "&amp; so on" in html


def test_a_revealed_field_is_drawn_once_inside_its_choice() -> None:
    html = tidy(str(Act()))
    assert html.count('name="other"') == 1
    inside = html.split('id="conditional-id_outcome_1"')[1]
    assert inside.index('name="other"') < inside.index('name="grounds"')
    assert "govuk-radios__conditional--hidden" in html
    assert "govuk-radios__conditional--hidden" not in str(sent(outcome="B"))


def test_optional_fields_say_so_and_a_form_may_stop_it() -> None:
    class Quiet(Act):
        mark_optional = False

    assert "(optional)" in str(Act()["bags"].as_field_group())
    assert "(optional)" not in str(Quiet())


def test_numbers_are_typed_as_text_with_a_number_pad() -> None:
    html = tidy(str(Act()["bags"]))
    assert 'type="text" inputmode="numeric"' in html
    assert " min=" not in html


def test_what_was_chosen_is_still_chosen_when_the_form_comes_back() -> None:
    form = sent(grounds=["2"], power="", at_time="nonsense")
    html = tidy(str(form))
    assert 'value="2" checked' in html
    assert 'value="nonsense"' in html


def test_a_london_time_becomes_an_instant_in_utc() -> None:
    form = sent(**boxes("at", day="1", month="7", year="2026", time="10:42"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"] == datetime(2026, 7, 1, 9, 42, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["1042", "10:42", "10.42", "10h42", "10 42", "10:42:00"])
def test_a_time_may_be_typed_in_any_of_the_usual_ways(typed: str) -> None:
    form = sent(at_time=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"] == datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"at_time": ""}, "When must include a time, such as 10:42."),
        ({"at_time": "25:00"}, "When must be a 24-hour time, such as 09:05 or 22:40."),
        ({"at_time": "10:61"}, "When must be a 24-hour time, such as 09:05 or 22:40."),
        ({"at_year": ""}, "When must include a year."),
        ({"at_month": "", "at_year": ""}, "When must include a month and a year."),
        ({"at_day": "31", "at_month": "2"}, "When must be a real date, such as 27 3 2026."),
        (
            {"at_day": "29", "at_month": "3", "at_time": "01:30"},
            "01:30 did not happen on 29 March 2026: the clocks went forward.",
        ),
    ],
)
def test_what_is_wrong_with_a_time_is_said_in_one_sentence(changes: dict[str, str], message: str) -> None:
    assert errors_of(sent(**changes)) == [("id_at_time", message)]


def test_the_hour_that_happens_twice_is_asked_about_and_then_understood() -> None:
    night = boxes("at", day="25", month="oct", year="2026", time="01:30")
    assert 'value="GMT"' not in str(sent()["at"])
    form = sent(**night)
    assert not form.is_valid()
    assert "Choose BST or GMT" in errors_of(form)[0][1]
    assert 'value="BST"' in str(form["at"])
    told = sent(**night, at_zone="BST")
    assert told.is_valid(), told.errors
    assert told.cleaned_data["at"] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_an_instant_is_shown_again_as_it_was_meant() -> None:
    form = Act(initial={"at": datetime(2026, 10, 25, 1, 30, 7, tzinfo=UTC)})
    html = tidy(str(form["at"]))
    assert 'value="01:30:07"' in html
    assert 'value="GMT" checked' in html


def test_a_date_with_a_short_year_or_a_missing_part_is_refused_and_one_with_a_word_taken() -> None:
    assert sent(**boxes("born_on", day="27", month="March", year="1987")).is_valid()
    short = sent(**boxes("born_on", day="27", month="3", year="87"))
    assert errors_of(short) == [("id_born_on_day", "Date of birth must have a year with four figures.")]
    assert errors_of(sent(born_on_day="27")) == [("id_born_on_day", "Date of birth must include a month and a year.")]


def test_an_empty_optional_date_is_none() -> None:
    form = sent()
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born_on"] is None
    assert form.cleaned_data["pressed_at"] is None


def test_a_date_that_did_not_change_is_not_called_changed() -> None:
    form = Act(GOOD | boxes("born_on", day="27", month="3", year="1987"), initial={"born_on": date(1987, 3, 27)})
    assert "born_on" not in form.changed_data


def test_the_moment_of_pressing_is_read_to_the_millisecond() -> None:
    form = sent(pressed_at="2026-11-23T10:42:07.125Z")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["pressed_at"] == datetime(2026, 11, 23, 10, 42, 7, 125000, tzinfo=UTC)


def test_every_drawn_form_has_a_one_time_id_of_its_own() -> None:
    assert Act()["submission_id"].value() != Act()["submission_id"].value()


def test_typed_text_is_escaped_wherever_it_is_shown_again() -> None:
    form = sent(account="<script>alert(1)</script>" * 2, at_time='"><script>')
    assert not form.is_valid()
    assert "<script>" not in str(form)


def test_a_plain_django_form_is_drawn_in_the_same_markup() -> None:
    class Plain(forms.Form):
        port = forms.CharField()

    html = tidy(str(Plain()))
    assert '<input type="text" name="port" class="govuk-input" id="id_port">' in html
