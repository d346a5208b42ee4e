"""A search as it was made: by whom, of whom, on whose authority. Bags and vehicles are one press; a search of the person asks for both
sexes, because the Act lets only one of the same sex search."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Model

from borderops.kit.forms import Form, Once, Radios
from borderops.kit.localtime import london_date
from examinations.actions import SearchDetails
from examinations.choices import CRAFT, SEXES
from examinations.details import APPROVALS
from examinations.forms.acts import ActForm
from examinations.forms.officers import OfficerNumber
from examinations.forms.reviewing import yes_no
from examinations.forms.when import line, text
from examinations.models import AuthorityRequest, Examination, Item, Search, TimelineEvent
from examinations.queries.property import given_authority
from examinations.queries.rights import needs_adult_now, person_of
from organisation.models import User

CASH = ("for_cash", "cash_approval", "cash_approver", "cash_reason", "cash_report")
WHO = ("searcher", "searcher_other", "searcher_allowed_by")


def sex(label: str, missing: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=list(SEXES.items()), widget=Radios(inline=True, small=True), error_messages={"required": missing}
    )


def as_sent(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """What is kept, as a form's fields show it: an officer by number, an answer as a word."""
    found = {name: getattr(row, name) for name in names if hasattr(row, name)}
    words = {True: "yes", False: "no"}
    return {
        name: value.collar_number if isinstance(value, User) else words[value] if isinstance(value, bool) else value
        for name, value in found.items()
    }


def as_kept(event: TimelineEvent, names: Iterable[str]) -> dict[str, Any]:
    """The same of what is kept with the fact alone."""
    words = {"YES": "yes", "NO": "no"}
    return {name: words.get(value, value) for name in names if isinstance(value := event.detail.get(name), str)}


class SearchForm(ActForm):
    """Bags or a vehicle. Left as it is, the searcher is whoever records it."""

    searcher = OfficerNumber("Number of the officer who searched, if not you")
    searcher_other = line("Searched by somebody else: role or number", most=120, hint="An authorised searcher who is no officer of ours")
    searcher_allowed_by = OfficerNumber("Number of the officer who authorised them to search")
    words = text("What was searched, how far, and what was found", rows=3, most=2000)
    for_cash = forms.BooleanField(label="It was a search for cash under the Proceeds of Crime Act 2002, section 289", required=False)
    cash_approval = forms.ChoiceField(
        label="Who approved it beforehand", choices=list(APPROVALS.items()), required=False, widget=Radios(small=True)
    )
    cash_approver = line("Which court, or rank and number of the officer", most=120)
    cash_reason = text("If no justice of the peace approved it, why not", rows=2, most=1000)
    cash_report = text(
        "The written report to the appointed person",
        rows=2,
        most=1000,
        hint="When it was given and how. Needed if no justice of the peace approved the search and either no cash was seized or it "
        "was held no longer than 48 hours. It may be filled in later.",
    )
    field_order: tuple[str, ...] = ("words", *WHO, *CASH, "typed_at", "reason")
    folded: tuple[str, ...] = CASH
    fold_title = "Search for cash under the Proceeds of Crime Act"

    def details(self) -> SearchDetails:
        names = SearchDetails.__dataclass_fields__
        return SearchDetails(**{name: value for name, value in self.cleaned_data.items() if name in names})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("searcher") and cleaned.get("searcher_other"):
            self.add_error("searcher_other", "Give the officer's number or say who else searched, not both.")
        if not cleaned.get("for_cash") and any(cleaned.get(name) for name in CASH):
            self.add_error("for_cash", "Tick that it was a search for cash, or clear what is said about its approval and report.")
        if self.wrong and not self.errors and not cleaned.get("searcher") and not cleaned.get("searcher_other"):
            self.add_error("searcher", "Say who searched: an officer's number, or who else.")
        return cleaned

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        search = Search.objects.select_related("searcher", "searcher_allowed_by", "authorised_by").get(pk=event.detail["ref"])
        names = SearchDetails.__dataclass_fields__
        return {**as_kept(event, names), **as_sent(search, names), "words": event.words}

    def as_correction(self, event: TimelineEvent) -> None:
        self.fields["searcher"].label = "Number of the officer who searched"


class CraftSearchForm(SearchForm):
    """A ship or aircraft, searched for persons whom an officer may wish to question: TACT Sch 7 para 7; CTBSA Sch 3 para 7."""

    craft = forms.ChoiceField(label="What was searched", choices=list(CRAFT.items()), required=False, widget=Radios(small=True))
    which = line("Which one, and what of it", most=300, hint="Its name or number, and how far it was searched")
    was_anybody_found = yes_no("Was anybody found whom an officer wished to question?")
    words = text("Anything to add", rows=2, most=2000)
    folded = ()
    field_order: tuple[str, ...] = ("craft", "which", "was_anybody_found", "words", *WHO, "typed_at", "reason")

    def about(self, examination: Examination) -> None:
        """Cash is searched for under another Act."""
        for name in CASH:
            del self.fields[name]


class PersonSearchForm(SearchForm):
    """A search of the person."""

    searcher_sex = sex("Sex of whoever searched", "Choose the sex of whoever searched.")
    person_sex = sex("Sex of the person", "Choose the sex of the person.")
    mismatch_reason = text("If they differ: why the search was made all the same", rows=2, most=1000)
    field_order: tuple[str, ...] = ("searcher_sex", "person_sex", "mismatch_reason", "words", *WHO, *CASH, "typed_at", "reason")

    def about(self, examination: Examination) -> None:
        self.fields["person_sex"].initial = examination.particulars.sex


ADULT_NEEDED = "An appropriate adult must be present at a strip search of this person"


class StripSearchForm(PersonSearchForm):
    """TACT Sch 7 para 8; CTBSA Sch 3 para 8: detained, grounds to suspect concealed evidence, authority from above and outside."""

    grounds = text(
        "Grounds for suspecting that evidence was concealed",
        rows=3,
        most=2000,
        hint="Something that may be evidence of what the examination is to determine",
    )
    authorised_by = OfficerNumber(
        "Number of the officer who authorised it", hint="Of a higher rank than every officer who questioned, and no part in the questioning"
    )
    appropriate_adult_present = yes_no("Appropriate adult present?")
    no_adult_reason = text("If not, why; say so if the person did not want one", rows=2, most=1000)
    folded = ()
    field_order = (
        "grounds",
        "authorised_by",
        "searcher_sex",
        "person_sex",
        "mismatch_reason",
        "appropriate_adult_present",
        "no_adult_reason",
        "words",
        *WHO,
        "typed_at",
        "reason",
    )
    adult_reason = ""  # why an appropriate adult is needed

    def about(self, examination: Examination) -> None:
        super().about(examination)
        for name in CASH:
            del self.fields[name]
        if given := given_authority(examination, AuthorityRequest.What.STRIP_SEARCH):
            self.fields["authorised_by"].initial = given.asked_of.collar_number
            self.fields["grounds"].initial = given.grounds
        self.adult_reason = person_of(examination.particulars).adult_reason(london_date(self.at))
        if not self.adult_reason:
            del self.fields["no_adult_reason"]
            return
        self.fields["appropriate_adult_present"].help_text = f"{ADULT_NEEDED}, because {self.adult_reason} (rule not verified)."
        if needs_adult_now(examination, self.at):
            self.warning = (
                f"{ADULT_NEEDED}, because {self.adult_reason}, and none is here. Wait for one, unless the person does not want one."
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        asked = "appropriate_adult_present"
        if self.adult_reason and asked not in self.errors and cleaned.get(asked) is None:
            self.add_error(asked, f"Say whether an appropriate adult was present: {self.adult_reason}.")
        return cleaned


class AskAuthorityForm(Once, Form):
    """An authority asked for before it is used."""

    what = forms.ChoiceField(label="Authority for", choices=AuthorityRequest.What.choices, widget=Radios(small=True))
    officer = OfficerNumber("Number of the officer asked", required=True)
    item = forms.ChoiceField(label="Urgent use of which item", required=False)
    grounds = text("Grounds", rows=3, most=2000, required=True, hint="What you would tell the officer")

    mark_optional = False
    items: Mapping[str, Item] = {}

    def about(self, examination: Examination) -> None:
        if reason := person_of(examination.particulars).adult_reason(london_date(examination.started_at)):
            self.fields["what"].help_text = f"{ADULT_NEEDED}, because {reason} (rule not verified)."
        field, item = self.fields["what"], self.fields["item"]
        assert isinstance(field, forms.ChoiceField)
        assert isinstance(item, forms.ChoiceField)
        if examination.power != "CTBSA_S3":
            field.choices = [(code, label) for code, label in AuthorityRequest.What.choices if code != AuthorityRequest.What.URGENT_USE]
            del self.fields["item"]
            return
        self.items = {str(one.pk): one for one in examination.items.order_by("number")}
        named = [(key, f"Item {one.number}, {one.get_kind_display().lower()}") for key, one in self.items.items()]
        item.choices = [("", "None: this is about the person"), *named]

    def chosen_item(self) -> Item | None:
        """That of which urgent use is asked."""
        return self.items.get(self.cleaned_data.get("item", ""))


class AnswerRequestForm(Once, Form):
    """The asked officer's own word."""

    is_given = forms.TypedChoiceField(
        label="Your answer",
        choices=[("yes", "I authorise it"), ("no", "I do not authorise it")],
        coerce=lambda value: value == "yes",
        widget=Radios(),
        error_messages={"required": "Choose your answer."},
    )
    words = text("What you want to add; if not, why", rows=3, most=2000)
