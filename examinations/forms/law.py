"""Proposing a correction of the law as it is applied, and deciding one."""

import re
from datetime import date, datetime
from typing import Any

from django import forms

from borderops.kit.forms import DateField, Form, Once, Radios
from borderops.kit.localtime import london_date
from examinations.actions.law import LIMITS, Day
from examinations.forms.when import line, text
from examinations.models import LegalReading, Provision

UNITS = {"limit_minutes": "minutes", "limit_days": "days", "limit_working_days": "working days", "limit_months": "months"}
DAY = re.compile(r"^(?P<minus>-?)\s*(?P<on>\d{4}-\d{2}-\d{2})\s*(?P<name>.*)$")
MOST_DAYS = 60


class Correcting(Once, Form):
    """What every correction says: from which day, and why."""

    in_force_from = DateField(
        label="In force from", help_text="Today at the earliest. Records begun before it keep the law they began with."
    )
    reason = text("Why the law as it is applied is wrong", rows=3, most=1000, required=True, hint="Kept for ever beside the correction")

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        kwargs["initial"] = {"in_force_from": london_date(at), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def ask_why(self, label: str) -> None:
        """Ask for the reason in other words, and in the same where it is missing."""
        field = self.fields["reason"]
        field.label, field.error_messages["required"] = label, f"Enter {label[:1].lower()}{label[1:]}"


class ProvisionForm(Correcting):
    """Another limit, citation or standing of one rule under one power."""

    limit = forms.IntegerField(min_value=1, max_value=1_000_000, widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}))
    authority = line("Authority", most=60, required=True, hint="As the screen shows it, such as Sch 7 para 6A")
    citation = text("Citation", rows=3, most=1000, required=True)
    verified = forms.BooleanField(label="The text of this provision was read and says so", required=False)
    convicted_since = DateField(label="First day of a conviction on which a sample may rest")
    field_order = ("limit", "convicted_since", "authority", "citation", "verified", "in_force_from", "reason")

    def __init__(self, *args: Any, provision: Provision, **kwargs: Any) -> None:
        self.provision = provision
        self.unit = next((name for name in LIMITS if getattr(provision, name)), "")
        self.own = ("convicted_since",) if provision.convicted_since else ()
        kept = {name: getattr(provision, name) for name in ("authority", "citation", "verified", *self.own)}
        super().__init__(*args, initial={**kept, "limit": getattr(provision, self.unit) if self.unit else None}, **kwargs)
        if self.unit:
            self.fields["limit"].label = f"Limit in {UNITS[self.unit]}"
        else:
            del self.fields["limit"]
        if not self.own:
            del self.fields["convicted_since"]

    def changes(self) -> dict[str, Any]:
        """The columns of the provision as this form has them."""
        given = {name: self.cleaned_data[name] for name in ("authority", "citation", "verified", *self.own)}
        return {**given, self.unit: self.cleaned_data["limit"]} if self.unit else given


class ReadingForm(Correcting):
    """How a reading is described, and whether it has been settled."""

    chosen = text("The reading that is followed", rows=3, most=1000, required=True)
    verified = forms.BooleanField(label="This reading has been settled, as the reason says", required=False)
    field_order = ("chosen", "verified", "in_force_from", "reason")

    def __init__(self, *args: Any, reading: LegalReading, **kwargs: Any) -> None:
        super().__init__(*args, initial={"chosen": reading.chosen, "verified": reading.verified}, **kwargs)


class CalendarForm(Correcting):
    """Bank holidays that are new or no longer kept, and how far the calendar is known."""

    days = text(
        "Days, one a line",
        rows=4,
        most=6000,
        hint="For example 2029-01-01 New Year's Day. Put a minus before a day that is no longer a bank holiday.",
    )
    known_until = DateField(
        label="The calendar is known until", required=False, help_text="Leave empty unless a further year was published."
    )
    source = line("Where this was published", most=200, required=True)
    field_order = ("days", "known_until", "source", "in_force_from", "reason")

    def clean_days(self) -> list[Day]:
        """The days as rows. Every line that cannot be read is named."""
        written = [each.strip() for each in self.cleaned_data["days"].splitlines() if each.strip()]
        if len(written) > MOST_DAYS:
            raise forms.ValidationError(f"Enter {MOST_DAYS} days at most; there are {len(written)}.")
        found, faults = [], []
        for number, each in enumerate(written, start=1):
            day = _day(each)
            if day is None:
                faults.append(f"Line {number} is not a day. Write it as 2029-01-01 with its name behind it.")
            else:
                found.append(day)
        if faults:
            raise forms.ValidationError(faults)
        return found


def _day(written: str) -> Day | None:
    match = DAY.match(written)
    if match is None or (not match["name"] and not match["minus"]):
        return None
    try:
        return Day(date.fromisoformat(match["on"]), match["name"].strip()[:80], is_kept=not match["minus"])
    except ValueError:
        return None


class DecideForm(Once, Form):
    """The decision of a second person."""

    APPROVE, REFUSE = "APPROVE", "REFUSE"
    decision = forms.ChoiceField(
        choices=[(APPROVE, "Approve: it holds for records that begin once it is in force"), (REFUSE, "Do not approve")],
        widget=Radios(reveals={REFUSE: "reason"}),
    )
    reason = forms.CharField(label="Why not", widget=forms.Textarea(attrs={"rows": 2}), max_length=500, required=False)
