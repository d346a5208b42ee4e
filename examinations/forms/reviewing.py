"""The record of a review of detention, in the order in which it is carried out and spoken. What the law demands is asked for beside its
field; who may review is never asked here, because the record of a review that was made is always taken."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict

from borderops.kit.forms import Checkboxes, Radios
from examinations.actions import ReviewDetails
from examinations.choices import RIGHTS
from examinations.forms.officers import OfficerNumber
from examinations.forms.when import SameDayField, When, line, text
from examinations.models import Review
from examinations.rights.exercised import Fact, Right

YES_NO = [("yes", "Yes"), ("no", "No")]


def yes_no(label: str, *, missing: str = "", hint: str = "", reveals: dict[str, str] | None = None) -> forms.TypedChoiceField:
    """Yes, no, or left open. `missing` is what to say when it may not be left open."""
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        required=bool(missing),
        error_messages={"required": missing} if missing else None,
        help_text=hint,
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=Radios(inline=reveals is None, small=True, reveals=reveals),
    )


class ReviewForm(When):
    """One review. `typed_at` and `reason` are for a decision that is entered afterwards."""

    mark_optional = False
    kept_as = "examinations.review"  # what is typed and not sent yet is kept under this
    signed_anew = ("signed",)

    # How it is carried out
    started_at = SameDayField(label="Review started")
    manner = forms.ChoiceField(
        label="How is it carried out?",
        choices=Review.Manner.choices,
        widget=Radios(inline=True, small=True),
        error_messages={"required": "Choose how the review is carried out."},
    )
    remote_reason = text("If not in person, why", rows=2, most=1000, hint="Asked for by the code of practice (not verified)")
    place = line("Place of the review", most=80)
    interpreter_present = yes_no("Interpreter present?")
    appropriate_adult_present = yes_no("Appropriate adult present?")
    # Representations
    representations_offered_to = forms.ChoiceField(
        label="Who was offered the opportunity?",
        error_messages={"required": "Choose who was offered the opportunity."},
        choices=list(Review._meta.get_field("representations_offered_to").flatchoices),
        widget=Radios(small=True),
    )
    representations = forms.ChoiceField(
        label="What came of it?", choices=Review.Representations.choices, required=False, widget=Radios(small=True)
    )
    representations_text = text("What was said; or why it was not offered, or not heard", rows=3)
    # Decision
    outcome = forms.ChoiceField(
        label="Decision",
        error_messages={"required": "Choose your decision."},
        choices=Review.Outcome.choices,
        widget=Radios(
            hints={Review.Outcome.RELEASE: "The person must be released at once. The examining officers are told now."},
            reveals={Review.Outcome.AUTHORISED: "is_necessary"},
        ),
    )
    is_necessary = forms.BooleanField(
        label="I am satisfied that it is necessary to go on detaining the person in order to exercise the power to question them",
        required=False,
    )
    grounds = text("Grounds, in your own words", rows=3, hint="Good practice; the law asks only for the statement above")
    # Rights, when detention goes on
    rights_reminded = forms.MultipleChoiceField(
        label="Which rights not yet exercised did you remind the person of?",
        choices=list(RIGHTS.items()),
        required=False,
        widget=Checkboxes(small=True),
    )
    is_right_delayed = yes_no("Is the exercise of a right being delayed?", reveals={"yes": "delayed_rights_conclusion"})
    delayed_rights_conclusion = text("Your conclusion about the delay, in your own words", rows=2, most=2000)
    delay_reasons_hold = yes_no(
        "Do the reasons for the delay still hold?",
        hint="Only if a right is being delayed. If they no longer hold, the officer who authorised the delay must be told.",
        reveals={"no": "authoriser_told_at"},
    )
    authoriser_told_at = SameDayField(
        label="When the authorising officer was told",
        required=False,
        help_text="London time. Leave the date out when it is today, and all of it empty if you authorised the delay yourself.",
    )
    # Informing
    was_informed = yes_no(
        "Did you tell the person whether their detention goes on?",
        missing="Say whether you told the person.",
        reveals={"no": "not_informed_reason"},
    )
    not_informed_reason = forms.ChoiceField(label="Why not", choices=Review.NotInformed.choices, required=False, widget=Radios(small=True))
    was_made_in_presence = yes_no("Was this record made in the person's presence?", hint="Good practice, not law")
    # Signature
    signed = forms.BooleanField(
        label="This is my record of the review that I carried out",
        error_messages={"required": "Tick to sign the review."},
    )

    def about(self, unexercised: Sequence[Right], delayed: Sequence[Fact]) -> None:
        """Ask about exactly the rights that are not exercised yet, and the delays that stand. What was ticked on an older page is taken
        all the same."""
        field = self.fields["rights_reminded"]
        assert isinstance(field, forms.MultipleChoiceField)
        ticked = self.data.getlist("rights_reminded") if isinstance(self.data, QueryDict) else []
        wanted = {one.key for one in unexercised} or {"NONE_LEFT"}
        field.choices = [(key, _with_state(label, key, unexercised)) for key, label in RIGHTS.items() if key in wanted or key in ticked]
        if delayed:
            self.fields["is_right_delayed"].initial = "yes"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._check_manner(cleaned)
        self._check_representations(cleaned)
        self._check_decision(cleaned)
        self._check_informing(cleaned)
        return cleaned

    def _need(self, name: str, sentence: str) -> None:
        if name not in self.errors and self.cleaned_data.get(name) in (None, "", []):
            self.add_error(name, sentence)

    def _check_manner(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("manner") in {Review.Manner.TELEPHONE, Review.Manner.VIDEO}:
            self._need("remote_reason", "Say why the review was not carried out in person.")

    def _check_representations(self, cleaned: dict[str, Any]) -> None:
        offered, made = cleaned.get("representations_offered_to"), cleaned.get("representations")
        if offered == "NOT_OFFERED":
            self._need("representations_text", "Say why no opportunity was offered.")
            return
        if offered:
            self._need("representations", "Choose what came of it.")
        if made == Review.Representations.MADE:
            self._need("representations_text", "Write down what was said.")
        if made == Review.Representations.REFUSED_UNFIT:
            self._need("representations_text", "Say what condition or behaviour made the person unfit.")
            if offered == "SOLICITOR":
                self.add_error("representations", "Only the person's own oral representations may be refused, not their solicitor's.")

    def _check_decision(self, cleaned: dict[str, Any]) -> None:
        outcome = cleaned.get("outcome")
        if outcome == Review.Outcome.AUTHORISED:
            if not cleaned.get("is_necessary"):
                self.add_error("is_necessary", "Detention can be authorised only if you are satisfied of this. Otherwise choose release.")
            self._need("rights_reminded", "Choose the rights that you reminded the person of, or that both have been exercised.")
            if cleaned.get("is_right_delayed"):
                self._need("delayed_rights_conclusion", "Write down your conclusion about the delay.")
                self._need("delay_reasons_hold", "Say whether the reasons for the delay still hold.")
        if outcome == Review.Outcome.RELEASE and cleaned.get("is_necessary"):
            self.add_error("is_necessary", "If this is so, detention may be authorised. If not, leave it unticked and release the person.")
        if "NONE_LEFT" in (cleaned.get("rights_reminded") or ()) and len(cleaned["rights_reminded"]) > 1:
            self.add_error("rights_reminded", "Choose rights, or that both have been exercised, but not both answers.")

    def _check_informing(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("was_informed") is False:
            self._need("not_informed_reason", "Choose why the person was not told.")

    def details(self) -> ReviewDetails:
        """What the action records. Answers to questions that did not arise are left out."""
        given = self.cleaned_data
        goes_on = given["outcome"] == Review.Outcome.AUTHORISED
        delayed = goes_on and bool(given["is_right_delayed"])
        was_offered = given["representations_offered_to"] != "NOT_OFFERED"
        return ReviewDetails(
            started_at=given["started_at"],
            outcome=given["outcome"],
            is_necessary=bool(given["is_necessary"]),
            manner=given["manner"],
            representations_offered_to=given["representations_offered_to"],
            was_informed=given["was_informed"],
            remote_reason="" if given["manner"] == Review.Manner.IN_PERSON else given["remote_reason"],
            place=given["place"],
            representations=given["representations"] if was_offered else "",
            representations_text=given["representations_text"],
            grounds=given["grounds"],
            rights_reminded=given["rights_reminded"] if goes_on else [],
            delayed_rights_conclusion=given["delayed_rights_conclusion"] if delayed else "",
            delay_reasons_hold=given["delay_reasons_hold"] if delayed else None,
            authoriser_told_at=given["authoriser_told_at"] if delayed and given["delay_reasons_hold"] is False else None,
            not_informed_reason="" if given["was_informed"] else given["not_informed_reason"],
            was_made_in_presence=given["was_made_in_presence"],
            interpreter_present=given["interpreter_present"],
            appropriate_adult_present=given["appropriate_adult_present"],
        )


class PadReviewForm(ReviewForm):
    """A review that its officer wrote on the pad while the network was dead, entered by an examiner. The signature is on paper."""

    kept_as = "examinations.pad_review"

    reviewer = OfficerNumber(
        "Number of the officer who reviewed",
        required=True,
        hint="As it stands on the pad. They are shown as the reviewer, you as who entered it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["typed_at"].label = "When it was decided"
        self.fields["typed_at"].help_text = "London time, as it stands on the pad. Leave the date out when it is today."
        self.fields["signed"].label = "The review officer signed the pad, and this is what it says"
        self.fields["signed"].error_messages["required"] = "Tick once you have compared it with the signed pad."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._need("typed_at", "Type the time of the decision as it stands on the pad.")
        return cleaned


def _with_state(label: str, key: str, unexercised: Sequence[Right]) -> str:
    """The right with what has become of it so far, so that the reviewer says the right thing about it."""
    one = next((each for each in unexercised if each.key == key), None)
    if one is None:
        return label
    return f"{label} ({one.status.value.lower()}{', delayed' if one.delay else ''})"


def initial_of(started_at: datetime | None, place: str) -> dict[str, Any]:
    """What is known before a word is typed. Nothing that the officer must state is filled in for them."""
    return {"started_at": started_at, "place": place}
