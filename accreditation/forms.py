"""The form with which an accreditation is entered."""

from django import forms

from accreditation.models import Requirement
from borderops.kit.forms import DateField, Form, Once, Radios
from borderops.kit.widgets import DateBoxes


class AwardForm(Once, Form):
    requirement = forms.ChoiceField(label="Accreditation", choices=Requirement.choices, widget=Radios())
    awarded_on = DateField(label="Awarded on", widget=DateBoxes(today=True), help_text="The date on the result notice.")
    valid_through = DateField(
        label="Counts through",
        required=False,
        help_text="The last day on which it counts. Leave empty for 24 months, from the anniversary when it renews one that lapses "
        "within 90 days.",
    )
