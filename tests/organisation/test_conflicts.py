"""The page of the second of two writers: both texts, nothing lost, and the own one ready to be sent over the other."""

import pytest
from django import forms
from django.http import HttpResponse, QueryDict
from django.test import RequestFactory

from borderops.kit import forms as kit
from borderops.kit.clock import now
from organisation.conflicts import conflict
from organisation.policy import NOBODY

FIELDS = {"text": "What happened", "place": "Place"}
KEY = "5b1a4a5e-0000-4000-8000-000000000001"
SENT = f"text=Mine+%3Cb%3E&place=Gate+12&version=3&submission_id={KEY}"


class Report(kit.Once, kit.Versioned, kit.Form):
    text = forms.CharField(widget=forms.Textarea)
    place = forms.CharField()


@pytest.fixture
def page(db: None) -> HttpResponse:
    request = RequestFactory().post("/examinations/1/particulars/", SENT, content_type="application/x-www-form-urlencoded")
    request.actor, request._dont_enforce_csrf_checks = NOBODY, True  # type: ignore[attr-defined]
    form = Report(request.POST)
    assert form.is_valid()
    theirs = {"text": "Theirs & more", "place": "Gate 12", "unshown": "x"}
    return conflict(
        request, mine=form.cleaned_data, theirs=theirs, fields=FIELDS, form=form, version=4, their_number="4201", their_at=now()
    )


def test_both_texts_are_shown_where_they_differ_and_nowhere_else(page: HttpResponse) -> None:
    text = page.content.decode()
    assert page.status_code == 409
    assert "Theirs &amp; more" in text
    assert "Mine &lt;b&gt;" in text
    assert text.count("What you sent") == 1
    assert "4201" in text


def test_sending_the_own_text_again_is_sent_over_the_present_version_with_a_new_id(page: HttpResponse) -> None:
    text = page.content.decode()
    assert 'name="version" value="4"' in text
    assert 'name="submission_id"' in text
    assert KEY not in text
    assert 'action="/examinations/1/particulars/"' in text


def test_without_a_form_only_the_texts_are_shown(db: None) -> None:
    request = RequestFactory().post("/")
    request.actor = NOBODY  # type: ignore[attr-defined]
    request.POST = QueryDict("")
    page = conflict(request, mine={"text": "a"}, theirs={"text": "b"}, fields=FIELDS)
    assert "Save mine on top" not in page.content.decode()
