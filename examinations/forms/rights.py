"""Rights and welfare: what is filled in about a fact after its press, and the few acts that ask before they are pressed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime

from borderops.kit.forms import Form, Once, Radios, Versioned
from examinations.actions import Sought
from examinations.details import DETAILS, RIGHTS, Asked
from examinations.forms.acts import ActForm
from examinations.forms.completing import Completing
from examinations.forms.officers import OfficerNumber
from examinations.forms.questions import QuestionForm
from examinations.forms.when import SameDay, SameDayField, line, text
from examinations.models import Authority, Examination, TimelineEvent
from examinations.queries.rights import facts_of, seniors
from examinations.reference import grounds, notices_on
from examinations.rights.exercised import delays
from organisation.acting import rank_of
from organisation.models import User

What = Authority.What


def _field(asked: Asked, power: str, at: datetime) -> forms.Field:
    if asked.kind == "instant":
        return SameDayField(label=asked.label, required=False, help_text="London time. Leave the date out when it is today.")
    choices = list(asked.choices.items())
    if asked.kind == "notice":
        choices = [(notice.key, notice.label) for notice in notices_on(power, at)]
    if choices:
        return forms.ChoiceField(label=asked.label, choices=choices, required=False, help_text=asked.hint, widget=Radios(small=True))
    if asked.is_long:
        return text(asked.label, rows=3, most=asked.most, hint=asked.hint)
    return line(asked.label, most=asked.most, hint=asked.hint)


class DetailsForm(Once, Versioned, SameDay, Completing):
    """What is known about one fact. Everything may be left open."""

    mark_optional = False

    asked: tuple[Asked, ...] = ()
    happened_at: datetime

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.complete({asked.name: asked.completed_by for asked in self.asked if asked.completed_by})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        until = cleaned.get("until")
        if isinstance(until, datetime) and until < self.happened_at:
            self.add_error("until", "It cannot end before it began.")
        return cleaned

    def given(self) -> dict[str, Any]:
        """By name, as the record keeps it: instants in UTC."""
        found = {}
        for asked in self.asked:
            value = self.cleaned_data.get(asked.name)
            found[asked.name] = value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        return found


def details_form(*args: Any, kind: str, power: str, happened_at: datetime, **kwargs: Any) -> DetailsForm:
    """The form for a fact of this kind, with its questions."""
    asked = DETAILS.get(kind, ())
    fields = {one.name: _field(one, power, happened_at) for one in asked}
    made: type[DetailsForm] = type("DetailsForm", (DetailsForm,), {**fields, "asked": asked, "happened_at": happened_at})
    return made(*args, **kwargs)


def initial_details(kind: str, given: Mapping[str, Any], version: int) -> dict[str, Any]:
    """What has been filled in so far, for the form."""
    instants = {asked.name for asked in DETAILS.get(kind, ()) if asked.kind == "instant"}
    known = {name: parse_datetime(str(value)) if name in instants and value else value for name, value in given.items()}
    return {**known, "version": version}


class EmergencyForm(ActForm):
    """The codes let an officer who is not accredited use the power in an emergency alone, on senior authority. What was done is taken
    whoever authorised it; a rank below superintendent is a finding (the rank is not verified)."""

    authoriser = OfficerNumber(
        "Number of the officer who authorised it", required=True, hint="Of at least the rank of superintendent (not verified)"
    )
    words = text("Why no accredited officer could be had, and why it could not wait", rows=3, most=1000, required=True)
    field_order = ("authoriser", "words", "typed_at", "reason")
    own = ("authoriser", "authoriser_rank")

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        return {"words": event.words, "authoriser": event.detail.get("authoriser", "")}

    def detail(self) -> dict[str, Any]:
        given: User = self.cleaned_data["authoriser"]
        number, said = given.collar_number, self.cleaned_data
        before = self.wrong.detail if self.wrong is not None else {}
        if before.get("authoriser") == number:
            return {name: before.get(name, "") for name in self.own}
        at = said.get("happened_at") or said.get("typed_at") or self.at
        return {"authoriser": number, "authoriser_rank": rank_of(given, at).rank}


class NotRecordedForm(ActForm):
    words = text("Why there is no recording", rows=2, most=1000, hint="Left empty, it is owed")


class DelayEndedForm(ActForm):
    """A delay ends when its reason does. Where one right alone is delayed the press says it all; where both are it says which."""

    right = forms.ChoiceField(label="Which right may be exercised now", widget=Radios(small=True))
    field_order = ("right", "words", "typed_at", "reason")

    def about(self, examination: Examination) -> None:
        standing = [str(delay.given.get("right", "")) for delay in delays(facts_of(examination))]
        field = self.fields["right"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, RIGHTS[key]) for key in RIGHTS if key in standing or not standing]
        if len(standing) == 1:
            self.initial["right"], field.required = standing[0], False

    own = ("right",)

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        return {"right": event.detail.get("right"), "words": event.words}

    def as_correction(self, event: TimelineEvent) -> None:
        field = self.fields["right"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(RIGHTS.items())
        self.initial["right"] = event.detail.get("right")

    def detail(self) -> dict[str, Any]:
        return {"right": self.cleaned_data["right"] or self.initial["right"]}


BASES = {"ASK": "Ask for it now", "ORAL": "It was given aloud", "WRITTEN": "It was given in writing"}
HINTS = {
    "ASK": "The superintendent answers in the service. Nothing is delayed until then.",
    "ORAL": "The superintendent is asked to confirm it in writing.",
}


class AuthorityForm(ActForm):
    """What only a superintendent may authorise: asked for, or recorded as given by whoever gave it."""

    what = forms.ChoiceField(label="Which right", widget=Radios(small=True))
    basis = forms.ChoiceField(label="The authority", choices=list(BASES.items()), widget=Radios(hints=HINTS))
    authoriser = forms.ChoiceField(label="Superintendent", required=False, widget=Radios(small=True))
    number = line("Another officer's collar number", most=12, width="5", hint="If it was somebody who is not in the list")
    ground = forms.ChoiceField(label="Ground", widget=Radios(small=True))
    because = text("Why: what exercising the right now would lead to", rows=3, most=2000, required=True)
    field_order = ("what", "basis", "authoriser", "number", "ground", "because", "words", "typed_at", "reason")
    whats: tuple[str, ...] = (What.DELAY_SOLICITOR, What.DELAY_NAMED_PERSON)
    act = "DELAY"
    chosen: User | None = None

    def about(self, examination: Examination) -> None:
        offered = {str(one.officer.pk): one for one in (() if self.wrong else seniors(examination, self.at))}
        self.officers = {key: one.officer for key, one in offered.items()}
        listed = grounds(examination.power, self.act, examination.started_at)
        choices = {
            "what": [(one, str(What(one).label)) for one in self.whats],
            "authoriser": [(key, f"{one.label}, {one.ring}" if one.ring else one.label) for key, one in offered.items()],
            "ground": [(one.key, f"{one.words} ({one.cited})") for one in listed],
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = found
        if len(self.whats) == 1:
            self.fields["what"].widget, self.fields["what"].initial = forms.HiddenInput(), self.whats[0]
        if not offered:
            self.fields["authoriser"].help_text = "No superintendent is on duty or on call at this port now."

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        given = Authority.objects.select_related("authoriser").get(event=event)
        who = {"number": given.authoriser.collar_number, "basis": given.manner}
        return {**who, "what": given.what, "ground": given.ground, "because": given.reason, "words": event.words}

    def as_correction(self, event: TimelineEvent) -> None:
        """It was given, aloud or in writing, by an officer whose number is known."""
        del self.fields["authoriser"]
        basis, number = self.fields["basis"], self.fields["number"]
        assert isinstance(basis, forms.ChoiceField)
        basis.choices = [(key, label) for key, label in BASES.items() if key != "ASK"]
        number.label, number.help_text, number.required = "Collar number of the officer who gave it", "", True
        number.error_messages["required"] = "Enter the collar number of the officer who gave it"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number, key = (cleaned.get("number") or "").strip(), cleaned.get("authoriser")
        if number:
            before = self.wrong.officer if self.wrong else None  # who may have left since
            is_same = before is not None and before.collar_number == number
            self.chosen = before if is_same else User.objects.filter(collar_number=number, is_active=True).first()
            if self.chosen is None:
                self.add_error("number", "Nobody here has this collar number. Check it with the officer.")
        elif key:
            self.chosen = self.officers[key]
        elif "authoriser" in self.fields and "authoriser" not in self.errors:
            self.add_error("authoriser", "Choose the superintendent, or give the officer's collar number.")
        return cleaned

    def sought(self) -> Sought:
        assert self.chosen is not None
        given = self.cleaned_data
        return Sought(given["what"], given["ground"], given["because"], self.chosen)

    @property
    def is_asking(self) -> bool:
        return bool(self.cleaned_data["basis"] == "ASK")

    @property
    def is_oral(self) -> bool:
        return bool(self.cleaned_data["basis"] == "ORAL")


class DifferentSolicitorForm(AuthorityForm):
    """That another solicitor be consulted. There is no other way to keep a solicitor from a person."""

    whats = (What.DIFFERENT_SOLICITOR,)
    act = "DIFFERENT_SOLICITOR"


class AnswerForm(Once, Form):
    """The superintendent's own word."""

    is_given = forms.TypedChoiceField(
        label="Your answer",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=Radios(),
        error_messages={"required": "Choose your answer."},
    )
    answer = text("What you want to add; if no, why", rows=3, most=2000)

    def __init__(self, *args: Any, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = authority.manner == Authority.Manner.ASKED
        words = ("I authorise it", "I do not authorise it") if asked else ("I gave this authority and confirm it", "I did not give it")
        field = self.fields["is_given"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("yes", words[0]), ("no", words[1])]


class NotToldForm(Once, Form):
    """Told, by one press; or why not."""

    not_told_reason = line("If not, why", most=200)


FORMS: dict[str, type[ActForm]] = {
    "emergency-use": EmergencyForm,
    "first-question": QuestionForm,
    "question": QuestionForm,
    "not-recorded": NotRecordedForm,
    "delay": AuthorityForm,
    "delay-ended": DelayEndedForm,
    "different-solicitor": DifferentSolicitorForm,
}
