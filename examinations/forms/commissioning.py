"""The steps of the Commissioner's route in a few fields each: what was told to whom, what was granted, decided, referred and destroyed."""

from typing import Any

from django import forms

from borderops.kit.forms import Checkboxes, DateField, Radios
from examinations.actions import StepDetails
from examinations.actions.commissioning import NO_DESTROYER
from examinations.choices import AFFECTED_PARTIES, REFERRERS
from examinations.forms.officers import OfficerNumber
from examinations.forms.property import Act
from examinations.forms.reviewing import yes_no
from examinations.forms.when import line, text
from examinations.property import commissioner, decided


class StepForm(Act):
    """A step of the Commissioner's route that needs nothing but its words."""

    words = text("Reference, or anything to add", rows=2, most=2000)
    field_order: tuple[str, ...] = ("words", "typed_at", "reason")

    def details(self) -> StepDetails:
        names = StepDetails.__dataclass_fields__
        return StepDetails(**{name: value for name, value in self.cleaned_data.items() if name in names})


class PartiesForm(StepForm):
    parties = forms.MultipleChoiceField(
        label="Who was told, of the right to make representations and until when",
        choices=list(AFFECTED_PARTIES.items()),
        widget=Checkboxes(small=True),
        error_messages={"required": "Say which of the affected parties were told."},
    )
    field_order = ("parties", "words", "typed_at", "reason")


class InviteForm(StepForm):
    respond_by = DateField(
        label="Representations until",
        required=False,
        help_text="The last day of the period that the Commissioner set. If you do not have it yet, record this again when you do.",
    )
    field_order = ("respond_by", "words", "typed_at", "reason")


class GrantForm(StepForm):
    granted_by = OfficerNumber(
        "Number of the officer who granted it",
        hint="A superintendent or above, who had no part in the taking, the copying or the questioning",
        required=True,
    )
    is_written = yes_no("Recorded in writing?", missing="Say whether the grant was recorded in writing.")
    conditions = text("Conditions", rows=2, most=2000)
    words = text("Why it is urgent, and why the ordinary route is too slow", rows=3, most=2000)
    field_order = ("granted_by", "is_written", "conditions", "words", "typed_at", "reason")


class DecidedForm(StepForm):
    """What was decided, and by whom: another Judicial Commissioner's decision may be taken to the Commissioner."""

    decided_by = forms.ChoiceField(
        label="Who decided",
        choices=[*decided.DECIDERS.items(), ("", "Not known yet")],
        required=False,
        widget=Radios(small=True),
        help_text="An affected party may ask the Commissioner to approve what another Judicial Commissioner decided.",
    )
    field_order: tuple[str, ...] = ("decided_by", "words", "typed_at", "reason")


class DecisionForm(DecidedForm):
    conditions = text("Conditions", rows=2, most=2000)
    field_order = ("decided_by", "conditions", "words", "typed_at", "reason")


class DerivedForm(DecidedForm):
    words = text(
        "What was directed, and its reference",
        rows=3,
        most=2000,
        hint="The Act gives this direction when urgent use is cancelled: that all reasonable steps are taken to destroy information "
        "derived from the article or the copy (Schedule 3 paras 16 and 22). It sets no time for it.",
    )


class ReferForm(StepForm):
    parties = forms.MultipleChoiceField(
        label="Who referred it, as far as known", choices=list(REFERRERS.items()), required=False, widget=Checkboxes(small=True)
    )
    field_order = ("parties", "words", "typed_at", "reason")


class DerivedDestroyedForm(StepForm):
    done_by = OfficerNumber("Number of the officer who destroyed it")
    done_by_other = line("Or who else destroyed it", most=120, hint="A laboratory, another force, another agency")
    words = text("What had been derived, how it was destroyed, and what could not be", rows=3, most=2000, required=True)
    field_order = ("done_by", "done_by_other", "words", "typed_at", "reason")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("done_by") and not cleaned.get("done_by_other"):
            self.add_error("done_by", NO_DESTROYER)
        return cleaned


STEP_FORMS: dict[str, type[StepForm]] = {
    commissioner.TELL_PARTIES: PartiesForm,
    commissioner.INVITE: InviteForm,
    commissioner.GRANT: GrantForm,
    commissioner.AUTHORISE: DecisionForm,
    commissioner.APPROVE: DecisionForm,
    commissioner.CANCEL: DecidedForm,
    commissioner.DIRECT_DESTRUCTION: DecidedForm,
    commissioner.DIRECT_RETURN: DecidedForm,
    decided.REFER: ReferForm,
    decided.DIRECT_DERIVED: DerivedForm,
    decided.DESTROY_DERIVED: DerivedDestroyedForm,
}


def step_form(act: str) -> type[StepForm]:
    return STEP_FORMS.get(act, StepForm)
