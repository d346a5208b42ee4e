"""Prints and samples: what they rest on, where they were taken, what the person was told; and what became of them. There is no field for an
intimate sample but the plain entry of an unlawful act."""

from typing import Any

from django import forms

from borderops.kit.forms import DateField, Radios
from examinations.actions import BiometricDetails
from examinations.choices import SHORT_OF_POWER
from examinations.forms.acts import ActForm
from examinations.forms.officers import OfficerNumber
from examinations.forms.property import Act
from examinations.forms.reviewing import yes_no
from examinations.forms.searching import as_sent
from examinations.forms.when import line, text
from examinations.models import Biometric, Examination, TimelineEvent
from examinations.property.designations import room_of


class BiometricForm(ActForm):
    """TACT Sch 8 paras 10 and 11; CTBSA Sch 3 paras 34 and 35."""

    what = forms.ChoiceField(
        label="What was taken",
        choices=Biometric.What.choices,
        widget=Radios(small=True),
        error_messages={"required": "Choose what was taken."},
    )
    basis = forms.ChoiceField(
        label="It rests on",
        choices=Biometric.Basis.choices,
        widget=Radios(small=True, hints={"AUTHORITY": "Not at a port desk: see the place below"}),
        error_messages={"required": "Choose what it rests on."},
    )
    authorised_by = OfficerNumber("Number of the officer who authorised it", hint="Of at least the rank of superintendent")
    is_authority_written = yes_no("Was the authority given or confirmed in writing?")
    convicted_on = DateField(label="Date of the conviction", required=False, help_text="For a sample: on or after 10 April 1995")
    place_kind = forms.ChoiceField(
        label="Where",
        choices=Biometric.PlaceKind.choices,
        widget=Radios(small=True),
        error_messages={"required": "Choose where it was taken."},
    )
    place = line("Name of the place", most=80)
    was_told_of_use = yes_no("Was the person told beforehand that it may be used in a search?", missing="Say whether the person was told.")
    words = text("The reason, as the person was told it", rows=2, most=2000)
    field_order = (
        "what",
        "basis",
        "authorised_by",
        "is_authority_written",
        "convicted_on",
        "place_kind",
        "place",
        "was_told_of_use",
        "words",
        "typed_at",
        "reason",
    )

    def about(self, examination: Examination) -> None:
        self.fields["place"].initial = examination.place
        self.fields["place_kind"].help_text = place_hint(examination)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("basis") == Biometric.Basis.AUTHORITY and "authorised_by" not in self.errors and not cleaned.get("authorised_by"):
            self.add_error("authorised_by", "Give the number of the officer who authorised it.")
        return cleaned

    def details(self) -> BiometricDetails:
        given = self.cleaned_data
        names = set(BiometricDetails.__dataclass_fields__) - {"reason"}
        return BiometricDetails(**{name: value for name, value in given.items() if name in names}, reason=given["words"])

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        taken = Biometric.objects.select_related("authorised_by").get(pk=event.detail["ref"])
        return {**as_sent(taken, BiometricDetails.__dataclass_fields__), "words": event.words}


def place_hint(examination: Examination) -> str:
    """What is known of the record's own room, and how surely."""
    room = room_of(examination.place, examination.port.designations)
    counts = "counts" if room.counts_as_police_station(examination.power) else "does not count"
    sure = "" if room.is_verified else " (not verified)"
    under = SHORT_OF_POWER[examination.power]
    return f"{room.place or 'This place'} {counts} as a police station under {under}{sure}."


class FateForm(Act):
    words = text("Anything to add", rows=2, most=1000)
    field_order = ("words", "typed_at", "reason")


class DeterminationForm(Act):
    """`typed_at` is when it was made."""

    made_by = line("Chief officer who made it: rank and force", most=120, required=True)
    is_by_chief_officer = yes_no("Is that a chief officer?", missing="Say whether it was a chief officer.")
    is_written = yes_no("Made in writing?", missing="Say whether it was made in writing.")
    lasts_through = DateField(label="Last day", required=False, help_text="Five years at most, beginning with the day on which it is made")
    field_order = ("made_by", "is_by_chief_officer", "is_written", "lasts_through", "typed_at", "reason")


class UnlawfulSampleForm(Act):
    words = text("What was taken, by whom, why, and what has become of it", rows=5, most=4000, required=True)
    is_understood = forms.BooleanField(
        label="I know that no power allows this, and that it goes to quality assurance as unlawful",
        error_messages={"required": "Tick to confirm."},
    )
    field_order = ("words", "is_understood", "typed_at", "reason")
