"""What was typed into a form and not sent, put back when its writer comes again; for the forms that keep a draft."""

from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.urls import reverse

from organisation.drafts import draft_number, load_draft, restore
from organisation.models import User


def draft_of(form: BaseForm, *, name: str, owner: User, thing_id: UUID) -> dict[str, Any]:
    """Put back what was typed and not saved; where and under which number the page goes on keeping it."""
    draft = None if form.is_bound else load_draft(owner, name, thing_id)
    if draft is not None:
        restore(form, draft)
        if "version" in form.fields:
            # Said to be written over the version that its writer saw, so that a later one is never overwritten unseen.
            form.initial["version"] = draft.based_on
    return {
        "draft": draft,
        "draft_url": reverse("save_draft", args=[name, thing_id]),
        "draft_version": draft.version if draft else draft_number(owner, name, thing_id),
    }
