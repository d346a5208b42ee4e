"""When something happened: now, by the press, or a typed London time with the reason why it is entered afterwards."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from borderops.kit.clock import london
from borderops.kit.forms import Form, LondonDateTimeField, Once, Pressed
from borderops.kit.typed import line, text
from borderops.kit.widgets import on_the_day
from examinations.instants import NOT_YET, Instant, legal_instant

__all__ = ["SameDay", "SameDayField", "When", "line", "text"]


class SameDayField(LondonDateTimeField):
    """A London time whose date may be left out when it is today's. What is recorded lies behind us, unless a field says otherwise."""

    today: date | None = None
    may_be_ahead = False

    def to_python(self, value: Any) -> datetime | None:
        return super().to_python(on_the_day({**value}, self.today) if isinstance(value, Mapping) else value)


class SameDay(Form):
    """A form that knows what time it is: for the dates that are left out, and because nothing is recorded that has not happened yet."""

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        for field in self.fields.values():
            if isinstance(field, SameDayField):
                field.today = field.widget.left_out = london(at).date()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if isinstance(field, SameDayField) and not field.may_be_ahead and cleaned.get(name) and cleaned[name] > self.at:
                self.add_error(name, NOT_YET)
        return cleaned


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
