"""Cash: one press to seize it, boxes for notes and coins that two people count, and a short form for each step that follows."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from borderops.kit.forms import DateField, Form, Once, Radios
from examinations.actions.cash import DESCRIBED, Instrument
from examinations.cash import FURTHER_HOURS, Currency, Pieces, currencies
from examinations.forms.reviewing import yes_no
from examinations.forms.when import When, line, text
from examinations.models import CashInstrument, CashPower, CashSeizure, CashStep
from organisation.models import User

MOST_PIECES = 1_000_000
OTHERS, INSTRUMENTS = 4, 3
MANY = forms.NumberInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric", "autocomplete": "off"})


class Described(Form):
    """What is known of a seizure; each of it may come later."""

    place = line("Where it was seized", most=80, hint="For example, search room or gate 12")
    grounds = text("Grounds of the suspicion", rows=3)
    explanation = text("How the person explains it", rows=3, hint="In their own words, or that no explanation was given")
    sealed_bag = line("Number of the sealed bag", most=40, width="10")
    receipt = line("Number of the receipt given", most=40, width="10")
    no_receipt_reason = line("If no receipt was given, why", most=200, width="30")

    def details(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in DESCRIBED if self.cleaned_data.get(name)}


class SeizeForm(Described, When):
    """The press that starts the 48 hours."""

    mark_optional = False

    power = forms.ChoiceField(label="Seized under", choices=CashPower.choices, widget=Radios())
    held_as = forms.ChoiceField(
        label="Was it held as property until now?",
        required=False,
        help_text="Its seven days end with this seizure. The 48 hours are counted from now, not from when it was found.",
        widget=Radios(small=True),
    )
    field_order = ("power", "held_as", *Described.base_fields, "typed_at", "reason")

    def __init__(self, *args: Any, held: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["held_as"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "No"), *held]
        field.error_messages["invalid_choice"] = "This is no longer held as property, or has been seized as cash already."
        if not held:
            field.widget = forms.HiddenInput()


class DescribeForm(Once, Described):
    """The same details, filled in afterwards."""

    mark_optional = False

    @classmethod
    def initial_of(cls, seizure: CashSeizure) -> dict[str, str]:
        return {name: getattr(seizure, name) for name in DESCRIBED}

    def changes(self) -> dict[str, str]:
        return {name: str(self.cleaned_data.get(name) or "") for name in DESCRIBED}


class ReportForm(Once, Form):
    """The written report about a search for cash. (Proceeds of Crime Act 2002 s.290)"""

    mark_optional = False

    report = text("When it was given, to whom and how", rows=3, most=1000, required=True)


def _pieces(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_PIECES, required=False, widget=MANY)


def _code(label: str = "Currency") -> forms.CharField:
    field = line(label, most=3, width="3", hint="Three letters, such as CHF")
    field.widget.attrs["autocapitalize"] = "characters"
    return field


def _money(label: str, digits: int = 12) -> forms.DecimalField:
    widget = forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(label=label, min_value=Decimal("0.01"), max_digits=digits, decimal_places=2, required=False, widget=widget)


def _collar(label: str) -> forms.CharField:
    return line(label, most=12, width="5", required=True, hint="Collar number")


class CountForm(When):
    """Numbers of notes and coins; the sums are worked out, never typed."""

    mark_optional = False

    first_counter = _collar("Counted by")
    second_counter = _collar("And by")
    sealed_bag = line("Sealed into bag number", most=40, width="10")
    worth_in_pounds = _money("Worth in pounds, if not all of it is in pounds", 14)
    words = text("Anything to add", rows=2, most=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for currency in currencies():
            for denomination in currency.denominations:
                self.fields[box(currency.code, denomination)] = _pieces(f"{denomination:f}")
        for place in range(1, OTHERS + 1):
            self.fields[f"other_{place}_currency"] = _code()
            self.fields[f"other_{place}_denomination"] = _money("Note or coin of")
            self.fields[f"other_{place}_pieces"] = _pieces("How many")
        for place in range(1, INSTRUMENTS + 1):
            kinds = [("", "None"), *CashInstrument.Kind.choices]
            self.fields[f"instrument_{place}_kind"] = forms.ChoiceField(label="What", choices=kinds, required=False)
            self.fields[f"instrument_{place}_number"] = line("Its number", most=60, width="10")
            self.fields[f"instrument_{place}_currency"] = _code()
            self.fields[f"instrument_{place}_amount"] = _money("Amount", 14)
        self.people: dict[str, User] = {}

    def boxes(self) -> Iterator[tuple[Currency, list[Any], list[Any]]]:
        """The offered currencies with their boxes, notes apart from coins."""
        for currency in currencies():
            yield (
                currency,
                [self[box(currency.code, each)] for each in currency.notes],
                [self[box(currency.code, each)] for each in currency.coins],
            )

    def others(self) -> list[list[Any]]:
        return [[self[f"other_{place}_{part}"] for part in ("currency", "denomination", "pieces")] for place in range(1, OTHERS + 1)]

    def instruments(self) -> list[list[Any]]:
        parts = ("kind", "number", "currency", "amount")
        return [[self[f"instrument_{place}_{part}"] for part in parts] for place in range(1, INSTRUMENTS + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("first_counter", "second_counter"):
            if number := cleaned.get(name):
                found = User.objects.filter(collar_number=number.strip()).first()
                if found is None:
                    self.add_error(name, "Nobody has this collar number. Check it.")
                else:
                    self.people[name] = found
        if len({person.pk for person in self.people.values()}) == 1 and len(self.people) == 2:
            self.add_error("second_counter", "Cash is counted by two people. Name somebody else as the second.")
        self._check_others(cleaned)
        if not self.errors and not self.pieces() and not self.counted_instruments():
            self.add_error(box("GBP", currencies()[0].notes[0]), "Enter at least one note, coin or other instrument.")
        return cleaned

    def _check_others(self, cleaned: dict[str, Any]) -> None:
        for place in range(1, OTHERS + 1):
            given = {part: cleaned.get(f"other_{place}_{part}") for part in ("currency", "denomination", "pieces")}
            if any(given.values()):
                for part, sentence in OTHER_MISSING.items():
                    name = f"other_{place}_{part}"
                    if not given[part] and name not in self.errors:
                        self.add_error(name, sentence)
        for name in [name for name in self.fields if name.endswith("_currency")]:
            code = str(cleaned.get(name) or "").upper()
            if code and not (len(code) == 3 and code.isascii() and code.isalpha()):
                self.add_error(name, "A currency has three letters, such as CHF.")
            cleaned[name] = code

    def pieces(self) -> list[Pieces]:
        """What was counted; boxes left empty or at nought are nothing, and one kind typed twice is added up."""
        found: dict[tuple[str, Decimal], int] = {}
        for currency in currencies():
            for denomination in currency.denominations:
                if number := self.cleaned_data.get(box(currency.code, denomination)):
                    found[currency.code, denomination] = number
        for place in range(1, OTHERS + 1):
            code, worth, number = (self.cleaned_data.get(f"other_{place}_{part}") for part in ("currency", "denomination", "pieces"))
            if code and worth and number:
                found[code, worth] = found.get((code, worth), 0) + number
        return [Pieces(code, denomination, number) for (code, denomination), number in found.items()]

    def counted_instruments(self) -> list[Instrument]:
        given = self.cleaned_data
        return [
            Instrument(
                kind=given[f"instrument_{place}_kind"],
                number=given.get(f"instrument_{place}_number") or "",
                currency=given.get(f"instrument_{place}_currency") or "",
                amount=given.get(f"instrument_{place}_amount"),
            )
            for place in range(1, INSTRUMENTS + 1)
            if given.get(f"instrument_{place}_kind")
        ]


OTHER_MISSING = {
    "currency": "Give the currency of these notes or coins.",
    "denomination": "Say what one of them is worth.",
    "pieces": "Say how many there are.",
}


def box(code: str, denomination: Decimal) -> str:
    """The name of the box for one kind of note or coin: `gbp_0_50`."""
    return f"{code.lower()}_{denomination:f}".replace(".", "_")


class StepForm(When):
    """A step about which there is nothing more to say than when, and words."""

    mark_optional = False

    words = text("Anything to add", rows=2, most=2000)
    field_order: tuple[str, ...] = ("court", "expires_on", "grounds_continue", "words", "typed_at", "reason")
    kind: ClassVar[CashStep.Kind]
    label: ClassVar[str]

    def values(self) -> dict[str, Any]:
        """What the action takes beside the time."""
        names = ("court", "expires_on", "grounds_continue", "words")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name) not in (None, "")}


class AssessedForm(StepForm):
    kind, label = CashStep.Kind.ASSESSED, "Look at the grounds again"
    grounds_continue = yes_no(
        "Do the grounds for holding the cash continue?", missing="Say whether the grounds for holding the cash continue."
    )
    words = text("Why", rows=3, most=2000, hint="If they have gone, return the cash at once")


class NoticeForm(StepForm):
    kind, label = CashStep.Kind.NOTICE, "Notice given"
    words = text("Which notice, to whom, and how", rows=3, most=2000, required=True)


class ForfeitureNoticeForm(StepForm):
    """The route without a court: ATCSA 2001 Sch 1 Part 2A; likewise POCA 2002 s.297A, which is not verified."""

    kind, label = CashStep.Kind.FORFEITURE_NOTICE, "Forfeiture notice given"
    words = text("To whom it was given, and how", rows=3, most=2000, required=True)


class NoticeLapsedForm(StepForm):
    """No clock runs from a lapse: from which instant the further hours count no source says."""

    kind, label = CashStep.Kind.NOTICE_LAPSED, "Forfeiture notice lapsed"
    words = text(
        "Why it lapsed, and anything to add",
        rows=3,
        most=2000,
        hint=FURTHER_HOURS,
    )


class AppliedForm(StepForm):
    kind, label = CashStep.Kind.APPLIED, "Order applied for"
    court = line("Court", most=80, required=True)
    words = text("Applied for by, and anything to add", rows=2, most=2000, hint="Applying stops nothing: the order must be made in time")


class OrderedForm(StepForm):
    kind, label = CashStep.Kind.ORDERED, "Order made"
    court = line("Court", most=80, required=True)
    expires_on = DateField(
        label="Last day of the order", required=False, help_text="Leave empty if the court named none: six months are counted then"
    )


class PaidInForm(StepForm):
    kind, label = CashStep.Kind.PAID_IN, "Paid into an account"


class NotPaidInForm(StepForm):
    kind, label = CashStep.Kind.NOT_PAID_IN, "Kept as evidence"
    words = text("Why it is not paid in", rows=2, most=2000, required=True)


class ReturnedForm(StepForm):
    kind, label = CashStep.Kind.RETURNED, "Return the cash"
    words = text("To whom, and against which signature", rows=2, most=2000, required=True)


class ForfeitedForm(StepForm):
    kind, label = CashStep.Kind.FORFEITED, "Forfeited"
    words = text("By which order, or by which notice to which nobody objected", rows=2, most=2000, required=True)


class AfreshForm(When):
    """A second seizure of cash whose first detention had run out."""

    mark_optional = False
    label = "Seize it afresh"

    words = text(
        "Why a fresh seizure is right, and no abuse of the first",
        rows=4,
        most=4000,
        required=True,
        hint="The first seizure ends now, with its breach. New hours run from this press.",
    )
    field_order = ("words", "typed_at", "reason")


STEPS: dict[str, type[StepForm]] = {
    "grounds": AssessedForm,
    "notice": NoticeForm,
    "forfeiture-notice": ForfeitureNoticeForm,
    "notice-lapsed": NoticeLapsedForm,
    "applied": AppliedForm,
    "ordered": OrderedForm,
    "paid-in": PaidInForm,
    "not-paid-in": NotPaidInForm,
    "returned": ReturnedForm,
    "forfeited": ForfeitedForm,
}
