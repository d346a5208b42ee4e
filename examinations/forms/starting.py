"""Starting an examination: two presses with what today's duty already says, or from a blank pad once the network is back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from borderops.kit.forms import Form, Once, Radios
from examinations.forms.when import SameDay, SameDayField, When, line, text
from examinations.models.examination import Power
from organisation.models import Port


class Placed(Form):
    """Power, port and place."""

    power = forms.ChoiceField(label="Power", choices=Power.choices, widget=Radios())
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


class StartForm(Placed, When):
    """The second press. `first` is the button that was pressed."""

    FIRST_QUESTION, DETAINED = "FIRST_QUESTION", "DETAINED"
    first = forms.ChoiceField(
        choices=[(FIRST_QUESTION, "First question now"), (DETAINED, "Detained before questioning")],
        initial=FIRST_QUESTION,
        required=False,
        widget=forms.HiddenInput,
    )

    field_order = ("power", "port", "place", "typed_at", "reason")

    @property
    def is_detained_first(self) -> bool:
        return str(self.cleaned_data.get("first")) == self.DETAINED


@dataclass(frozen=True, slots=True)
class Written:
    """One time from the pad, and the field in which it was entered."""

    at: datetime
    kind: str
    field: str


class LateEntryForm(Placed, Once, SameDay):
    """What was written on the pad, entered in one go: each time has its own place, and one reason stands for all of them."""

    reason = text("Why it is entered afterwards", rows=2, most=500, required=True, hint="For example, no network from 10:00 to 11:20")
    first_questioned_at = SameDayField(label="First question", required=False)
    detained_at = SameDayField(label="Detained", required=False)
    notice_served_at = SameDayField(label="Notice served and explained", required=False)
    questioning_ended_at = SameDayField(label="Questioning ended", required=False)
    released_at = SameDayField(label="Released", required=False)

    field_order = ("power", "port", "place", "reason")
    KINDS = {
        "first_questioned_at": "FIRST_QUESTION",
        "detained_at": "DETAINED",
        "notice_served_at": "NOTICE_SERVED",
        "questioning_ended_at": "QUESTIONING_ENDED",
        "released_at": "RELEASED",
    }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        asked_for = "first_questioned_at" in self.errors or "detained_at" in self.errors
        if not asked_for and not cleaned.get("first_questioned_at") and not cleaned.get("detained_at"):
            self.add_error("first_questioned_at", "Enter the time of the first question, or of the detention when nothing was asked yet.")
        return cleaned

    def facts(self) -> list[Written]:
        """Every time that was entered, in the order in which they happened."""
        order = list(self.KINDS)
        found = [Written(self.cleaned_data[name], self.KINDS[name], name) for name in order if self.cleaned_data.get(name)]
        return sorted(found, key=lambda fact: (fact.at, order.index(fact.field)))
