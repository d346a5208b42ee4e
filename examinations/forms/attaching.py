"""Attaching files, several at once and straight from a phone's camera, and the reasons for letting one out or taking it back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from borderops.kit.contents import MOST_SAID
from borderops.kit.forms import Form, Once
from examinations.forms.when import line, text

MOST_AT_ONCE = 10
ACCEPTED = "image/jpeg,image/png,image/tiff,application/pdf,.jpg,.jpeg,.png,.tif,.tiff,.pdf"


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Any number of files; what each of them is, is judged by the act that keeps it."""

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        return [file for file in data or [] if file]


def files_field(label: str, *, hint: str = "", **attrs: str) -> FilesField:
    return FilesField(label=label, required=False, help_text=hint, widget=ManyFiles(attrs={"accept": ACCEPTED, **attrs}))


class AttachForm(Once, Form):
    """Files that lie on the device, a picture taken now, or both. `too_large` are the names of those that were cut off on their way in."""

    mark_optional = False
    chosen = files_field("Files", hint=f"JPEG, PNG or TIFF pictures and PDF documents, up to {MOST_SAID} each, {MOST_AT_ONCE} at once")
    photo = files_field("Take a photograph", hint="On a phone this opens the camera", capture="environment")
    words = line("What they show", most=200, hint="For example, damage to the lid of the brown suitcase")

    def __init__(self, *args: Any, too_large: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        sent = [*given.get("chosen", ()), *given.get("photo", ())]
        if not sent and not self.too_large:
            raise forms.ValidationError({"chosen": "Choose a file, or take a photograph."})
        if len(sent) + len(self.too_large) > MOST_AT_ONCE:
            raise forms.ValidationError({"chosen": f"Choose at most {MOST_AT_ONCE} files at once, and attach the others afterwards."})
        return given

    def sent(self) -> list["UploadedFile[Any]"]:
        return [*self.cleaned_data["chosen"], *self.cleaned_data["photo"]]


class ReleaseFileForm(Once, Form):
    reason = text("Why it may be opened without a scan", rows=2, most=500, required=True)


class WithdrawFileForm(Once, Form):
    reason = text("Why it is taken back", rows=2, most=500, required=True)
