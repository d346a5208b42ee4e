"""A record as it stood at any instant, plainly marked as the past; and what its examiners add to it after submission, beside the
original."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import linebreaksbr

from borderops.kit.clock import now
from borderops.kit.methods import require_GET
from borderops.kit.parts import Fact
from examinations import clocks, faces, queries
from examinations.actions import add_addendum
from examinations.fields import LABELS
from examinations.forms.past import PastForm
from examinations.forms.submitting import OtherAddendumForm
from examinations.models import Examination
from examinations.property.things import names_of
from examinations.queries import Past
from examinations.views.common import actor_of, page, record_for, refusals_beside
from examinations.views.record import head
from examinations.views.sections import Group
from examinations.wording import SECTIONS, written
from organisation.doors import forbidden_is_403, needs
from organisation.once import once
from organisation.policy import hidden_fields


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
        past = queries.as_it_stood(examination, form.cleaned_data["then"])
        hidden = hidden_fields(actor, "examination.view", examination)
        context |= {
            "past": past,
            "things": queries.things_then(examination, past),
            "names": names_of(past.events),
            "tone_then": faces.STATE_TONES[past.state.value],
            "lines": faces.lines(past.events, past.reviews, of=examination, at=past.at),
            "is_first_page": True,
            "groups": _groups(examination, past, hidden),
            "other_addenda": [each for each in past.addenda if each.field not in _in_groups()],
            "shown": faces.shown_clocks(clocks.next_instant(past.evaluation), past.evaluation),
            "changed": [name for name in past.since.fields if name not in {LABELS[each] for each in hidden if each in LABELS}],
        }
    return page(request, "examinations/as_it_stood.html", context)


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
            messages.success(request, f"Added beside “{LABELS[given['field']]}”, and frozen with the record as its next version.")
            return redirect("examinations:facts", pk)
    return page(request, "examinations/supplement.html", {"form": form, "examination": examination})
