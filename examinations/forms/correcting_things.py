"""The forms that correct what stands beside an entry of the timeline: each is the form of the act that recorded it, filled in as it stands,
and says what the corrected one holds instead."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms

from borderops.kit.forms import Radios
from examinations.actions import (
    CashStepDetails,
    CashStepInstead,
    CopyDetails,
    CopyGroundInstead,
    CopyInstead,
    DeterminationDetails,
    DeterminationInstead,
    ReviewInstead,
    SeizureInstead,
    StepDetails,
    StepInstead,
)
from examinations.actions.beside import Beside
from examinations.actions.commissioning import step_of
from examinations.actions.correcting_reviews import is_own_statement
from examinations.actions.following import beside_as_it_is
from examinations.forms.acts import ActForm
from examinations.forms.biometrics import DeterminationForm
from examinations.forms.cash import STEPS, StepForm
from examinations.forms.commissioning import step_form
from examinations.forms.property import CopyForm, ground, set_grounds
from examinations.forms.reviewing import PadReviewForm, ReviewForm
from examinations.forms.searching import as_sent
from examinations.forms.when import text
from examinations.law.lists import COPY
from examinations.models import CashPower, CashStep, Examination, Kind, Review, TimelineEvent
from examinations.property import commissioner
from organisation.models import User
from organisation.policy import Actor

YES_NO = {True: "yes", False: "no"}


def sent(details: Any, names: Any = None) -> dict[str, Any]:
    """What is on record, as a form's fields show it: a dataclass, or of a row what the dataclass `names` has."""
    found = {name: getattr(details, name) for name in (names or details).__dataclass_fields__}
    return {
        name: YES_NO[value] if isinstance(value, bool) else value.collar_number if isinstance(value, User) else value
        for name, value in found.items()
    }


def to_the_fraction(typed: datetime | None, before: datetime | None) -> datetime | None:
    """A time as typed; the one on record, to the fraction of a second that no box shows, where it was left alone."""
    return before if typed is not None and before is not None and typed == before.replace(microsecond=0) else typed


class SeizureForm(ActForm):
    """Under which Act cash was seized. What else is known of it is put right where it is described."""

    power = forms.ChoiceField(
        label="Seized under",
        choices=CashPower.choices,
        help_text="If what is said of it being held as property before is wrong, take this entry back and seize it again.",
        widget=Radios(),
    )
    words = None  # type: ignore[assignment]
    field_order = ("power",)

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        return {"power": event.detail.get("cash_power")}

    def said(self) -> str:
        return str(self.wrong.words if self.wrong else "")

    def beside(self) -> Beside:
        return SeizureInstead(self.cleaned_data["power"])


class DeterminedForm(DeterminationForm, ActForm):  # type: ignore[misc]  # the order of the fields is a determination's
    """A national security determination."""

    words = None  # type: ignore[assignment]

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        known = beside_as_it_is(event)
        return sent(known.details) if isinstance(known, DeterminationInstead) else {}

    def said(self) -> str:
        return str(self.wrong.words if self.wrong else "")

    def beside(self) -> Beside:
        return DeterminationInstead(DeterminationDetails(**{name: self.cleaned_data[name] for name in DETERMINED}))


DETERMINED = tuple(DeterminationDetails.__dataclass_fields__)


class CopiedForm(CopyForm, ActForm):  # type: ignore[misc]  # the order of the fields is a copy's
    """A copy: how it was made, and why it is kept."""

    words = None  # type: ignore[assignment]

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        known = beside_as_it_is(event)
        if not isinstance(known, CopyInstead):
            return {}
        return {**sent(known.details), "operator_number": known.details.operator.collar_number if known.details.operator else None}

    def said(self) -> str:
        return str(self.wrong.words if self.wrong else "")

    def beside(self) -> Beside:
        details: CopyDetails = self.details()
        known = beside_as_it_is(self.wrong) if self.wrong else None
        before = known.details.ended_at if isinstance(known, CopyInstead) else None
        return CopyInstead(replace(details, ended_at=to_the_fraction(details.ended_at, before)))


class CopyGroundForm(ActForm):
    """On which ground a copy was kept, of which the Commissioner is told."""

    ground = ground("Kept because")
    words = text("Why", rows=3, most=2000, required=True)
    field_order = ("ground", "words")

    def about(self, examination: Examination) -> None:
        set_grounds(self, examination, COPY)

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        return {"ground": event.detail.get("ground"), "words": event.words}

    def beside(self) -> Beside:
        return CopyGroundInstead(self.cleaned_data["ground"], self.cleaned_data["words"])


def _said_of_step(form: Any) -> Beside:
    act = form.cleaned_data.get("act") or step_of(form.wrong).act
    details = {name: value for name, value in form.cleaned_data.items() if name in StepDetails.__dataclass_fields__}
    return StepInstead(act, StepDetails(**details))


def _step_as_sent(event: TimelineEvent) -> dict[str, Any]:
    known = beside_as_it_is(event)
    return {"act": known.act, **sent(known.details)} if isinstance(known, StepInstead) else {}


def _step_form(event: TimelineEvent) -> type[ActForm]:
    """The form of the step; a decision may have been another one, of which conditions may be asked as well."""
    act = step_of(event).act
    base = step_form(act)
    fields: dict[str, Any] = {}
    if act in commissioner.DECISIONS:
        base = step_form(commissioner.AUTHORISE)
        choices = [(code, words) for code, words in commissioner.ACTS.items() if code in commissioner.DECISIONS]
        fields["act"] = forms.ChoiceField(label="What the Commissioner decided", choices=choices, widget=Radios(small=True))
    order = (*fields, *(name for name in base.field_order if name not in {"typed_at", "reason"}))
    own = {"field_order": order, "of": staticmethod(_step_as_sent), "beside": _said_of_step, **fields}
    return type(f"Step{base.__name__}", (base, ActForm), own)


def _cash_step_form(event: TimelineEvent) -> type[ActForm]:
    """The form of an order, a return or a forfeiture."""
    step = CashStep.objects.get(pk=event.detail["step"])
    base = next(form for form in STEPS.values() if form.kind == step.kind)
    return type(f"Cash{base.__name__}", (base, ActForm), {"of": staticmethod(_cash_as_sent), "beside": _said_of_cash})


def _cash_as_sent(event: TimelineEvent) -> dict[str, Any]:
    known = beside_as_it_is(event)
    return sent(known.details) if isinstance(known, CashStepInstead) else {}


def _said_of_cash(form: StepForm) -> Beside:
    return CashStepInstead(CashStepDetails(**form.values()))


class SaidReview(ActForm):
    """What a review's form says instead; with the form of the review it is that review's correction."""

    words = None  # type: ignore[assignment]

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        review = Review.objects.select_related("reviewer").get(event=event)
        known = as_sent(review, (field.attname for field in Review._meta.concrete_fields))
        return {
            **known,
            "is_necessary": review.is_necessary,
            "is_right_delayed": YES_NO[bool(review.delayed_rights_conclusion)],
            "reviewer": review.reviewer.collar_number,
        }

    def about(self, *args: Any) -> None:
        """Every right is asked about as it was then."""

    def said(self) -> str:
        return str(self.cleaned_data["grounds"])

    def beside(self) -> Beside:
        assert self.wrong is not None
        assert isinstance(self, ReviewForm)
        known = beside_as_it_is(self.wrong)
        assert isinstance(known, ReviewInstead)
        said = self.details()
        started_at = to_the_fraction(said.started_at, known.details.started_at) or said.started_at
        told_at = to_the_fraction(said.authoriser_told_at, known.details.authoriser_told_at)
        said = replace(said, started_at=started_at, authoriser_told_at=told_at)
        return ReviewInstead(self.cleaned_data.get("reviewer") or known.reviewer, said)


REVIEWED = tuple(name for name in ReviewForm.base_fields if name not in {"typed_at", "reason", "pressed_at", "submission_id", "words"})


class OwnReviewForm(SaidReview, ReviewForm):
    """By the officer who made it."""

    field_order = REVIEWED


class EnteredReviewForm(SaidReview, PadReviewForm):
    """By an examiner who entered it from the pad for whoever made it."""

    field_order = ("reviewer", *REVIEWED)

    # The time of the decision is asked as every correction asks it, so that what the pad's form does with its own is passed over.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super(PadReviewForm, self).__init__(*args, **kwargs)
        self.fields["signed"].label = "The review officer signed the pad, and this is what it says"

    def clean(self) -> dict[str, Any]:
        return super(PadReviewForm, self).clean()


class TimeOnlyForm(ActForm):
    """A review that its officer stated themself: nobody else changes what it says."""

    words = None  # type: ignore[assignment]
    field_order = ()

    def said(self) -> str:
        return str(self.wrong.words if self.wrong else "")


def form_beside(event: TimelineEvent, by: Actor) -> type[ActForm] | None:
    """The form that corrects an entry with what stands beside it; None where nothing does, or nothing but its time and words."""
    known = beside_as_it_is(event)
    if isinstance(known, ReviewInstead):
        if by.id == known.reviewer.pk:
            return OwnReviewForm
        return TimeOnlyForm if is_own_statement(event) else EnteredReviewForm
    if isinstance(known, StepInstead):
        return _step_form(event)
    if isinstance(known, CashStepInstead):
        return _cash_step_form(event)
    forms_of: dict[type, type[ActForm]] = {
        SeizureInstead: SeizureForm,
        DeterminationInstead: DeterminedForm,
        CopyInstead: CopiedForm,
        CopyGroundInstead: CopyGroundForm,
    }
    return forms_of.get(type(known)) if event.kind != Kind.PROPERTY_DESTROYED else None
