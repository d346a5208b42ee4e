"""The forms of the duty pages. Who and where are offered from the writer's own scope."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q

from borderops.kit.forms import Form, LondonDateTimeField, Once, Radios
from organisation.models import Port, Posting, User
from rostering.models import Duty


def postable(ports: Iterable[UUID], at: datetime) -> Any:
    """The people whom a posting brings to one of these ports, now or later."""
    postings = Posting.objects.filter(
        Q(posted_until__isnull=True) | Q(posted_until__gt=at),
        state=Posting.State.CONFIRMED,
        unit__group__in=Port.objects.filter(pk__in=list(ports)).values("portgrouppermission__group"),
    )
    return User.objects.filter(is_active=True, pk__in=postings.values("user_id")).order_by("collar_number")


class OfficerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class DutyForm(Once, Form):
    officer = OfficerField(queryset=User.objects.none(), empty_label="Choose a person")
    port = forms.ModelChoiceField(queryset=Port.objects.none(), empty_label="Choose a port")
    kind = forms.ChoiceField(
        label="Duty",
        choices=Duty.Kind.choices,
        initial=Duty.Kind.AT_PORT,
        widget=Radios(hints={Duty.Kind.ON_CALL: "Not at the port, but can be rung about it"}),
    )
    duty_from = LondonDateTimeField(label="From")
    duty_until = LondonDateTimeField(label="Until")
    place = forms.CharField(
        max_length=80, required=False, help_text="Where in the port. Offered when they start an examination, so that they need not type it."
    )
    reachable_on = forms.CharField(
        label="Number to ring",
        max_length=30,
        required=False,
        help_text="Leave empty for the person's own.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )

    def __init__(self, *args: Any, ports: Iterable[UUID], at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = list(ports)
        self.fields["officer"].queryset = postable(own, at)  # type: ignore[attr-defined]
        self.fields["port"].queryset = Port.objects.filter(pk__in=own, is_closed=False).order_by("name")  # type: ignore[attr-defined]


class DutyFilter(Form):
    mark_optional = False
    port = forms.ModelChoiceField(queryset=Port.objects.none(), required=False, empty_label="Any")
    kind = forms.ChoiceField(label="Duty", choices=[("", "Any"), *Duty.Kind.choices], required=False)

    def __init__(self, *args: Any, ports: Iterable[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["port"].queryset = Port.objects.filter(pk__in=list(ports)).order_by("name")  # type: ignore[attr-defined]
