"""Property in a few fields at a time: kept by one press, described afterwards, handed on, kept on another ground, returned, destroyed."""

from typing import Any

from django import forms

from borderops.kit.forms import DateField, Once, Radios
from examinations.actions import CopyDetails, Holder
from examinations.forms.acts import ActForm
from examinations.forms.officers import OfficerNumber
from examinations.forms.reviewing import yes_no
from examinations.forms.when import SameDay, SameDayField, When, line, text
from examinations.law.lists import COPY, RETENTION
from examinations.models import Custody, Examination, Item, TimelineEvent
from examinations.property import business, practice
from examinations.reference import kept_on

NO_GROUND = "Choose a ground that this power has. Schedule 7 has no national security ground for property: only Schedule 3 has."


def ground(label: str, *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=required,
        widget=Radios(small=True),
        error_messages={"required": "Choose the ground.", "invalid_choice": NO_GROUND},
    )


def set_grounds(form: forms.BaseForm, examination: Examination, kind: str = RETENTION) -> None:
    """Offer the grounds of this power alone, as they stood when the record began; `kind` COPY: those for keeping a copy."""
    field = form.fields["ground"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(kept_on(examination.power, examination.started_at, kind=kind).items())


def business_material(question: str) -> forms.TypedChoiceField:
    return yes_no(question, hint=f"If so, a superintendent authorises keeping and using the copy. {business.POLICY}")


def ask_of_business(form: forms.BaseForm, examination: Examination) -> None:
    """Leave the question out where it is not asked: under Schedule 7, and of a record from before 20 December 2023."""
    if not business.is_asked_of(examination.power, examination.started_at):
        del form.fields["is_business"]


class KeepForm(ActForm):
    """Everything but the press itself may be left out and filled in later."""

    description = text("What it is", rows=2, most=1000)
    ground = ground("Kept", required=False)
    obtained = forms.ChoiceField(label="How it came to you", choices=Item.Obtained.choices, required=False, widget=Radios(small=True))
    seal_number = line("Seal number", most=40, width="10")
    field_order = ("description", "ground", "obtained", "seal_number", "words", "typed_at", "reason")

    def about(self, examination: Examination) -> None:
        set_grounds(self, examination)
        self.fields["ground"].initial = "EXAMINATION"

    def details(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {name: given[name] for name in ("description", "obtained", "seal_number")}

    own = ("ground",)

    def detail(self) -> dict[str, Any]:
        return {"ground": self.cleaned_data["ground"]}

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        return {"ground": event.detail.get("ground"), "words": event.words}

    def as_correction(self, event: TimelineEvent) -> None:
        """What the thing is, how it came and its seal are put right on its own page."""
        for name in ("description", "obtained", "seal_number"):
            del self.fields[name]
        self.fields["ground"].required = True


class Act(When):
    """One act about an item, a copy or a biometric, now or at a typed time."""

    mark_optional = False


class DescribeForm(Once, SameDay):
    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="Kind", choices=Item.Kind.choices, widget=Radios(inline=True, small=True))
    description = text("What it is", rows=3, most=1000, hint="Make, model and colour; marks and damage. Never a passcode")
    obtained = forms.ChoiceField(label="How it came to you", choices=Item.Obtained.choices, required=False, widget=Radios(small=True))
    seal_number = line("Seal number", most=40, width="10")
    receipt_given_at = SameDayField(label="Receipt given", required=False)
    receipt_not_given_reason = line("If no receipt was given, why", most=200)

    mark_optional = False

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "submission_id"}}


class FilterForm(DescribeForm):
    """Protected material: noticed, kept apart, sifted by counsel who is independent of the investigation."""

    kind = description = obtained = seal_number = receipt_given_at = receipt_not_given_reason = None  # type: ignore[assignment]
    lpp_claimed = yes_no("Is legal privilege claimed, or likely?")
    is_journalistic = yes_no("May it hold journalistic material?")
    filter_reasons = text("Reasons, written now", rows=3, most=4000, hint="A court may ask what was in your mind at the time")
    independent_counsel = line("Independent counsel", most=120, hint="Chambers or reference")
    sift_status = forms.ChoiceField(
        label="Sift", choices=[("", "Not decided"), *Item.Sift.choices], required=False, widget=Radios(small=True)
    )
    held_separate_until = line("Held separate until", most=200, hint="A day, or what must happen first")


class GroundForm(Act):
    ground = ground("Keep it from now on")
    reason_for_ground = text("Why", rows=3, most=2000, required=True)
    field_order = ("ground", "reason_for_ground", "typed_at", "reason")


class MoveForm(Act):
    holder_number = OfficerNumber("Number of the officer who has it now")
    holder_other = line("Or who else has it", most=120, hint="A laboratory, a store, another force")
    place = line("Where", most=120)
    seal_number = line("New seal number, if it was sealed again", most=40, width="10")
    why = text("Why", rows=2, most=1000)
    field_order = ("holder_number", "holder_other", "place", "seal_number", "why", "typed_at", "reason")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("holder_number") and not cleaned.get("holder_other"):
            self.add_error("holder_number", "Say who has it now: an officer's number, or who else.")
        return cleaned

    def holder(self) -> Holder:
        return Holder(self.cleaned_data["holder_number"], "" if self.cleaned_data["holder_number"] else self.cleaned_data["holder_other"])


class ReturnForm(Act):
    returned_to = line("Returned to", most=120, required=True, hint="The person, or whoever acts for them")
    signature = forms.ChoiceField(
        label="Signature",
        choices=Custody.Signature.choices,
        widget=Radios(small=True),
        error_messages={"required": "Say whether it was signed for."},
    )
    words = text("Anything to add", rows=2, most=1000)
    field_order = ("returned_to", "signature", "words", "typed_at", "reason")


class HoldForm(Act):
    reason_for_act = text("Why", rows=3, most=1000, required=True)
    field_order = ("reason_for_act", "typed_at", "reason")


class DestroyForm(Act):
    reason_for_act = text("On whose direction, and how", rows=3, most=1000, required=True)
    in_spite = text("If it was destroyed in spite of a litigation hold, why", rows=2, most=1000)
    field_order = ("reason_for_act", "in_spite", "typed_at", "reason")


class CopyForm(Act):
    """`typed_at` is when the copying began."""

    operator_number = OfficerNumber("Number of the officer who copied it, if not you")
    operator_other = line("Or who else copied it", most=120)
    is_by_constable = yes_no("Was it copied by a constable?", missing="Say whether a constable copied it.")
    method = line("Kind of copy", most=60, hint="Logical, file system, physical, photographs of the screen")
    ended_at = SameDayField(label="Copying ended", required=False, help_text="Leave empty while it goes on.")
    reference = line("Reference of the copy", most=60)
    is_confidential = yes_no("May it hold privileged or journalistic material?")
    is_business = business_material("May it hold confidential business material?")
    ground = ground("Kept because")
    ground_reason = text("Why", rows=2, most=2000)
    review_on = DateField(label="Look again at why it is kept on", required=False, help_text=practice.PRACTICE)
    field_order = (
        "operator_number",
        "operator_other",
        "is_by_constable",
        "method",
        "ended_at",
        "reference",
        "is_confidential",
        "is_business",
        "ground",
        "ground_reason",
        "review_on",
        "typed_at",
        "reason",
    )

    def about(self, examination: Examination) -> None:
        set_grounds(self, examination, COPY)
        ask_of_business(self, examination)

    def copying(self, item: Item) -> None:
        if item.kind != Item.Kind.DEVICE:
            self.fields["method"].help_text = "Photocopies, scans, photographs"

    def details(self) -> CopyDetails:
        given = self.cleaned_data
        names = CopyDetails.__dataclass_fields__
        same = {name: value for name, value in given.items() if name in names}
        return CopyDetails(**same, operator=given["operator_number"])


class KeepCopyForm(Act):
    version = forms.IntegerField(widget=forms.HiddenInput)
    is_confidential = yes_no("Does it hold privileged or journalistic material?")
    is_business = business_material("Does it hold confidential business material?")
    ground = ground("Kept because")
    ground_reason = text("Why", rows=3, most=2000, required=True)
    review_on = DateField(label="Look again at why it is kept on", required=False, help_text=practice.PRACTICE)
    ended_at = SameDayField(label="Copying ended, if not recorded yet", required=False)
    field_order = ("ground", "ground_reason", "is_confidential", "is_business", "review_on", "ended_at", "typed_at", "reason")

    def about(self, examination: Examination) -> None:
        set_grounds(self, examination, COPY)
        ask_of_business(self, examination)


class BusinessForm(Act):
    """Who authorised keeping and using a copy with confidential business material. `typed_at` is when."""

    officer = OfficerNumber(
        "Number of the officer who authorised it",
        hint=f"A counter-terrorism police officer of at least superintendent rank. {business.POLICY}",
        required=True,
    )
    why = text("Why it is kept and used", rows=3, most=2000, required=True)
    field_order = ("officer", "why", "typed_at", "reason")
