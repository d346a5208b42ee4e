"""A record as it stood at any instant, plainly marked as the past; and what its examiners add to it after submission, beside the
original."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import linebreaksbr

from borderops.kit.clock import now
from borderops.kit.methods import require_GET
from borderops.kit.parts import Fact
from examinations import faces, queries
from examinations.actions import add_addendum
from examinations.actions.linking import encounter_of
from examinations.fields import LABELS
from examinations.forms.past import PastForm
from examinations.forms.submitting import OtherAddendumForm
from examinations.goods import goods_rows, goods_values
from examinations.models import Examination, Subject, Supplement
from examinations.property.things import names_of
from examinations.queries import Past
from examinations.queries.rights import person_of
from examinations.reference import legal_aid
from examinations.views.common import actor_of, page, record_for, refusals_beside
from examinations.views.record import head
from examinations.views.rights import parts_of, shown_authority
from examinations.views.sections import Group
from examinations.wording import SECTIONS, written
from organisation.doors import forbidden_is_403, needs
from organisation.drafts import discard_draft, kept_in
from organisation.once import once
from organisation.policy import Actor, hidden_fields

SUPPLEMENT = "examinations.supplement"


@needs("examination.view")
@require_GET
def as_it_stood(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for an instant; then the record as known at it, its clocks as they stood, and what has changed since."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk)
    asked = any(name.startswith("then_") for name in request.GET)
    form = PastForm(request.GET if asked else None, examination=examination, at=at, initial={"then": examination.created_at})
    context = {**head(actor, examination, "as_it_stood"), "form": form}
    if asked and form.is_valid():
        context |= _drawn(actor, examination, queries.as_it_stood(examination, form.cleaned_data["then"]))
    return page(request, "examinations/as_it_stood.html", context)


def _drawn(actor: Actor, examination: Examination, past: Past) -> dict[str, Any]:
    """Everything that the record's own sections show, drawn from the record as it stood."""
    hidden = hidden_fields(actor, "examination.view", examination)
    record, things = past.record, queries.things_then(past)
    is_person = record.subject == Subject.PERSON
    reason = person_of(past.particulars).adult_reason(record.started_at.date())
    parts = parts_of(record) if is_person else []
    said = [part for part in parts if part.entries or {"authority": things.authorities, "adult": reason}.get(part.heading.slug)]
    filled_in = {each.event_id for each in past.rows.all(Supplement) if each.pk in past.changed}
    return {
        "past": past,
        "things": things,
        "names": names_of(past.events),
        "tone_then": faces.STATE_TONES[past.state.value],
        "lines": faces.lines(past.events, past.reviews, of=record, at=past.at),
        "is_first_page": True,
        "parts": said,
        "unsaid": [part for part in parts if part not in said],
        "authorities": [shown_authority(row, record) for row in things.authorities],
        "adult_reason": reason,
        "legal_aid": legal_aid(record.power, record.started_at),
        "changed_rows": past.changed | filled_in,
        "goods_facts": [] if is_person else [Fact(*row) for row in goods_rows(goods_values(record.goods))],
        "linked": queries.linked_then(examination, encounter_of(examination), past.at) if examination.encounter_began_at else [],
        "groups": _groups(examination, past, hidden) if is_person else [],
        "other_addenda": [each for each in past.addenda if not is_person or each.field not in _in_groups()],
        "changed": [name for name in past.since.fields if name not in {LABELS[each] for each in hidden if each in LABELS}],
    }


def _in_groups() -> set[str]:
    return {name for section in SECTIONS for name in section.names}


def _groups(examination: Examination, past: Past, hidden: frozenset[str]) -> list[Group]:
    """The particulars of that instant in the order of the form; what had been added by then stands beneath."""
    found = []
    for section in SECTIONS:
        names = [name for name in section.names if name not in hidden]
        values = {name: getattr(past.particulars, name, None) for name in names}
        facts = tuple(
            Fact(LABELS[name], linebreaksbr(written(name, values[name], examination.power, examination.started_at))) for name in names
        )
        found.append(Group(section.slug, section.title, facts, tuple(each for each in past.addenda if each.field in names)))
    return found


@needs("examination.supplement")
@forbidden_is_403
@once
def supplement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add to a submitted or accepted record, with the reason. Nothing that was submitted is changed."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk, "examination.supplement")
    form = OtherAddendumForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals_beside(form):
            add_addendum(examination=examination, field=given["field"], addition=given["addition"], reason=given["reason"], by=actor, at=at)
            discard_draft(owner=actor.user, form=SUPPLEMENT, thing_id=pk, at=at)
            messages.success(request, f"Added beside “{LABELS[given['field']]}”, and frozen with the record as its next version.")
            return redirect("examinations:facts", pk)
    return page(
        request,
        "examinations/supplement.html",
        {"form": form, "examination": examination, "kept": kept_in(actor.user, SUPPLEMENT, pk, form)},
    )
