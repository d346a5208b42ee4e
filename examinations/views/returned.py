"""A record that came back: the sergeant's words beside the very fields, the original in grey, the addendum beneath, and one press to
send it on."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from borderops.kit.clock import now
from borderops.kit.methods import require_POST
from examinations import queries
from examinations.actions import add_addendum, resubmit_examination
from examinations.fields import LABELS
from examinations.forms.submitting import AddendumForm, OtherAddendumForm, SendForm
from examinations.models import Addendum, Examination
from examinations.queries import RecordPage
from examinations.views.common import actor_of, page, record_for, refusals_beside, refusals_told
from examinations.views.completing import after_sending
from examinations.views.record import head
from examinations.wording import NAMES, written
from organisation.doors import forbidden_is_403, needs
from organisation.drafts import Kept, discard_draft, kept_of, part_of
from organisation.once import once

ADDENDUM = "examinations.addendum"


@dataclass(frozen=True, slots=True)
class Named:
    """One field that was named in the return."""

    name: str
    label: str
    words: str
    original: str
    addenda: tuple[Addendum, ...]
    form: AddendumForm
    kept: Kept | None = None


def original_of(examination: Examination, name: str) -> str:
    """What the record says in a field, in words."""
    if name in NAMES:
        return written(name, getattr(examination.particulars, name), examination.power, examination.started_at)
    if name == "power":
        return str(examination.get_power_display())
    return examination.place if name == "place" else ""


def _form(name: str, sent: AddendumForm | None) -> AddendumForm:
    if sent is not None and sent.data.get("field") == name:
        return sent
    return AddendumForm(initial={"field": name}, auto_id=f"id_{name}_%s")


def _named(examination: Examination, shown: RecordPage, sent: AddendumForm | None) -> list[Named]:
    """The named fields in the order of the form, whatever order they were named in."""
    standing = next((each for each in shown.returns if each.answered_at is None), None)
    asked = standing.fields if standing else {}
    return [
        Named(
            name=name,
            label=label,
            words=asked[name],
            original=original_of(examination, name),
            addenda=tuple(each for each in shown.addenda if each.field == name),
            form=_form(name, sent),
        )
        for name, label in LABELS.items()
        if name in asked
    ]


def _about(pk: UUID, form: AddendumForm) -> UUID:
    """Which part of the record the form answers, for what is typed and not sent. The one that leaves it open is one for all the rest."""
    return part_of(pk, "" if isinstance(form, OtherAddendumForm) else str(form["field"].value()))


@needs("examination.amend")
@forbidden_is_403
@once
def returned(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer a return, field by field."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk, "examination.amend")
    shown = queries.record_page(actor, examination, at)
    standing = next((each for each in shown.returns if each.answered_at is None), None)
    asked = set(standing.fields) if standing else set()
    sent: AddendumForm | None = None
    if request.method == "POST":
        sent = AddendumForm(request.POST) if request.POST.get("field") in asked else OtherAddendumForm(request.POST)
        if sent.is_valid():
            given = sent.cleaned_data
            with refusals_beside(sent):
                add_addendum(
                    examination=examination, field=given["field"], addition=given["addition"], reason=given["reason"], by=actor, at=at
                )
                discard_draft(owner=actor.user, form=ADDENDUM, thing_id=_about(pk, sent), at=at)
                messages.success(request, f"Added beside “{LABELS[given['field']]}”")
                return redirect("examinations:returned", pk)
    named = _named(examination, shown, sent)
    other = sent if isinstance(sent, OtherAddendumForm) else OtherAddendumForm(auto_id="id_other_%s")
    kept = kept_of(actor.user, ADDENDUM, {_about(pk, form): form for form in (*(each.form for each in named), other)})
    context = {
        **head(actor, examination, "record"),
        "page": shown,
        "standing": standing,
        "named": [replace(each, kept=kept[_about(pk, each.form)]) for each in named],
        "unanswered": [each.label for each in named if not each.addenda],
        "other_addenda": [each for each in shown.addenda if each.field not in asked],
        "other": other,
        "other_kept": kept[_about(pk, other)],
        "form": sent,
        "send": SendForm(auto_id="id_send_%s"),
    }
    return page(request, "examinations/returned.html", context)


@needs("examination.amend")
@require_POST
@forbidden_is_403
@once
def resubmit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The one press that sends the record back to its assurer."""
    examination, actor = record_for(request, pk, "examination.amend"), actor_of(request)
    with refusals_told(request):
        version = resubmit_examination(examination=examination, by=actor, at=now())
        messages.success(request, "Sent back. The record awaits quality assurance again.")
        return after_sending(actor, version.examination)
    return redirect("examinations:record", pk)
