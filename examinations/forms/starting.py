"""Starting an examination: two presses with what today's duty already says, or from a blank pad once the network is back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from borderops.kit.forms import Form, Once, Radios
from examinations.fields import LABELS
from examinations.forms.acts import held_as
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


@dataclass(frozen=True, slots=True)
class Written:
    """One time from the pad, and the field in which it was entered."""

    at: datetime
    kind: str
    field: str
    detail: Mapping[str, str] | None = None


class Travelling(Form):
    """How the person travels and where they are examined: what the power depends on. Either may be left open."""

    direction = forms.ChoiceField(label="The journey", choices=Particulars.Direction.choices, required=False, widget=Radios(small=True))
    premises = forms.ChoiceField(label=LABELS["premises"], choices=Particulars.Premises.choices, required=False, widget=Radios(small=True))

    def said_of_journey(self) -> dict[str, str]:
        """What of it was said, by the particulars' own names."""
        return {name: self.cleaned_data[name] for name in ("direction", "premises") if self.cleaned_data.get(name)}


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

    landed_at = SameDayField(label="Landed", required=False)
    apprehended_at = SameDayField(label="Apprehended", required=False, help_text="Arrested or first detained, whichever came first")
    apprehension = held_as()
    passport = box()

    field_order = ("power", "port", "place", "direction", "premises", "landed_at", "apprehended_at", "apprehension", "typed_at", "reason")
    SMALL_BOAT_ALONE = ("landed_at", "apprehended_at", "apprehension")

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        if self["power"].value() == Power.CTBSA_S3:
            self._without_small_boats()

    def _without_small_boats(self) -> None:
        """Schedule 3 has no extension to them, so that nothing about it is asked."""
        for name in self.SMALL_BOAT_ALONE:
            del self.fields[name]
        field = self.fields["direction"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [each for each in Particulars.Direction.choices if each[0] != Particulars.Direction.SMALL_BOAT]
        field.error_messages["invalid_choice"] = NO_SMALL_BOATS

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("direction") != Particulars.Direction.SMALL_BOAT:
            cleaned |= dict.fromkeys(self.SMALL_BOAT_ALONE)
        self._require_order(cleaned)
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

    def _require_order(self, cleaned: dict[str, Any]) -> None:
        landed, apprehended, held = (cleaned.get(name) for name in self.SMALL_BOAT_ALONE)
        if landed and apprehended and apprehended < landed:
            self.add_error("apprehended_at", "Nobody is apprehended before they have landed. Correct one of the two times.")
        if held and not apprehended and "apprehended_at" not in self.errors:
            self.add_error("apprehended_at", "Enter when the person was apprehended: how they were held is kept with it.")

    def facts(self) -> list[Written]:
        """What is known of the landing, in the order in which it happened."""
        kinds = {"landed_at": "LANDED", "apprehended_at": "APPREHENDED"}
        held = self.cleaned_data.get("apprehension")
        details = {"apprehended_at": {"apprehension": held} if held else {}}
        known = [(name, kind) for name, kind in kinds.items() if self.cleaned_data.get(name)]
        return [Written(self.cleaned_data[name], kind, name, details.get(name)) for name, kind in known]

    @property
    def is_detained_first(self) -> bool:
        return str(self.cleaned_data.get("first")) == self.DETAINED


class LateEntryForm(Placed, Travelling, Once, SameDay):
    """What was written on the pad, entered in one go: each time has its own place, and one reason stands for all of them."""

    reason = text("Why it is entered afterwards", rows=2, most=500, required=True, hint="For example, no network from 10:00 to 11:20")
    first_questioned_at = SameDayField(label="First question", required=False)
    detained_at = SameDayField(label="Detained", required=False)
    notice_served_at = SameDayField(label="Notice served and explained", required=False)
    questioning_ended_at = SameDayField(label="Questioning ended", required=False)
    released_at = SameDayField(label="Released", required=False)

    field_order = ("power", "port", "place", "direction", "premises", "reason")
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
