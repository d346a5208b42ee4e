"""The workbench's few forms: what to find, and whose trail to read. A name never stands in an address."""

from typing import Any

from django import forms

from borderops.kit.forms import Form
from borderops.kit.records import read_reference


class FindForm(Form):
    reference = forms.CharField(label="Reference", help_text="For example, S7-26-7KQ4MX", max_length=20)

    def clean_reference(self) -> str:
        typed = str(self.cleaned_data["reference"])
        if (found := read_reference(typed)) is None:
            raise forms.ValidationError("A character is wrong. Check the reference; its last character confirms the others.")
        return found


class TrailForm(Form):
    """The trail of one record, of one row that a finding names, or of one person by collar number."""

    reference = forms.CharField(label="Record", help_text="Its reference", max_length=20, required=False)
    row = forms.UUIDField(label="Row", help_text="The key that a finding of the night names", required=False)
    collar_number = forms.CharField(label="Person", help_text="Their collar number", max_length=12, required=False)
    reason = forms.CharField(label="Case reference and reason", help_text="Kept in the ledger with this look.", max_length=200)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        reference, collar = (cleaned.get("reference") or "").strip(), (cleaned.get("collar_number") or "").strip()
        if "row" not in self.errors and sum(map(bool, (reference, cleaned.get("row"), collar))) != 1:
            self.add_error("reference", "Enter one of the three: a record's reference, a row's key or a person's collar number")
        elif reference and (read := read_reference(reference)) is None:
            self.add_error("reference", "A character is wrong. Check the reference.")
        elif reference:
            cleaned["reference"] = read
        return cleaned
