"""Starting an examination: two presses with what today's duty already says, or from a blank pad once the network is back."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from borderops.kit.forms import Form, Once, Radios
from examinations.forms.journey import ASKED, SMALL_BOAT_ALONE, Travelling, Written
from examinations.forms.passport import box
from examinations.forms.when import SameDay, SameDayField, When, line, text
from examinations.law.in_force import live_law
from examinations.models.examination import Particulars, Power
from examinations.nexus import why_not
from organisation.models import Port

NO_SMALL_BOATS = (
    "Schedule 3 has no extension to people who arrived by small boat. "
    "At a port, choose Arriving; elsewhere, examine under Schedule 7 or not at all."
)


class Place(Form):
    """Port and place."""

    port = forms.ModelChoiceField(label="Port", queryset=Port.objects.none(), empty_label=None)
    place = line("Place", most=80, hint="For example, Gate 12 or Arrivals hall")

    def __init__(self, *args: Any, ports: QuerySet[Port], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["port"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = ports
        self.fields["place"].widget.attrs["list"] = "places"

    def places(self) -> list[str]:
        """What may be chosen for the place, of every port that this officer may act at."""
        field = self.fields["port"]
        assert isinstance(field, forms.ModelChoiceField)
        return sorted({str(place) for port in field.queryset or () for place in port.places})


class Placed(Place):
    """Power, port and place."""

    power = forms.ChoiceField(label="Power", choices=Power.choices, widget=Radios())


class StartForm(Placed, Travelling, When):
    """The second press. `first` is the button that was pressed. A power that is not there is not used; what was done already is
    recorded."""

    FIRST_QUESTION, DETAINED = "FIRST_QUESTION", "DETAINED"
    first = forms.ChoiceField(
        choices=[(FIRST_QUESTION, "First question now"), (DETAINED, "Detained before questioning")],
        initial=FIRST_QUESTION,
        required=False,
        widget=forms.HiddenInput,
    )
    passport = box()

    field_order = ("power", "port", "place", *ASKED, "typed_at", "reason")

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        if self["power"].value() == Power.CTBSA_S3:
            self._without_small_boats()

    def _without_small_boats(self) -> None:
        """Schedule 3 has no extension to them, so that nothing about it is asked."""
        for name in SMALL_BOAT_ALONE:
            del self.fields[name]
        field = self.fields["direction"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [each for each in Particulars.Direction.choices if each[0] != Particulars.Direction.SMALL_BOAT]
        field.error_messages["invalid_choice"] = NO_SMALL_BOATS

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("power") and not cleaned.get("typed_at") and not self.errors:
            refusal = why_not(
                power=cleaned["power"],
                at=self.at,
                journey=cleaned.get("direction", ""),
                premises=cleaned.get("premises", ""),
                landed_at=cleaned.get("landed_at"),
                apprehended_at=cleaned.get("apprehended_at"),
                apprehension=cleaned.get("apprehension") or "",
                law=live_law(),
            )
            if refusal:
                self.add_error("direction", refusal)
        return cleaned

    @property
    def is_detained_first(self) -> bool:
        return str(self.cleaned_data.get("first")) == self.DETAINED


class LateEntryForm(Placed, Travelling, Once, SameDay):
    """What was written on the pad, entered in one go: each time has its own place, and one reason stands for all of them."""

    reason = text("Why it is entered afterwards", rows=2, most=500, required=True, hint="For example, no network from 10:00 to 11:20")
    first_questioned_at = SameDayField(label="First question", required=False)
    detained_at = SameDayField(label="Detained", required=False)
    rights_told_at = SameDayField(label="Told of both rights", required=False)
    notice_served_at = SameDayField(label="Notice served and explained", required=False)
    questioning_ended_at = SameDayField(label="Questioning ended", required=False)
    released_at = SameDayField(label="Released", required=False)

    field_order = ("power", "port", "place", "reason", *ASKED)
    KINDS = {
        "first_questioned_at": "FIRST_QUESTION",
        "detained_at": "DETAINED",
        "rights_told_at": "RIGHTS_TOLD",
        "notice_served_at": "NOTICE_SERVED",
        "questioning_ended_at": "QUESTIONING_ENDED",
        "released_at": "RELEASED",
    }
    BEGINNINGS = ("first_questioned_at", "detained_at")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(name in self.errors or cleaned.get(name) for name in self.BEGINNINGS):
            self.add_error("first_questioned_at", "Enter the time of the first question, or of the detention when nothing was asked yet.")
        return cleaned

    def facts(self) -> list[Written]:
        """Every time that was entered: what the examination began with, then the others in the order in which they happened."""
        order = list(self.KINDS)
        found = [Written(self.cleaned_data[name], self.KINDS[name], name) for name in order if self.cleaned_data.get(name)]
        found.sort(key=lambda fact: (fact.at, order.index(fact.field)))
        beginning = next(fact for fact in found if fact.field in self.BEGINNINGS)
        return [beginning, *self.landing(), *(fact for fact in found if fact is not beginning)]
