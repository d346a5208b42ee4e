"""Screening: where, what was asked about, and one press for everything else."""

from django import forms

from borderops.kit.forms import Checkboxes, Form, Once, Pressed
from examinations.forms.starting import Place
from examinations.forms.when import text
from examinations.models import Screening


class ScreenForm(Place, Once, Pressed):
    """The press that begins it; port and place as today's duty says."""


class NoteForm(Once, Form):
    """What was said, of nobody in particular."""

    mark_optional = False
    documents = forms.MultipleChoiceField(
        label="Documents volunteered", choices=Screening.Document.choices, required=False, widget=Checkboxes(small=True)
    )
    questions = text("What was asked about", rows=3, most=2000, hint="Identity, journey, purpose. No names")


class PressForm(Once, Pressed, Form):
    """One press."""
