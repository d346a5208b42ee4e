"""The forms of quality assurance: the answers to the criteria, and the decision with its learning points and named fields."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from assurance.actions import Given, Learning
from assurance.models import Answer, Assessment, Criterion
from assurance.proposing import CHANGEABLE, EVIDENCE, WEIGHTS, NewCriterion
from assurance.queries import Asked
from borderops.kit.filters import OneOfFew
from borderops.kit.forms import Form, Once, Radios, Versioned
from borderops.kit.typed import text
from examinations.fields import LABELS
from examinations.forms.law import Correcting
from organisation.models import Port, User


class AnswersForm(Once, Versioned, Form):
    """One radio group and one comment for each criterion. Saving is possible at any time; a comment is asked for when it is needed."""

    mark_optional = False

    def __init__(self, *args: Any, questions: Sequence[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            code = question.criterion.code
            self.fields[code] = forms.ChoiceField(
                label=f"{code[3:]}. {question.criterion.text}",
                choices=Answer.Value.choices,
                widget=Radios(inline=True, small=True),
                required=False,
                initial=question.answer.value if question.answer else None,
            )
            self.fields[f"{code}-comment"] = forms.CharField(
                label=f"Comment on {code[3:]}",
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
                max_length=2000,
                initial=question.answer.comment if question.answer else "",
            )

    def rows(self) -> Iterator[tuple[Asked, forms.BoundField, forms.BoundField]]:
        for question in self.questions:
            yield question, self[question.criterion.code], self[f"{question.criterion.code}-comment"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for question in self.questions:
            code = question.criterion.code
            value, comment = cleaned.get(code), (cleaned.get(f"{code}-comment") or "").strip()
            if comment:
                continue
            if value and value != "MET":
                self.add_error(f"{code}-comment", f"Say why {code[3:]} is not simply met")
            elif value == "MET" and question.prompts:
                self.add_error(f"{code}-comment", f"The record has something to say about {code[3:]}: add a word about it")
        return cleaned

    def given(self) -> dict[str, Given]:
        codes = [question.criterion.code for question in self.questions]
        return {
            code: Given(self.cleaned_data[code], self.cleaned_data[f"{code}-comment"].strip()) for code in codes if self.cleaned_data[code]
        }


class DecisionForm(Once, Versioned, Form):
    """The outcome, and what goes with it."""

    mark_optional = False

    outcome = forms.ChoiceField(
        label="Outcome",
        choices=Assessment.Outcome.choices,
        widget=Radios(
            hints={
                "ACCEPT": "The record locks.",
                "ACCEPT_WITH_LEARNING": "The record locks. The officer is shown the learning points and can reply.",
                "RETURN": "The officer answers by addendum within seven days. What was submitted stays as it is.",
            }
        ),
    )
    words = forms.CharField(
        label="Summary",
        help_text="Shown to the officer. If you return the record, say in a sentence why.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    learning_officer = forms.ChoiceField(label="Learning for", required=False)
    learning = forms.CharField(
        label="Learning points", help_text="One to a line.", widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, required=False
    )
    good_practice = forms.CharField(
        label="Good practice",
        help_text="One to a line. Good work is recorded as easily as concern.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, examiners: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["learning_officer"].choices = [(str(user.pk), user.title) for user in examiners]  # type: ignore[attr-defined]
        self.names = tuple(LABELS)
        for name, label in LABELS.items():
            self.fields[f"return-{name}"] = forms.CharField(label=label, required=False, max_length=500)

    def return_rows(self) -> list[forms.BoundField]:
        return [self[f"return-{name}"] for name in self.names]

    @property
    def has_return_rows(self) -> bool:
        return any(row.value() for row in self.return_rows())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        outcome = cleaned.get("outcome")
        if outcome == "RETURN" and not cleaned.get("words"):
            self.add_error("words", "Say in a sentence why the record is returned")
        if outcome == "RETURN" and not self.fields_named():
            self.add_error("outcome", "Name at least one field to be amended, under Fields to amend")
        if outcome == "ACCEPT_WITH_LEARNING" and not cleaned.get("learning"):
            self.add_error("learning", "Write at least one learning point")
        return cleaned

    def fields_named(self) -> dict[str, str]:
        found = {name: (self.cleaned_data.get(f"return-{name}") or "").strip() for name in self.names}
        return {name: words for name, words in found.items() if words}

    def learning_given(self) -> list[Learning]:
        officer = self.cleaned_data.get("learning_officer")
        if not officer:
            return []
        points = [Learning(officer, line.strip()) for line in self.cleaned_data["learning"].splitlines() if line.strip()]
        return points + self.praise_given()

    def praise_given(self) -> list[Learning]:
        officer = self.cleaned_data.get("learning_officer")
        praise = self.cleaned_data["good_practice"].splitlines()
        return [Learning(officer, line.strip(), is_good_practice=True) for line in praise if officer and line.strip()]


class QueueFilter(Form):
    port = OneOfFew(queryset=Port.objects.order_by("name"), required=False, empty_label="All ports")


class ReplyForm(Once, Form):
    reply = forms.CharField(
        label="Your reply",
        help_text="Stands beside the learning point for good.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )


def _basis() -> forms.CharField:
    return text("Basis", rows=2, most=600, hint="Where it comes from, such as the Act")


class Questioning(Correcting):
    """What is said of every criterion, whether it is there or new."""

    text = text("What the assessor is asked", rows=3, most=600, required=True)
    weight = forms.TypedChoiceField(label="Weight", coerce=int, choices=list(WEIGHTS.items()), widget=Radios(inline=True, small=True))
    is_critical = forms.BooleanField(label="Critical: not met, the record is red", required=False)
    basis = _basis()
    is_verified = forms.BooleanField(label="The text of this was read and says so", required=False)


class CriterionForm(Questioning):
    """How a criterion should read, what it weighs, and whether it is asked."""

    is_used = forms.BooleanField(label="It is asked", required=False)
    field_order = ("text", "weight", "is_critical", "basis", "is_verified", "is_used", "in_force_from", "reason")

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(criterion, name) for name in CHANGEABLE}, **kwargs)
        self.ask_why("Why the criterion is wrong")

    def changes(self) -> dict[str, Any]:
        """The columns of the criterion as this form has them."""
        return {name: self.cleaned_data[name] for name in CHANGEABLE}


class NewCriterionForm(Questioning):
    """A criterion that the list does not have yet, in one of its sections."""

    section = forms.ChoiceField(label="Section", help_text="It stands last in it.")
    prompt = forms.ChoiceField(label="Which part of the record stands beside it", choices=[*EVIDENCE.items()])
    is_about_the_record = forms.BooleanField(label="It is about the record: the answer cannot tell counts as not met", required=False)
    field_order = (
        *("section", "text", "weight", "is_critical", "is_about_the_record", "prompt"),
        *("basis", "is_verified", "in_force_from", "reason"),
    )

    def __init__(self, *args: Any, sections: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [(one, one) for one in sections]  # type: ignore[attr-defined]
        self.ask_why("Why the list should have it")

    def new(self) -> NewCriterion:
        """What is proposed."""
        return NewCriterion(**{name: self.cleaned_data[name] for name in NewCriterion.__dataclass_fields__})
