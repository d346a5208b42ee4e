"""When something happened: now, by the press, or a typed London time with the reason why it is entered afterwards."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms

from borderops.kit.clock import london
from borderops.kit.forms import Form, LondonDateTimeField, Once, Pressed
from borderops.kit.widgets import PARTS
from examinations.instants import Instant, legal_instant


class SameDayField(LondonDateTimeField):
    """A London time whose date may be left out when it is today's."""

    today: date | None = None

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, Mapping) and self.today is not None and not any(value.get(part) for part in PARTS):
            value = {**value, "day": str(self.today.day), "month": str(self.today.month), "year": str(self.today.year)}
        return super().to_python(value)


def text(label: str, *, rows: int = 3, most: int = 4000, required: bool = False, hint: str = "") -> forms.CharField:
    """A text of several lines, counted and never cut."""
    return forms.CharField(
        label=label, required=required, help_text=hint, max_length=most, widget=forms.Textarea(attrs={"rows": rows, "maxlength": most})
    )


def line(label: str, *, most: int, width: str = "20", required: bool = False, hint: str = "") -> forms.CharField:
    """A text of one line."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        max_length=most,
        widget=forms.TextInput(attrs={"class": f"govuk-input--width-{width}", "autocomplete": "off"}),
    )


class SameDay(Form):
    """A form that knows which day it is, for the times whose date is left out."""

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, SameDayField):
                field.today = london(at).date()


class When(Once, Pressed, SameDay):
    """An act: by the press, or at a typed time with its reason."""

    typed_at = SameDayField(label="When, if not now", required=False, help_text="Leave empty for now. Leave the date out when it is today.")
    reason = text("Why it is entered afterwards", rows=2, most=500, hint="Needed with a typed time")

    def instant(self, received_at: datetime) -> Instant:
        """The legal instant of what this form records. Raises the refusals of `legal_instant`."""
        return legal_instant(
            received_at=received_at,
            pressed_at=self.cleaned_data.get("pressed_at"),
            typed_at=self.cleaned_data.get("typed_at"),
            reason=self.cleaned_data.get("reason", ""),
        )
