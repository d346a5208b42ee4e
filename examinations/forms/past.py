"""At which instant a record is to be seen as it stood."""

from datetime import datetime
from typing import Any

from django import forms

from examinations.forms.when import SameDay, SameDayField
from examinations.models import Examination


class PastForm(SameDay):
    """A London time between the beginning of the record and now."""

    then = SameDayField(label="As known at", help_text="Leave the date out when it is today.")
    mark_optional = False

    def __init__(self, *args: Any, examination: Examination, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        self.examination, self.at = examination, at

    def clean_then(self) -> datetime:
        then: datetime = self.cleaned_data["then"]
        if then > self.at:
            raise forms.ValidationError("This time has not come yet. Choose one up to now.")
        if then < self.examination.created_at:
            raise forms.ValidationError("The record had not been begun then. Choose a later time.")
        return then
