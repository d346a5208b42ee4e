"""What the views of a record share: the way through the door, a refusal shown beside its field, and the status of an unfinished form."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from examinations import queries
from examinations.models import Examination
from examinations.refusals import Refusal
from organisation.doors import DoorRequest, enter
from organisation.policy import Actor

SEE = "examination.view"


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
