"""The box for the machine-readable lines of a passport. Several lines long, so that the Enter with which a reader ends each of them
never sends a form that is half filled in."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from borderops.kit.forms import Form, Once
from examinations.mrz import Reading, Unreadable, read_mrz, split_lines

PRESSED = "read_passport"  # the name of the button
NOTHING_GIVEN = "Scan, paste or type the two lines at the foot of the passport page."


def box(label: str = "The two lines at the foot of the passport page") -> forms.CharField:
    """Typed, pasted or scanned; anything that is not a document's lines is for `read` to say."""
    return forms.CharField(
        label=label,
        required=False,
        help_text="Scan, paste or type them. Closing < signs may be left out.",
        widget=forms.Textarea(
            attrs={
                "rows": 2,
                "class": "bo-mono ex-lines",
                "data-passport": "",
                "spellcheck": "false",
                "autocomplete": "off",
                "autocapitalize": "characters",
            }
        ),
    )


def read(text: str, today: date) -> Reading:
    """What the box says, typed by hand or not. Raises `ValidationError` with a sentence for each fault."""
    try:
        return read_mrz(split_lines(text), today, by_hand=True)
    except Unreadable as unreadable:
        raise ValidationError(list(unreadable.faults)) from None


class PassportForm(Once, Form):
    """The box alone, on a page of its own."""

    mark_optional = False
    passport = box()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.reading: Reading | None = None

    def clean_passport(self) -> str:
        text = str(self.cleaned_data["passport"])
        if not text.strip():
            raise ValidationError(NOTHING_GIVEN)
        self.reading = read(text, self.today)
        return text
