"""Filters of lists: a GET form, what of it is on, and the address without each part.
A filter is a choice or a date, never a name, because it stands in the address."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.http import HttpRequest

from borderops.kit.tables import query_with


class OneOfFew(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A choice among few rows, which are read once a request, however often the page asks what they are and which of them was chosen."""

    class _Once(ModelChoiceIterator):  # type: ignore[type-arg]
        def __iter__(self) -> Iterator[Any]:
            if self.field.empty_label is not None:
                yield "", self.field.empty_label
            yield from (self.choice(row) for row in self.queryset)

    iterator = _Once

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        chosen = next((row for row in self.queryset or () if str(row.pk) == str(value)), None)
        if chosen is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
        return chosen


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True)
class Filters:
    """A GET form of choices and dates, never of names. Lists open unfiltered; each filter that is on can be taken away by one link."""

    form: forms.BaseForm
    request: HttpRequest
    legend: str = "Filter this list"

    @classmethod
    def read(cls, form_class: type[forms.BaseForm], request: HttpRequest, **kwargs: Any) -> "Filters":
        form = form_class(request.GET or None, **kwargs)
        setattr(form, "mark_optional", False)  # noqa: B010 (every filter may be left alone; plain forms have no such attribute)
        return cls(form, request)

    @property
    def values(self) -> dict[str, Any]:
        """What was chosen and is valid; nothing when the form was not sent."""
        if not self.form.is_bound:
            return {}
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", [], ())}

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Parameters of the address which are not of the form, such as the order: carried as hidden fields."""
        own = {self.form.add_prefix(name) for name in self.form.fields}
        return [
            (name, value)
            for name, values in self.request.GET.lists()
            for value in values
            if name not in {"after", "before"} and not any(name == each or name.startswith(f"{each}_") for each in own)
        ]

    @property
    def chips(self) -> list[Chip]:
        form = self.form
        return [Chip(str(form[name].label), _shown(form.fields[name], value), self._without(name)) for name, value in self.values.items()]

    @property
    def clear_url(self) -> str:
        return f"?{urlencode(self.kept)}" if self.kept else self.request.path

    def _without(self, name: str) -> str:
        prefix = self.form.add_prefix(name)
        gone = {key: None for key in self.request.GET if key == prefix or key.startswith(f"{prefix}_")}
        return query_with(self.request, **gone)


def _shown(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in field.choices if not isinstance(label, list | tuple)}  # type: ignore[union-attr, misc]
        values = value if isinstance(value, list | tuple) else [value]
        return ", ".join(labels.get(str(each), str(each)) for each in values)
    if isinstance(value, bool):
        return "Yes"
    if isinstance(value, datetime):
        return value.isoformat()
    return f"{value.day}/{value.month}/{value.year}" if isinstance(value, date) else str(value)
