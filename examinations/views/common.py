"""What the views of a record share: the way through the door, a refusal shown beside its field, and the status of an unfinished form."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from borderops.kit.clock import now
from examinations import queries
from examinations.models import Examination
from examinations.refusals import Refusal
from organisation.doors import DoorRequest, enter
from organisation.drafts import NOT_TYPED, discard_draft, kept_in, part_of
from organisation.policy import Actor

SEE = "examination.view"
FORM = "examinations.form"
"""Under which what is typed into a form with a page of its own is kept, by the record and the address of the page."""


def actor_of(request: HttpRequest) -> Actor:
    return cast(DoorRequest, request).actor


def record_for(request: HttpRequest, pk: UUID, verb: str = SEE, *, read: bool = True) -> Examination:
    """The record, if the actor may see it (404) and do `verb` to it (403)."""
    return enter(request, queries.record_by_key, pk, see=SEE, verb=verb, read=read)


@contextmanager
def refusals_beside(form: forms.BaseForm, **renamed: str) -> Iterator[None]:
    """A refusal inside becomes an error beside the field that it is about; nothing that was typed is lost.

    `renamed` maps the action's name of a field to the form's, where they differ.
    """
    try:
        yield
    except Refusal as refusal:
        name = renamed.get(refusal.field, refusal.field)
        form.add_error(name if name in form.fields else None, str(refusal))


@contextmanager
def refusals_told(request: HttpRequest) -> Iterator[None]:
    """For an act that is one press without a form: a refusal inside is told on the page that follows."""
    try:
        yield
    except Refusal as refusal:
        messages.error(request, str(refusal))


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page; with status 422 when its form was sent and cannot be taken as it is, so that readings and drafts are kept."""
    form = context.get("form")
    failed = isinstance(form, forms.BaseForm) and form.is_bound and bool(form.errors)
    return render(request, template, context, status=422 if failed else 200)


def form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page of one form about a record, with what its reader typed into it and did not send. One query more."""
    kept = kept_in(actor_of(request).user, FORM, _place_of(request), context["form"])
    return page(request, template, {**context, "kept": kept})


def finished(request: HttpRequest, to: str, *args: object) -> HttpResponseRedirect:
    """The form of such a page has done its work: nothing of it is kept any longer. A press without a form had nothing to keep."""
    if set(request.POST) - NOT_TYPED:
        discard_draft(owner=actor_of(request).user, form=FORM, thing_id=_place_of(request), at=now())
    return redirect(to, *args)


def _place_of(request: HttpRequest) -> UUID:
    assert request.resolver_match is not None
    return part_of(request.resolver_match.kwargs["pk"], request.path)
