"""The people of an examination: to whom it is handed over or given, and who is asked to review."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from borderops.kit.forms import Form, Once, Radios
from examinations.forms.when import text
from organisation.models import User


@dataclass(frozen=True, slots=True)
class Candidate:
    """An officer as the page offers them. One who cannot be chosen is shown all the same, with the reason as the hint."""

    officer: User
    hint: str
    may_be_chosen: bool = True


class OfficerRadios(Radios):
    """Radio buttons of which some are shown and cannot be pressed."""

    shut: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.shut:
            option["attrs"]["disabled"] = True
        return option


class OfficerForm(Once, Form):
    """One officer out of those that the page shows."""

    officer = forms.ChoiceField(label="Officer", widget=OfficerRadios(), error_messages={"required": "Choose an officer."})

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officers = {str(each.officer.pk): each.officer for each in candidates}
        field = self.fields["officer"]
        assert isinstance(field, forms.ChoiceField)
        assert isinstance(field.widget, OfficerRadios)
        field.choices = [(key, officer.title) for key, officer in self.officers.items()]
        field.widget.hints = {str(each.officer.pk): each.hint for each in candidates}
        field.widget.shut = frozenset(str(each.officer.pk) for each in candidates if not each.may_be_chosen)

    def chosen(self) -> User:
        return self.officers[self.cleaned_data["officer"]]


class HandoverForm(OfficerForm):
    words = text("What they should know", rows=3, most=1000, hint="They see it when they are asked")


class GiveForm(OfficerForm):
    reason = text("Why its examiners cannot finish it", rows=2, most=500, required=True, hint="Nothing about the person")


class NominateForm(OfficerForm):
    pass


class DeclineForm(Once, Form):
    reason = text("Why not", rows=2, most=500, required=True)
