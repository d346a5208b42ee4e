"""The forms of the pages about people. Nothing of what is typed here stands in an address."""

from dataclasses import fields as fields_of
from typing import Any

from django import forms

from borderops.kit.forms import Form, LondonDateTimeField, Once, Radios, Versioned
from organisation.details import Details, faults_of
from organisation.models import Role, Unit, User
from organisation.ranks import Rank

NARROW = {"class": "govuk-input--width-10"}
ACTING = [("", "Their own rank"), *((rank.name, f"Acting {rank.label.lower()}") for rank in Rank if rank > min(Rank))]
RANKS = [("", "Police staff (no rank)"), *((rank.name, rank.label) for rank in Rank)]


class FindForm(Form):
    text = forms.CharField(label="Number or name", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class PeopleFilter(Form):
    mark_optional = False
    account = forms.ChoiceField(choices=[("", "Any"), ("open", "Open"), ("closed", "Closed")], required=False)
    role = forms.ChoiceField(label="Posted as", choices=[("", "Any"), *Role.choices], required=False)
    unit = forms.ModelChoiceField(label="Posted to", queryset=Unit.objects.order_by("name"), required=False, empty_label="Any")


class DetailsForm(Once, Versioned, Form):
    collar_number = forms.CharField(label="Collar or staff number", max_length=12, widget=forms.TextInput(attrs=NARROW))
    name = forms.CharField(label="Full name", max_length=80)
    rank = forms.ChoiceField(choices=RANKS, required=False)
    username = forms.CharField(
        label="User name", max_length=60, help_text="With which they sign in. Small letters, digits, dots and hyphens, such as a.example."
    )
    email = forms.CharField(label="E-mail", max_length=254, required=False, help_text="Gets links to notices, never their content.")
    phone = forms.CharField(
        label="Telephone on duty", max_length=30, required=False, widget=forms.TextInput(attrs={"class": "govuk-input--width-20"})
    )
    field_order = ["collar_number", "name", "rank", "username", "email", "phone"]

    @classmethod
    def of(cls, person: User) -> "DetailsForm":
        """The form filled with what is saved."""
        saved = {field.name: getattr(person, field.name) for field in fields_of(Details)}
        return cls(initial={**saved, "version": person.version})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("username", "email"):
            cleaned[name] = cleaned.get(name, "").lower()
        cleaned["collar_number"] = cleaned.get("collar_number", "").upper()
        for name, sentence in faults_of(self.details(cleaned)):
            if name not in self.errors:
                self.add_error(name, sentence)
        return cleaned

    def details(self, cleaned: dict[str, Any] | None = None) -> Details:
        values = self.cleaned_data if cleaned is None else cleaned
        return Details(**{field.name: values.get(field.name) or "" for field in fields_of(Details)})


class PostingForm(Once, Form):
    unit = forms.ModelChoiceField(queryset=Unit.objects.order_by("kind", "name"), empty_label="Choose a unit")
    role = forms.ChoiceField(
        choices=Role.choices,
        widget=Radios(
            hints={
                Role.CONSTABLE: "Examines at the unit's ports and sees what they take part in",
                Role.SERGEANT: "Examines, reviews and assures; sees every record of the unit's ports",
                Role.INSPECTOR: "Sees live examinations of the unit's ports and reviews them",
                Role.DI: "Sees every record of the unit's ports, their breaches and their quality assurance",
                Role.SUPERINTENDENT: "Sees what is named to them and gives authorisations",
                Role.ADMIN: "Keeps accounts, postings and accreditations; sees no record",
                Role.AUDITOR: "Reads the audit; changes nothing",
            }
        ),
    )
    posted_from = LondonDateTimeField(label="Begins", required=False, help_text="Leave empty for the moment at which it is confirmed.")
    posted_until = LondonDateTimeField(
        label="Ends", required=False, help_text="Leave empty for a lasting posting. Beside another posting it then ends after 14 days."
    )
    acting_rank = forms.ChoiceField(
        label="Rank while it stands",
        choices=ACTING,
        required=False,
        help_text="An acting rank counts wherever a rank is asked for, such as who may review, from the confirmation to the end.",
    )
    acting_authority = forms.CharField(
        label="Authority for the acting rank",
        max_length=200,
        required=False,
        help_text="Who gave it and the reference, such as Supt 1001, order 12/26. Needed with an acting rank.",
    )
    field_order = ["unit", "role", "acting_rank", "acting_authority", "posted_from", "posted_until"]


class DecisionForm(Once, Form):
    CONFIRM, REFUSE = "CONFIRM", "REFUSE"
    decision = forms.ChoiceField(
        choices=[(CONFIRM, "Confirm: it counts from their next request"), (REFUSE, "Refuse")], widget=Radios(reveals={REFUSE: "reason"})
    )
    reason = forms.CharField(label="Why not", widget=forms.Textarea(attrs={"rows": 2}), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == self.REFUSE and not cleaned.get("reason"):
            self.add_error("reason", "Enter why not")
        return cleaned
