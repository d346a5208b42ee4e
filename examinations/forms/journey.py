"""The journey, as it is asked where an examination begins: what the power depends on. At the first press and from the pad alike it asks how
whoever arrived by small boat landed and was held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from borderops.kit.forms import Radios
from examinations.fields import LABELS
from examinations.forms.acts import held_as
from examinations.forms.when import SameDay, SameDayField
from examinations.models.examination import Particulars

SMALL_BOAT_ALONE = ("landed_at", "apprehended_at", "apprehension")
ASKED = ("direction", "premises", *SMALL_BOAT_ALONE)


@dataclass(frozen=True, slots=True)
class Written:
    """One time from the pad, and the field in which it was entered."""

    at: datetime
    kind: str
    field: str
    detail: Mapping[str, str] | None = None


class Travelling(SameDay):
    """How the person travels and where they are examined, and how a small boat's passenger landed and was held. All may be left open."""

    direction = forms.ChoiceField(label="The journey", choices=Particulars.Direction.choices, required=False, widget=Radios(small=True))
    premises = forms.ChoiceField(label=LABELS["premises"], choices=Particulars.Premises.choices, required=False, widget=Radios(small=True))
    landed_at = SameDayField(label="Landed", required=False)
    apprehended_at = SameDayField(label="Apprehended", required=False, help_text="Arrested or first detained, whichever came first")
    apprehension = held_as()

    def said_of_journey(self) -> dict[str, str]:
        """What of it was said, by the particulars' own names."""
        return {name: self.cleaned_data[name] for name in ("direction", "premises") if self.cleaned_data.get(name)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("direction") != Particulars.Direction.SMALL_BOAT:
            cleaned |= dict.fromkeys(SMALL_BOAT_ALONE)
        self._require_order(cleaned)
        return cleaned

    def _require_order(self, cleaned: dict[str, Any]) -> None:
        landed, apprehended, held = (cleaned.get(name) for name in SMALL_BOAT_ALONE)
        if landed and apprehended and apprehended < landed:
            self.add_error("apprehended_at", "Nobody is apprehended before they have landed. Correct one of the two times.")
        if held and not apprehended and "apprehended_at" not in self.errors:
            self.add_error("apprehended_at", "Enter when the person was apprehended: how they were held is kept with it.")

    def landing(self) -> list[Written]:
        """What is known of the landing, in the order in which it happened."""
        kinds = {"landed_at": "LANDED", "apprehended_at": "APPREHENDED"}
        held = self.cleaned_data.get("apprehension")
        details = {"apprehended_at": {"apprehension": held} if held else {}}
        known = [(name, kind) for name, kind in kinds.items() if self.cleaned_data.get(name)]
        return [Written(self.cleaned_data[name], kind, name, details.get(name)) for name, kind in known]
