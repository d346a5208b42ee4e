"""Prints and samples: what they rest on, where they were taken, what the person was told; and what became of them. There is no field for an
intimate sample but the plain entry of an unlawful act."""

from datetime import date
from typing import Any

from django import forms

from borderops.kit.dates import spoken_date
from borderops.kit.forms import DateField, Radios
from borderops.kit.localtime import london_date
from examinations.actions import BiometricDetails
from examinations.choices import CONVICTIONS, EXEMPT, SHORT_OF_POWER, TOLD_OF_OFFENCE
from examinations.details import TESTS
from examinations.forms.acts import ActForm
from examinations.forms.officers import OfficerNumber
from examinations.forms.property import Act
from examinations.forms.reviewing import yes_no
from examinations.forms.searching import as_kept, as_sent
from examinations.forms.when import line, text
from examinations.models import AuthorityRequest, Biometric, Examination, TimelineEvent
from examinations.property.designations import room_of
from examinations.property.gaps import CHILD, CONSENT_RULE, PARENT, consents_needed
from examinations.queries.property import given_authority
from examinations.queries.rights import consenting_person
from examinations.rights.exercised import Person
from examinations.timeline import law_for

# Whose consent a child's prints rest on, as it is said beside the choice: by whether the child's own is part of it.
CONSENTS = {
    (CHILD, PARENT): "Consent in writing of the child, and of a parent or guardian",
    (PARENT,): "Consent in writing of a parent or guardian",
}
UNANSWERED = {
    CHILD: "Say whether the child consented in writing. From 14 to 17 both consents are needed, the child's and a parent's or guardian's.",
    PARENT: "Say whether a parent or guardian consented in writing. Under 18 the prints or the sample cannot rest on consent without it.",
}
COUNTS_AS_ONE = {
    "TACT_S7": "Each of these counts as one (for Schedule 7 not verified)",
    "CTBSA_S3": "Each of these counts as one (Sch 3 para 45(1))",
}
EXEMPT_RULE = {
    "TACT_S7": "One exempt conviction does not let what was taken be kept without a limit of time (for Schedule 7 not verified)",
    "CTBSA_S3": "One exempt conviction does not let what was taken be kept without a limit of time (Sch 3 para 45)",
}
FURTHER_RULE = {"TACT_S7": "For Schedule 7 not verified", "CTBSA_S3": "Sch 3 para 47"}
EXEMPT_UNSAID = "Say whether the conviction is exempt. How long what was taken may be kept turns on it; if you do not know, say so."
DETERMINE = {
    "TACT_S7": "It is needed to help to determine whether the person falls within section 40(1)(b)",
    "CTBSA_S3": "It is needed to help to determine whether the person is or has been engaged in hostile activity",
}


class BiometricForm(ActForm):
    """TACT Sch 8 paras 10 and 11; CTBSA Sch 3 paras 34 and 35."""

    what = forms.ChoiceField(
        label="What was taken",
        choices=Biometric.What.choices,
        widget=Radios(small=True),
        error_messages={"required": "Choose what was taken."},
    )
    basis = forms.ChoiceField(
        label="It rests on",
        choices=Biometric.Basis.choices,
        widget=Radios(small=True, hints={"AUTHORITY": "Not at a port desk: see the place below"}),
        error_messages={"required": "Choose what it rests on."},
    )
    child_consent = yes_no("Did the child consent in writing?")
    parent_consent = yes_no("Did a parent or guardian consent in writing?")
    parent_who = line("Which parent or guardian", most=200, hint="Name, and how they belong to the child")
    authorised_by = OfficerNumber("Number of the officer who authorised it", hint="Of at least the rank of superintendent")
    authority_test = forms.ChoiceField(
        label="Which test did the authority meet?", choices=list(TESTS.items()), required=False, widget=Radios(small=True)
    )
    authority_grounds = text("The grounds of the authority", rows=2, most=2000)
    told_of_authority = yes_no("Was the person told of the authority and its grounds?")
    told_of_offence = forms.ChoiceField(
        label="Was the person told of the offence, where one was relevant?",
        choices=list(TOLD_OF_OFFENCE.items()),
        required=False,
        widget=Radios(small=True),
    )
    offence = line("The offence, as the person was told it", most=200)
    is_authority_written = yes_no("Was the authority given or confirmed in writing?")
    conviction_kind = forms.ChoiceField(
        label="What the conviction was",
        choices=list(CONVICTIONS.items()),
        required=False,
        help_text=COUNTS_AS_ONE["CTBSA_S3"],
        widget=Radios(small=True),
    )
    convicted_on = DateField(label="Date of the conviction", required=False)
    exempt_conviction = forms.ChoiceField(
        label="Is it exempt: an offence that is no qualifying offence, when the person was under 18?",
        choices=list(EXEMPT.items()),
        required=False,
        widget=Radios(small=True),
    )
    place_kind = forms.ChoiceField(
        label="Where",
        choices=Biometric.PlaceKind.choices,
        widget=Radios(small=True),
        error_messages={"required": "Choose where it was taken."},
    )
    place = line("Name of the place", most=80)
    was_told_of_use = yes_no("Was the person told beforehand that it may be used in a search?", missing="Say whether the person was told.")
    words = text("The reason, as the person was told it", rows=2, most=2000)
    field_order = (
        "what",
        "basis",
        CHILD,
        PARENT,
        "parent_who",
        "authorised_by",
        "authority_test",
        "authority_grounds",
        "told_of_authority",
        "told_of_offence",
        "offence",
        "is_authority_written",
        "conviction_kind",
        "convicted_on",
        "exempt_conviction",
        "place_kind",
        "place",
        "was_told_of_use",
        "words",
        "typed_at",
        "reason",
    )

    consents: tuple[str, ...] = ()  # that the person's age asks for

    def about(self, examination: Examination) -> None:
        self.fields["place"].initial = examination.place
        if given := given_authority(examination, AuthorityRequest.What.BIOMETRICS):
            known = {"authorised_by": given.asked_of.collar_number, "authority_grounds": given.grounds, "is_authority_written": "yes"}
            for name, value in known.items():
                self.fields[name].initial = value
        self.fields["place_kind"].help_text = place_hint(examination)
        self.fields["conviction_kind"].help_text = COUNTS_AS_ONE[examination.power]
        self.fields["exempt_conviction"].help_text = EXEMPT_RULE[examination.power]
        rule = law_for(examination).find("R6", examination.power, examination.started_at)
        if rule is not None and rule.convicted_since:
            self.fields["convicted_on"].help_text = f"A sample rests only on one of {spoken_date(rule.convicted_since)} or later"
        test, basis = self.fields["authority_test"], self.fields["basis"]
        assert isinstance(test, forms.ChoiceField)
        assert isinstance(basis, forms.ChoiceField)
        test.choices = list({**TESTS, "DETERMINE": DETERMINE[examination.power]}.items())
        person = consenting_person(examination)
        self.consents = consents_needed(person, london_date(self.at))
        for name in {CHILD, PARENT} - set(self.consents):
            del self.fields[name]
        if not self.consents:
            del self.fields["parent_who"]
            return
        words = CONSENTS[self.consents]
        basis.choices = [(code, words if code == Biometric.Basis.CONSENT else label) for code, label in Biometric.Basis.choices]
        basis.help_text = child_hint(person, london_date(self.at))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("basis") == Biometric.Basis.AUTHORITY and "authorised_by" not in self.errors and not cleaned.get("authorised_by"):
            self.add_error("authorised_by", "Give the number of the officer who authorised it.")
        if cleaned.get("basis") == Biometric.Basis.CONVICTION and not cleaned.get("exempt_conviction"):
            self.add_error("exempt_conviction", EXEMPT_UNSAID)
        if cleaned.get("offence") and cleaned.get("told_of_offence") in {"NOT_TOLD", "NOT_RELEVANT"}:
            self.add_error("offence", "Say that the person was told of this offence, or clear it.")
        if cleaned.get("basis") == Biometric.Basis.CONSENT:
            for name in self.consents:
                if name not in self.errors and cleaned.get(name) is None:
                    self.add_error(name, UNANSWERED[name])
        return cleaned

    def details(self) -> BiometricDetails:
        given = self.cleaned_data
        names = set(BiometricDetails.__dataclass_fields__) - {"reason"}
        return BiometricDetails(**{name: value for name, value in given.items() if name in names}, reason=given["words"])

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        taken = Biometric.objects.select_related("authorised_by").get(pk=event.detail["ref"])
        names = BiometricDetails.__dataclass_fields__
        return {**as_kept(event, names), **as_sent(taken, names), "words": event.words}


def child_hint(person: Person, day: date) -> str:
    """Whose consent the person's age on that day asks for, and how surely that is known."""
    age, own = person.age_on(day), person.own_consent_age
    both = "the child and a parent or guardian both consent"
    if age is None:
        who = f"The person looks under 18. From {own} to 17 {both}; under {own} a parent or guardian does"
        who = who if own is not None else f"The person looks under 18: {both}"
    elif own is not None and age < own:
        who = f"The person is {age}: under {own} a parent or guardian consents"
    else:
        who = f"The person is {age}: {f'from {own} to 17 ' if own is not None else ''}{both}"
    return f"{who} ({CONSENT_RULE})."


def place_hint(examination: Examination) -> str:
    """What is known of the record's own room, and how surely."""
    room = room_of(examination.place, examination.port.designations)
    counts = "counts" if room.counts_as_police_station(examination.power) else "does not count"
    sure = "" if room.is_verified else " (not verified)"
    under = SHORT_OF_POWER[examination.power]
    return f"{room.place or 'This place'} {counts} as a police station under {under}{sure}."


class FateForm(Act):
    words = text("Anything to add", rows=2, most=1000)
    field_order = ("words", "typed_at", "reason")


class DeterminationForm(Act):
    """`typed_at` is when it was made."""

    made_by = line("Chief officer who made it: rank and force", most=120, required=True)
    is_by_chief_officer = yes_no("Is that a chief officer?", missing="Say whether it was a chief officer.")
    is_written = yes_no("Made in writing?", missing="Say whether it was made in writing.")
    lasts_through = DateField(label="Last day", required=False, help_text="Five years at most, beginning with the day on which it is made")
    field_order = ("made_by", "is_by_chief_officer", "is_written", "lasts_through", "typed_at", "reason")


class FurtherPrintsForm(ActForm):
    """That further prints follow the original ones; `typed_at` is when that was determined (CTBSA Sch 3 para 47; for Schedule 7 not
    verified)."""

    words = text(
        "Which further prints", rows=2, most=1000, required=True, hint="When and under which power they were taken, and their reference"
    )
    officer = OfficerNumber("Number of the constable who determined it, if not you")
    is_written = yes_no("Determined in writing?", missing="Say whether it was determined in writing.")
    field_order = ("words", "officer", "is_written", "typed_at", "reason")
    own = ("is_written",)

    def about(self, examination: Examination) -> None:
        self.fields["is_written"].help_text = FURTHER_RULE[examination.power]

    def detail(self) -> dict[str, Any]:
        return {"is_written": self.cleaned_data["is_written"]}

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        number = event.officer.collar_number if event.officer else ""
        return {"words": event.words, "officer": number, "is_written": "yes" if event.detail.get("is_written") else "no"}

    def as_correction(self, event: TimelineEvent) -> None:
        self.fields["officer"].label, self.fields["officer"].required = "Number of the constable who determined it", True


class UnlawfulSampleForm(Act):
    words = text("What was taken, by whom, why, and what has become of it", rows=5, most=4000, required=True)
    is_understood = forms.BooleanField(
        label="I know that no power allows this, and that it goes to quality assurance as unlawful",
        error_messages={"required": "Tick to confirm."},
    )
    field_order = ("words", "is_understood", "typed_at", "reason")
