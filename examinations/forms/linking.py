"""The press that begins a second examination of the same person."""

from django import forms

from examinations.forms.when import When


class LinkForm(When):
    """`first` is the button that was pressed."""

    mark_optional = False
    FIRST_QUESTION, DETAINED = "FIRST_QUESTION", "DETAINED"
    first = forms.ChoiceField(
        choices=[(FIRST_QUESTION, "First question now"), (DETAINED, "Detained before questioning")],
        initial=FIRST_QUESTION,
        required=False,
        widget=forms.HiddenInput,
    )

    @property
    def is_detained_first(self) -> bool:
        return str(self.cleaned_data.get("first")) == self.DETAINED
