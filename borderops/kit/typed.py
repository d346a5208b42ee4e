"""What is typed in words, the same on every page: a text of several lines, one of a single line, and the reason for an act."""

from django import forms

from borderops.kit.forms import Form, Once


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


class ReasonForm(Once, Form):
    """An act of which nothing is asked but why."""

    reason = forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 2}), max_length=300, help_text="Kept in the ledger beside the act."
    )
