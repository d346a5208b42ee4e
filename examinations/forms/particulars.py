"""Journey, selection, person, notices and outcome, in the order in which a lawyer would read them. Everything may be left open; what is
missing is listed as owed and never demanded."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from borderops.kit.forms import Checkboxes, DateField, ModelForm, Once, Radios, Versioned
from borderops.kit.widgets import DateBoxes
from examinations import outcomes
from examinations.choices import ETHNICITY_OBSERVED, ETHNICITY_STATED, NOT_STATED, SEXES
from examinations.fields import LABELS
from examinations.forms.completing import Completing
from examinations.forms.passport import box
from examinations.forms.reviewing import yes_no
from examinations.forms.when import SameDay, SameDayField, line, text
from examinations.models import Particulars
from examinations.reference import considerations
from examinations.wording import NAMES, SECTIONS, Section, prosecution


def _grouped(groups: Mapping[str, Mapping[str, str]]) -> list[Any]:
    return [("", "Not asked yet"), *[(group, list(codes.items())) for group, codes in groups.items()]]


class ParticularsForm(Once, Versioned, SameDay, Completing, ModelForm):
    """The whole of the particulars. `version` is the one that the writer saw."""

    direction = forms.ChoiceField(
        label=LABELS["direction"], choices=Particulars.Direction.choices, required=False, widget=Radios(small=True)
    )
    premises = forms.ChoiceField(label=LABELS["premises"], choices=Particulars.Premises.choices, required=False, widget=Radios(small=True))
    carrier = line("Carrier", most=60)
    service_number = line(LABELS["service_number"], most=20, width="10", hint="Flight, sailing or train")
    origin = line(LABELS["origin"], most=60)
    destination = line(LABELS["destination"], most=60)
    considerations = forms.MultipleChoiceField(
        label="Which considerations led to the selection?",
        required=False,
        widget=Checkboxes(small=True),
        help_text="Choose all that applied. None of the protected characteristics is one of them.",
    )
    selection_reason = text(
        "Reasons for the selection", rows=5, hint="In your own words: what was seen or known at the time, and why it led to this person"
    )
    selection_reason_sensitive = text("Reasons that are not to be disclosed", rows=3, hint="Kept out of documents that leave the service")
    is_intelligence_led = yes_no("Intelligence led?")
    intelligence_reference = line(LABELS["intelligence_reference"], most=40)
    repeat_justification = text(
        "Why this person is examined again", rows=3, most=2000, hint="Only where they were examined before: what is new this time"
    )
    screening_from = SameDayField(label="Screening began", required=False)
    screening_until = SameDayField(label="Screening ended", required=False)
    passport = box()
    family_name = line(LABELS["family_name"], most=200)
    given_names = line(LABELS["given_names"], most=200)
    born_on = DateField(label=LABELS["born_on"], required=False, help_text="For example, 27 3 1987")
    sex = forms.ChoiceField(label="Sex", choices=list(SEXES.items()), required=False, widget=Radios(inline=True, small=True))
    nationality = line("Nationality", most=60)
    document_number = line("Passport or identity document number", most=20, width="10")
    address = text("Address", rows=3, most=500)
    ethnicity_stated = forms.ChoiceField(
        label="Ethnicity as the person states it", choices=_grouped(ETHNICITY_STATED), required=False, help_text="Ask; do not guess"
    )
    ethnicity_not_stated_reason = line("Why it is not stated", most=200)
    ethnicity_observed = forms.ChoiceField(
        label="Ethnicity as you observed it", choices=[("", "Not recorded"), *ETHNICITY_OBSERVED.items()], required=False
    )
    looks_under_18 = yes_no("Does the person look under 18?", hint="Only where nothing proves the date of birth")
    is_unaccompanied = yes_no(
        "Unaccompanied child?", hint="Only of a person who is, or looks, under 18: is no parent or guardian with them?"
    )
    is_vulnerable = yes_no(
        "Vulnerable person?", hint="If so, an appropriate adult is needed, as for everybody under 18 (rule not verified)"
    )
    outcome = forms.MultipleChoiceField(
        label="Outcome",
        required=False,
        widget=Checkboxes(small=True),
        help_text="Choose all that apply. No further action stands alone: it goes with no other outcome.",
    )
    account = text("Account of the examination", rows=10, most=20000, hint="What was asked and answered, in the order in which it happened")

    mark_optional = False

    class Meta:
        model = Particulars
        fields = NAMES

    def __init__(self, *args: Any, under: tuple[str, datetime], **kwargs: Any) -> None:
        """`under`: the power, and when the record began under it."""
        super().__init__(*args, **kwargs)
        field = self.fields["considerations"]
        assert isinstance(field, forms.MultipleChoiceField)
        listed = considerations(*under)
        field.choices = [(one.key, one.words) for one in listed]
        if not all(one.verified for one in listed):
            field.help_text = f"{field.help_text} The list is not verified against the code of practice."
        power, _ = under
        ended = self.fields["outcome"]
        assert isinstance(ended, forms.MultipleChoiceField)
        assert isinstance(ended.widget, Checkboxes)
        ended.choices = list(outcomes.labels(power).items())
        ended.widget.hints = {outcomes.OFFENCE: " ".join(prosecution([outcomes.OFFENCE], *under))}
        self.complete()
        for name in ("is_intelligence_led", "looks_under_18", "is_unaccompanied", "is_vulnerable"):
            value = self.initial.get(name)
            self.initial[name] = "" if value is None else "yes" if value else "no"

    def sections(self) -> list[tuple[Section, list[BoundField]]]:
        return [(section, [self[name] for name in section.names]) for section in SECTIONS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        began, ended = cleaned.get("screening_from"), cleaned.get("screening_until")
        if began and ended and ended < began:
            self.add_error("screening_until", "Screening cannot end before it began.")
        born_on = cleaned.get("born_on")
        field = self.fields["screening_from"]
        if born_on and isinstance(field, SameDayField) and field.today and born_on > field.today:
            self.add_error("born_on", "Date of birth must be in the past.")
        if cleaned.get("ethnicity_stated") != NOT_STATED and "ethnicity_not_stated_reason" in cleaned:
            cleaned["ethnicity_not_stated_reason"] = ""
        return cleaned

    def clean_outcome(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["outcome"]
        if said := outcomes.fault(chosen):
            raise forms.ValidationError(said)
        return chosen

    def _post_clean(self) -> None:
        """The row is changed by the action alone, under its lock; here it is only read."""

    def as_sent(self, name: str) -> dict[str, list[str]]:
        """A field's value as a browser would send it back."""
        value, widget = self[name].value(), self.fields[name].widget
        if isinstance(widget, DateBoxes):
            return {f"{name}_{part}": [typed] for part, typed in widget.format_value(value).items()}
        if isinstance(value, list | tuple):
            return {name: [str(each) for each in value]}
        return {name: ["" if value is None else str(value)]}

    def changes(self) -> dict[str, Any]:
        """Every named field as it was filled in. The action works out which of them changed."""
        return {name: self.cleaned_data[name] for name in NAMES}
