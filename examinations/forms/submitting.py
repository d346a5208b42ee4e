"""From the completed record to the answered return: an explanation beside a breach, and an addendum beside the sergeant's words."""

from django import forms

from borderops.kit.forms import Form, Once
from examinations.fields import LABELS
from examinations.forms.when import text


class ExplainForm(Once, Form):
    """One breach, named by its rule and its due instant, and the officer's own words about it."""

    rule = forms.CharField(widget=forms.HiddenInput, max_length=4)
    due_at = forms.DateTimeField(widget=forms.HiddenInput, required=False, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"])
    words = text("Your explanation", rows=3, most=4000, required=True)

    mark_optional = False


class AddendumForm(Once, Form):
    """What is added beside one field. The original stays as it was written."""

    field = forms.ChoiceField(choices=list(LABELS.items()), widget=forms.HiddenInput)
    addition = text("Your addition", rows=4, most=8000, required=True)
    reason = text("Why it was not there before", rows=2, most=500, required=True)


class OtherAddendumForm(AddendumForm):
    """For a field that was not named in the return."""

    field = forms.ChoiceField(label="Which part of the record", choices=[("", "Choose"), *LABELS.items()])


class SendForm(Once, Form):
    """The one press that sends the record on."""
