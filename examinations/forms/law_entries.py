"""Proposing how an entry of a list should read, and what a list is to offer as well. Only what people may decide of an entry is asked; what
the service does with it is not."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from borderops.kit.forms import Checkboxes, DateField, Radios
from examinations.actions.law_entries import ACTS, CHANGEABLE_OF_AN_ENTRY, CHANGEABLE_TERMS, OWN_NOTICES, WORDING_TERMS, NewEntry
from examinations.forms.law import Correcting
from examinations.forms.when import line, text
from examinations.law.labels import NOTICES_SAID, labels_of
from examinations.law.words import ACTS_SAID
from examinations.models import LegalEntry

Kind = LegalEntry.Kind
MOST_LANGUAGES = 40


VERIFIED_WORDS = "These words were verified, as the reason says"


def _languages() -> forms.CharField:
    return line("Languages in which it is printed", most=400, width="30", required=True, hint="In English, with commas between them")


def _paragraphs() -> forms.CharField:
    return text("What the notice says", rows=16, most=12_000, required=True, hint="An empty line between paragraphs")


def _local() -> forms.CharField:
    return text("That it is no official form, and how far its words are verified", rows=2, most=600, required=True, hint="In its language")


def _labels() -> forms.CharField:
    """The labels of a paper in a language, one to a line in the order in which the hint names them in English."""
    hint = ". ".join(f"{said}: {_in_order(paper)}" for paper, said in NOTICES_SAID.items())
    return text("The labels beside the answers, one a line", rows=16, most=1500, hint=f"All in this order, or none. {hint}")


def _in_order(paper: str) -> str:
    return "; ".join(labels_of(paper).values())


def _commenced_on() -> DateField:
    return DateField(label="The edition came into force on", help_text="As its instrument says")


class Listed(Correcting):
    """What is said of every entry."""

    authority = line("Authority", most=60, hint="As the screen shows it, such as Sch 8 para 8(5)")
    citation = text("Citation", rows=2, most=1000)
    verified = forms.BooleanField(label="The text of this was read and says so", required=False)
    paper = ""  # the notice or the receipt whose words these are; empty where it is chosen

    def clean_paragraphs(self) -> list[str]:
        """The paragraphs one by one, each on one line."""
        return [
            " ".join(each.split()) for each in re.split(r"\n\s*\n", str(self.cleaned_data["paragraphs"]).replace("\r", "")) if each.strip()
        ]

    def clean_labels(self) -> dict[str, str]:
        """The labels by their keys; none where they are left in English."""
        lines = [" ".join(each.split()) for each in str(self.cleaned_data["labels"]).splitlines() if each.strip()]
        wanted = labels_of(self.paper or self.cleaned_data.get("notice", ""))
        if lines and len(lines) != len(wanted):
            raise forms.ValidationError(f"Enter all {len(wanted)} labels, one a line, or none. There are {len(lines)}.")
        return dict(zip(wanted, lines, strict=bool(lines)))

    def clean_commenced_on(self) -> str:
        """The day as the list keeps it."""
        day: date = self.cleaned_data["commenced_on"]
        return day.isoformat()

    def clean_languages(self) -> list[str]:
        """The languages one by one, each once."""
        named = [" ".join(each.split()) for each in str(self.cleaned_data["languages"]).split(",")]
        found = list({each.casefold(): each for each in named if each}.values())
        if len(found) > MOST_LANGUAGES:
            raise forms.ValidationError(f"Enter {MOST_LANGUAGES} languages at most.")
        if not found:
            raise forms.ValidationError("Name at least one language in which it is printed.")
        return found


class EntryForm(Listed):
    """The words, citation and standing of one entry of a list, and whether it is offered."""

    words = text("The words that the officer reads", rows=2, most=300, required=True)
    is_used = forms.BooleanField(label="It is offered to officers", required=False)
    languages = _languages()
    short = line("In a few words", most=60, required=True, hint="As it stands beside the thing, such as for examination")
    pence = forms.DecimalField(
        label="The sum, in pounds",
        min_value=Decimal("0.01"),
        max_digits=9,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5", "step": "0.01"}),
    )
    years = forms.IntegerField(label="The age, in years", widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}))
    prosecution = text("Whose consent a prosecution needs, with the provision", rows=2, most=500, hint="Left empty, nothing is said of it")
    paragraphs, local, labels = _paragraphs(), _local(), _labels()
    commenced_on = _commenced_on()
    field_order = (
        "words",
        "years",
        "prosecution",
        "commenced_on",
        "paragraphs",
        "local",
        "labels",
        "pence",
        "short",
        "languages",
        "authority",
        "citation",
        "verified",
        "is_used",
        "in_force_from",
        "reason",
    )

    def __init__(self, *args: Any, entry: LegalEntry, **kwargs: Any) -> None:
        kept = {name: getattr(entry, name) for name in CHANGEABLE_OF_AN_ENTRY}
        self.has_labels = bool(entry.terms.get("labels"))
        ours = tuple(name for name in CHANGEABLE_TERMS.get(entry.kind, ()) if name != "labels" or entry.terms["language"] != "en")
        terms = {name: ", ".join(value) if isinstance(value, list) else value for name, value in entry.terms.items() if name in ours}
        if "paragraphs" in terms:
            terms["paragraphs"] = "\n\n".join(entry.terms["paragraphs"])
        if "labels" in terms:
            terms["labels"] = "\n".join(entry.terms["labels"].get(key, "") for key in labels_of(entry.terms["notice"]))
        if "commenced_on" in terms:
            terms["commenced_on"] = date.fromisoformat(terms["commenced_on"])
        if "pence" in terms:
            terms["pence"] = Decimal(terms["pence"]) / 100
        super().__init__(*args, initial={**kept, **terms}, **kwargs)
        if entry.kind == Kind.WORDING:
            self.paper = entry.terms["notice"]
            self.fields["words"].label, self.fields["verified"].label = "Title", VERIFIED_WORDS
            self.fields["labels"].help_text = f"All {len(labels_of(self.paper))} in this order, or none: {_in_order(self.paper)}"
        self.names = (*CHANGEABLE_OF_AN_ENTRY, *ours)
        for name in set(self.fields) & {one for names in CHANGEABLE_TERMS.values() for one in names} - set(ours):
            del self.fields[name]

    def clean_pence(self) -> int:
        """The sum as the list keeps it."""
        return int(self.cleaned_data["pence"] * 100)

    def changes(self) -> dict[str, Any]:
        """The columns and terms of the entry as this form has them; labels that neither are nor were there are none of them."""
        given = {name: self.cleaned_data[name] for name in self.names}
        if not given.get("labels") and not self.has_labels:
            given.pop("labels", None)
        return given


class NewEntryForm(Listed):
    """A new entry of a list under one power."""

    words = text("The words that the officer reads", rows=2, most=300, required=True)
    after = forms.ChoiceField(label="It stands after", required=False)
    field_order: tuple[str, ...] = ("words", "after", "authority", "citation", "verified", "in_force_from", "reason")
    terms: tuple[str, ...] = ()

    def __init__(self, *args: Any, kind: str, power: str, there: Sequence[LegalEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.power, self.there = kind, power, {one.key: one for one in there}
        self.ask_why("Why the list should have it")
        if after := self.fields.get("after"):
            assert isinstance(after, forms.ChoiceField)
            after.choices = [("", "All the others"), *((key, one.words) for key, one in self.there.items())]

    def new(self) -> NewEntry:
        """What is proposed."""
        given = self.cleaned_data
        return NewEntry(
            kind=self.kind,
            power=self.power,
            words=given.get("words", ""),
            authority=given["authority"],
            citation=given["citation"],
            verified=given["verified"],
            after=self.there.get(given.get("after", "")),
            terms={name: given[name] for name in self.terms},
        )


class NewGroundForm(NewEntryForm):
    """A ground says for which of the two acts it counts."""

    acts = forms.MultipleChoiceField(
        label="What it is a ground for",
        choices=[(act, ACTS_SAID[act]) for act in ACTS],
        widget=Checkboxes(small=True),
        error_messages={"required": "Choose what this is a ground for."},
    )
    field_order = ("words", "acts", "after", "authority", "citation", "verified", "in_force_from", "reason")
    terms = ("acts",)


class NewCodeForm(NewEntryForm):
    """A new edition of a Code of Practice, in force for records from its day on."""

    after = None  # type: ignore[assignment]
    words = line("Name of the edition", most=120, width="30", required=True, hint="Such as Schedule 7 Code of Practice, revision of 2025")
    commenced_on = _commenced_on()
    field_order = ("words", "commenced_on", "authority", "citation", "verified", "in_force_from", "reason")
    terms = ("commenced_on",)


class NewEditionForm(NewEntryForm):
    """A new edition of a notice, which stands first from its day on. Its words follow from the notice and the edition."""

    words, after = None, None  # type: ignore[assignment]  # how Django takes a field of its base away
    notice = forms.ChoiceField(label="Which notice", widget=Radios(small=True), error_messages={"required": "Choose which notice."})
    edition = line("Edition", most=40, required=True, hint="As officers call it, such as code of 2026")
    languages = _languages()
    field_order = ("notice", "edition", "languages", "authority", "citation", "verified", "in_force_from", "reason")
    terms = ("notice", "edition", "languages")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["notice"]
        assert isinstance(field, forms.ChoiceField)
        titles: dict[str, str] = {}
        for key, one in self.there.items():
            titles.setdefault(one.terms["notice"], one.words.removesuffix(f", {key.partition('/')[2]}"))
        field.choices = list(titles.items())


class NewWordingForm(NewEntryForm):
    """One of our own notices or receipts in a further language."""

    after = None  # type: ignore[assignment]
    words = line("Title, in that language", most=120, width="30", required=True)
    notice = forms.ChoiceField(
        label="Which notice or receipt", choices=[(one, NOTICES_SAID[one]) for one in OWN_NOTICES], widget=Radios(small=True)
    )
    language = line("Code of the language", most=12, width="5", required=True, hint="Such as cy for Welsh")
    name = line("Name of the language, in English", most=40, required=True)
    is_right_to_left = forms.BooleanField(label="It is written from right to left", required=False)
    paragraphs, local, labels = _paragraphs(), _local(), _labels()
    field_order = (
        *("notice", "language", "name", "is_right_to_left", "words", "paragraphs", "local", "labels"),
        *("authority", "citation", "verified", "in_force_from", "reason"),
    )
    terms = (*WORDING_TERMS, "labels")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verified"].label = VERIFIED_WORDS

    def clean_language(self) -> str:
        """In small letters, as the page says in which language it is."""
        return str(self.cleaned_data["language"]).strip().casefold()


ADDED: Mapping[str, type[NewEntryForm]] = {
    Kind.CONSIDERATION: NewEntryForm,
    Kind.GROUND: NewGroundForm,
    Kind.NOTICE: NewEditionForm,
    Kind.WORDING: NewWordingForm,
    Kind.CODE: NewCodeForm,
}
