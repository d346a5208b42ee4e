"""A question: who asked it, one of ours or an officer of another service, and why it could not wait for an appropriate adult."""

from typing import Any

from django import forms

from borderops.kit.forms import Radios
from examinations.forms.acts import ActForm
from examinations.forms.officers import OfficerNumber
from examinations.forms.when import line, text
from examinations.models import Examination, TimelineEvent
from examinations.outsiders import FIELDS, SERVICES
from examinations.queries.rights import needs_adult_now


class QuestionForm(ActForm):
    """A question. Where an appropriate adult is needed and not there, it is asked why it could not wait; the question itself is always
    taken."""

    without_adult_reason = text(
        "If it has been asked: why it could not wait for the appropriate adult",
        rows=3,
        most=1000,
        hint="What waiting would have put at risk. Left empty, it goes to quality assurance as critical.",
    )
    officer = OfficerNumber("Asked by another officer", hint="Their number. Leave empty if you asked. Whoever asks becomes an examiner.")
    service = forms.ChoiceField(
        label="Or asked by an officer of another service",
        choices=list(SERVICES.items()),
        required=False,
        widget=Radios(small=True),
        help_text="Leave open if a constable asked",
    )
    grade = line("Their grade", most=60)
    service_number = line("Their number", most=40, width="10")
    field_order = ("without_adult_reason", "officer", *FIELDS, "words", "typed_at", "reason")
    own = FIELDS
    folded = FIELDS
    fold_title = "An officer of another service asked"
    warning = ""

    def about(self, examination: Examination) -> None:
        if self.wrong is None and needs_adult_now(examination, self.at):
            self.warning = "An appropriate adult is needed and not here (rule not verified). Do not ask this person anything until one is."
        else:
            del self.fields["without_adult_reason"]

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        who = {name: event.detail.get(name, "") for name in FIELDS}
        return {**who, "officer": event.officer.collar_number if event.officer else "", "words": event.words}

    def as_correction(self, event: TimelineEvent) -> None:
        """Why it could not wait for an adult is filled in beside the entry, and stays as it is there."""
        asked = self.fields["officer"]
        asked.label = "Number of the officer who asked"
        asked.help_text = "Whoever asks becomes an examiner. An officer whom only this entry named is no examiner any more."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.warning and "without_adult_reason" not in self.data:
            self.add_error("without_adult_reason", self.warning)
        if cleaned.get("service") and cleaned.get("officer"):
            self.add_error("officer", "One officer asks a question. Clear the number, or what is said of another service.")
        if not cleaned.get("service") and (cleaned.get("grade") or cleaned.get("service_number")):
            self.add_error("service", "Choose the service of the officer whose grade or number this is, or clear both.")
        if self.wrong and "officer" not in self.errors and not cleaned.get("officer") and not cleaned.get("service"):
            self.add_error("officer", "Give the number of the officer who asked, or say of which other service they are.")
        return cleaned

    def detail(self) -> dict[str, Any]:
        given = {name: self.cleaned_data.get(name, "") for name in ("without_adult_reason", *FIELDS)}
        return {name: value for name, value in given.items() if value}
