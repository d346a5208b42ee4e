"""An officer named by the number on their shoulder, as one hears it at a gate: found without a list of everybody."""

from typing import Any

from django import forms

from organisation.models import User


class OfficerNumber(forms.CharField):
    """A collar number; gives the officer, or None when it is left empty."""

    def __init__(self, label: str, *, hint: str = "", required: bool = False) -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=hint,
            max_length=20,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-10 bo-mono", "autocomplete": "off", "inputmode": "numeric"}),
        )

    def clean(self, value: Any) -> User | None:
        number = str(super().clean(value) or "").strip()
        if not number:
            return None
        found = User.objects.filter(collar_number=number).first()
        if found is None:
            raise forms.ValidationError(f"No officer with the number {number} is known here. Check it, or say in words who it was.")
        return found
