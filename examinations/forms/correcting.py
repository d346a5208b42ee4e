"""A wrong entry put right: the form of its own act, filled in as the entry stands, with the time at which it happened and the reason. The
first press stays on the timeline, struck through."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from examinations.actions import Instead
from examinations.forms.acts import ActForm, form_for
from examinations.forms.biometrics import BiometricForm, FurtherPrintsForm
from examinations.forms.correcting_things import form_beside
from examinations.forms.rights import AuthorityForm
from examinations.forms.searching import SearchForm
from examinations.forms.when import SameDay, SameDayField, text
from examinations.models import Authority, Biometric, Examination, Kind, Search, TimelineEvent
from examinations.offers import BY_SLUG
from organisation.policy import Actor

SLUGS = {offer.kind: offer.slug for offer in reversed(BY_SLUG.values())}
"""By kind of fact, an act that records it; where there are two, they ask the same."""


class PlainForm(ActForm):
    """A fact of which nothing but its words was asked, or whose particulars are kept, and put right, with the thing that it is about."""

    words = text("What is said about it", rows=3, most=4000)


class CorrectForm(SameDay):
    """What every correction asks. With the form of an act it is that act's correction."""

    happened_at = SameDayField(label="When it happened", help_text="London time. Leave the date out when it is today.")
    until = SameDayField(label="Until", required=False, help_text="London time. Leave it empty if no end is to be recorded.")
    reason = text("Why it is corrected", rows=2, most=500, required=True)
    typed_at = pressed_at = None

    known: Mapping[str, datetime | None]  # the times that are on record, by the names of the form

    def for_entry(self, examination: Examination, event: TimelineEvent) -> None:
        """Fit the form to the record and to the entry that it corrects."""
        assert isinstance(self, ActForm)
        self.wrong, self.known = event, {"happened_at": event.at, "until": event.until}
        self.about(examination)
        self.as_correction(event)
        if event.until is None:
            del self.fields["until"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begun, until = cleaned.get("happened_at"), cleaned.get("until")
        if begun and until and until < begun:
            self.add_error("until", "It cannot end before it began.")
        return cleaned

    def instant_of(self, name: str) -> datetime | None:
        """A time as typed; the entry's own, to the fraction of a second that no box shows, where it was left alone."""
        typed, before = self.cleaned_data.get(name), self.known[name]
        is_same = typed is not None and before is not None and typed == before.replace(microsecond=0)
        return before if is_same else typed


def correct_form(event: TimelineEvent, examination: Examination, data: Any, at: datetime, by: Actor) -> Any:
    """The form with which this person corrects this entry, filled in as it stands."""
    base = form_beside(event, by) or _form_of(event)
    own = tuple(name for name in base.field_order if name not in {"typed_at", "reason"})
    order = ("happened_at", "until", *own, "reason")
    made: Any = type(f"Correct{base.__name__}", (CorrectForm, base), {"field_order": order})
    form = made(data, at=at, initial={**base.of(event), "happened_at": event.at, "until": event.until})
    form.for_entry(examination, event)
    return form


def _form_of(event: TimelineEvent) -> type[ActForm]:
    if event.kind == Kind.FURTHER_PRINTS:
        return FurtherPrintsForm
    found = form_for(SLUGS.get(event.kind, ""))
    ref = event.detail.get("ref")
    if found is ActForm:
        return PlainForm
    if issubclass(found, AuthorityForm):
        authority = Authority.objects.filter(event=event).first()
        return found if authority is not None and authority.manner != Authority.Manner.ASKED else PlainForm
    if issubclass(found, SearchForm):
        return found if Search.objects.filter(pk=ref).exists() else PlainForm
    if issubclass(found, BiometricForm):
        return found if Biometric.objects.filter(pk=ref).exists() else PlainForm
    return found


def instead_of(form: Any, event: TimelineEvent) -> Instead:
    """What the corrected entry says instead, for `supersede_event`."""
    has_no_end = event.until is not None and form.cleaned_data.get("until") is None
    if hasattr(form, "beside"):
        return Instead(beside=form.beside(), has_no_end=has_no_end)
    if isinstance(form, AuthorityForm):
        return Instead(sought=form.sought(), is_oral=form.is_oral, has_no_end=has_no_end)
    if isinstance(form, SearchForm):
        return Instead(search=form.details(), has_no_end=has_no_end)
    if isinstance(form, BiometricForm):
        return Instead(taking=form.details(), has_no_end=has_no_end)
    kept = {name: value for name, value in event.detail.items() if name not in form.own}
    return Instead(officer=form.cleaned_data.get("officer"), detail={**kept, **form.detail()}, has_no_end=has_no_end)
