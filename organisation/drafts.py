"""What a person types is kept on the server while they type, for them alone. A draft is no record of fact: it is emptied when the form is
saved, and an autosave that arrives late never overwrites a newer one nor brings a finished draft back."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from organisation.models import Draft, User

FORM_NAME = re.compile(r"[a-z_]{1,30}\.[a-z_]{1,29}")
LARGEST = 200_000  # bytes of one draft
MOST = 200  # drafts of one person
# A saved form's draft jumps this far ahead, so that autosaves still under way are older than it.
BEYOND = 10_000
NOT_TYPED = {"csrfmiddlewaretoken", "sender", "carried", "submission_id", "version", "draft_version", "pressed_at"}
SAVE = """
INSERT INTO organisation_draft (id, owner_id, form, thing_id, version, based_on, fields, saved_at)
SELECT gen_random_uuid(), %(owner)s, %(form)s, %(thing)s, %(version)s, %(based_on)s, %(fields)s::jsonb, %(at)s
WHERE (SELECT count(*) FROM organisation_draft WHERE owner_id = %(owner)s) < %(most)s
   OR EXISTS (SELECT 1 FROM organisation_draft WHERE owner_id = %(owner)s AND form = %(form)s AND thing_id = %(thing)s)
ON CONFLICT (owner_id, form, thing_id) DO UPDATE
SET version = excluded.version, based_on = excluded.based_on, fields = excluded.fields, saved_at = excluded.saved_at
WHERE organisation_draft.version < excluded.version
"""
# A row even where none was: the first autosave may still be under way when the form that it belongs to is saved already.
DISCARD = """
INSERT INTO organisation_draft (id, owner_id, form, thing_id, version, based_on, fields, saved_at)
VALUES (gen_random_uuid(), %(owner)s, %(form)s, %(thing)s, %(beyond)s, 0, '{}'::jsonb, %(at)s)
ON CONFLICT (owner_id, form, thing_id) DO UPDATE
SET fields = excluded.fields, version = organisation_draft.version + %(beyond)s, saved_at = excluded.saved_at
"""


class Unacceptable(Exception):
    """The autosave cannot be taken. The text is fit for the screen."""


class Overtaken(Exception):
    """A newer draft of this form is kept already."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One autosave: the fields by name (each a list of values, as forms send them), its number, and the record's version below it."""

    fields: dict[str, list[str]]
    version: int
    based_on: int


def read(request: HttpRequest) -> Typed:
    """The autosave in a request: the form's own fields with `draft_version` and `version`, or JSON with `fields`, `version`, `based_on`."""
    try:
        if request.content_type == "application/json":
            body = json.loads(request.body)
            fields = {
                str(name): [str(one) for one in value] if isinstance(value, list) else [str(value)]
                for name, value in body["fields"].items()
            }
            version, based_on = int(body["version"]), int(body.get("based_on") or 0)
        else:
            fields = {name: [str(one) for one in values] for name, values in request.POST.lists()}
            version, based_on = int(request.POST["draft_version"]), int(request.POST.get("version") or 0)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unacceptable("This is not a draft that the service can read.") from error
    return Typed({name: values for name, values in fields.items() if name not in NOT_TYPED}, version, based_on)


def save_draft(*, owner: User, form: str, thing_id: UUID, typed: Typed, at: datetime) -> int:
    """Keep what was typed; the number it is kept under. One query for a draft that exists.

    Raises Unacceptable for a name or size that no form of ours has, Overtaken when what is kept is as new or newer.
    """
    fields = json.dumps(typed.fields)
    if not FORM_NAME.fullmatch(form) or not 0 < typed.version < 2**31 - BEYOND or not 0 <= typed.based_on < 2**31:
        raise Unacceptable("This is not a draft that the service can read.")
    if len(fields.encode()) > LARGEST:
        raise Unacceptable("This is too long to be kept as a draft. Save the form.")
    values: dict[str, str | int | UUID | datetime] = {
        "owner": owner.pk, "form": form, "thing": thing_id, "version": typed.version,
        "based_on": typed.based_on, "fields": fields, "at": at, "most": MOST,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(SAVE, values)
        if cursor.rowcount:
            return typed.version
    if Draft.objects.filter(owner=owner, form=form, thing_id=thing_id).exists():
        raise Overtaken
    raise Unacceptable("You have too many unfinished forms. Save some of them.")


def load_draft(owner: User, form: str, thing_id: UUID) -> Draft | None:
    """What the owner typed last into this form and did not save. Its `version` goes into the form's `data-draft-version`."""
    draft = Draft.objects.filter(owner=owner, form=form, thing_id=thing_id).first()
    return draft if draft and draft.fields else None


def draft_number(owner: User, form: str, thing_id: UUID) -> int:
    """The number from which a page counts its autosaves on, whether there is a draft to show or only what one left behind."""
    found = Draft.objects.filter(owner=owner, form=form, thing_id=thing_id).values_list("version", flat=True).first()
    return found or 0


def restore(form: BaseForm, draft: Draft) -> None:
    """Show the draft in an unbound form: each field's widget reads its part as it would from a submission, and nothing is validated yet."""
    data: MultiValueDict[str, str] = MultiValueDict(draft.fields)
    for name, field in form.fields.items():
        html_name = form.add_prefix(name)
        if name not in NOT_TYPED and not field.widget.value_omitted_from_data(data, MultiValueDict(), html_name):
            form.initial[name] = field.widget.value_from_datadict(data, MultiValueDict(), html_name)


def discard_draft(*, owner: User, form: str, thing_id: UUID, at: datetime) -> None:
    """The form was saved, or its owner threw the typing away: nothing of it stays but its number, which late autosaves fail on."""
    values: dict[str, str | int | UUID | datetime] = {"owner": owner.pk, "form": form, "thing": thing_id, "beyond": BEYOND, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(DISCARD, values)
