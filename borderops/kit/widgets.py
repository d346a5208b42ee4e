"""Dates and times typed as an officer writes them: three boxes for a date, London time beside it, BST or GMT when a night has both.
Each field turns what was typed into a date or a UTC instant, or says in one sentence which part is missing or impossible."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from borderops.kit.dates import NoSuchTime, TwoSuchTimes, Wall, is_doubtful
from borderops.kit.localtime import LONDON

NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PARTS = ("day", "month", "year")
MONTHS = {word: number for number, word in enumerate(NAMES, start=1)}
TIME = re.compile(r"(\d{1,2})[:.h ]?(\d{2})(?:[:.](\d{2}))?")

Typed = dict[str, str]


def _typed(data: Mapping[str, Any], name: str, parts: tuple[str, ...]) -> Typed | None:
    found = {part: str(data.get(f"{name}_{part}", "") or "").strip() for part in parts}
    return found if any(found.values()) else None


class DateBoxes(forms.Widget):
    """Day, month and year in three boxes; the month may be typed as a word. `today` adds a button that fills them."""

    template_name = "kit/forms/date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, today: bool = False) -> None:
        super().__init__(attrs)
        self.today = today

    def first_id(self, own: str) -> str:
        return f"{own}_day"

    def id_for_label(self, id_: str) -> str:
        return ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed | None:
        return _typed(data, name, PARTS)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part in PARTS)

    def format_value(self, value: Any) -> Typed:
        if isinstance(value, date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        return {part: str(value.get(part, "")) if isinstance(value, dict) else "" for part in PARTS}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["parts"] = [
            {"name": f"{name}_{part}", "suffix": part, "label": part.capitalize(), "value": shown, "wide": 4 if part == "year" else 2}
            for part, shown in self.format_value(value).items()
        ]
        context["widget"]["today"] = self.today
        return context


class TimeBoxes(DateBoxes):
    """A date in three boxes, a 24-hour London time, and the choice of BST or GMT once it matters. `now` adds the button."""

    template_name = "kit/forms/time.html"
    left_out: date | None = None  # the date that is meant where none is typed

    def __init__(self, attrs: dict[str, Any] | None = None, *, now: bool = True) -> None:
        super().__init__(attrs)
        self.now = now

    def first_id(self, own: str) -> str:
        return f"{own}_time"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed | None:
        found = _typed(data, name, (*PARTS, "time", "zone"))
        return found if found and any(value for part, value in found.items() if part != "zone") else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part in (*PARTS, "time"))

    def format_value(self, value: Any) -> Typed:
        if not isinstance(value, datetime):
            shown = super().format_value(value)
            return shown | {part: str(value.get(part, "")) if isinstance(value, dict) else "" for part in ("time", "zone")}
        local = value.astimezone(LONDON) if value.tzinfo else value
        time = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
        zone = str(local.tzname()) if value.tzinfo and is_doubtful(value) else ""
        return super().format_value(local.date()) | {"time": time, "zone": zone}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = self.format_value(value)
        parts = context["widget"]["parts"]
        context["widget"].update(parts=parts[:3], time=shown["time"], zone=shown["zone"], now=self.now)
        context["widget"]["ask_zone"] = _ask_zone(on_the_day(shown, self.left_out))
        return context


def on_the_day(typed: Typed, day: date | None) -> Typed:
    """What was typed, with this day for a date that was left out altogether."""
    if day is None or any(typed.get(part) for part in PARTS):
        return typed
    return {**typed, "day": str(day.day), "month": str(day.month), "year": str(day.year)}


def _ask_zone(shown: Typed) -> bool:
    if shown["zone"]:
        return True
    try:
        _instant({**shown, "zone": ""}, "")
    except TwoSuchTimes:
        return True
    except (ValidationError, ValueError):
        return False
    return False


def _date(typed: Typed, label: str) -> date:
    missing = [part for part in PARTS if not typed.get(part)]
    if missing:
        raise ValidationError(f"{label} must include a {' and a '.join(missing)}.", code="incomplete")
    month = MONTHS.get(typed["month"][:3].lower(), typed["month"])
    try:
        return date(int(typed["year"]), int(month), int(typed["day"]))
    except ValueError as error:
        raise ValidationError(f"{label} must be a real date, such as 27 3 2026.", code="invalid") from error


def _instant(typed: Typed, label: str) -> datetime:
    if not typed.get("time"):
        raise ValidationError(f"{label} must include a time, such as 10:42.", code="incomplete")
    match = TIME.fullmatch(typed["time"])
    hour, minute, second = (int(part or 0) for part in match.groups()) if match else (24, 0, 0)
    if hour > 23 or minute > 59 or second > 59:
        raise ValidationError(f"{label} must be a 24-hour time, such as 09:05 or 22:40.", code="invalid")
    return Wall(_date(typed, label), hour, minute, second, typed.get("zone", "")).instant()


def _label(field: forms.Field) -> str:
    return str(field.label or "The date")


class DateField(forms.DateField):
    """A date typed into three boxes."""

    widget = DateBoxes

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, dict):
            return super().to_python(value)
        day = _date(value, _label(self))
        if day.year < 1900:
            raise ValidationError(f"{_label(self)} must have a year with four figures.", code="invalid")
        return day

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class LondonDateTimeField(forms.Field):
    """A London date and time; cleans to an aware instant in UTC. Minutes without seconds mean :00, never rounded in anyone's favour."""

    widget = TimeBoxes

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        try:
            return _instant(value, _label(self))
        except (NoSuchTime, TwoSuchTimes) as error:
            raise ValidationError(str(error), code="doubtful") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True
