"""Filing a document that leaves the service: who receives it and for what purpose."""

from django import forms

from borderops.kit.forms import Form, Once, Radios
from examinations.forms.when import text

RECORD, PACK = "record", "pack"
HINTS = {
    RECORD: "Made at once",
    PACK: "Also the attachments by hash, who has seen the record, and the record as a machine reads it. Takes a minute or so",
}


class DiscloseForm(Once, Form):
    mark_optional = False
    document = forms.ChoiceField(
        label="Document",
        choices=[(RECORD, "The record"), (PACK, "Disclosure pack")],
        initial=RECORD,
        required=False,
        widget=Radios(hints=HINTS),
    )
    recipients = text("Recipients", rows=3, most=1200, required=True, hint="One on each line: role and organisation, not a private address")
    purpose = text("Purpose of the disclosure", rows=3, most=1000, required=True)

    @property
    def wants_pack(self) -> bool:
        return bool(self.cleaned_data["document"] == PACK)

    def clean_recipients(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["recipients"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if not found:
            raise forms.ValidationError("Enter at least one recipient.")
        if any(len(line) > 120 for line in found):
            raise forms.ValidationError("Each recipient must have at most 120 characters.")
        return found
