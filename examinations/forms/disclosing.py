"""Filing a document that leaves the service: who receives it and for what purpose."""

from django import forms

from borderops.kit.forms import Form, Once
from examinations.forms.when import text


class DiscloseForm(Once, Form):
    recipients = text("Recipients", rows=3, most=1200, required=True, hint="One on each line: role and organisation, not a private address")
    purpose = text("Purpose of the disclosure", rows=3, most=1000, required=True)

    def clean_recipients(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["recipients"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if not found:
            raise forms.ValidationError("Enter at least one recipient.")
        if any(len(line) > 120 for line in found):
            raise forms.ValidationError("Each recipient must have at most 120 characters.")
        return found
