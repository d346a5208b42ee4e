"""One act at a time: pressed now, or recorded at another time; corrected or taken back with a reason, while both stay on the timeline."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from borderops.kit.forms import Checkboxes, Form, Once, Radios
from examinations.choices import APPREHENSIONS, ARREST_HINTS, ARREST_POWERS, SHORT_OF_POWER, WELFARE
from examinations.forms.officers import OfficerNumber
from examinations.forms.when import When, line, text
from examinations.models import Examination, TimelineEvent
from examinations.property.designations import Room, rooms_counting
from examinations.queries.rights import may_justify
from examinations.reference import legal_aid
from examinations.rights.exercised import IDENTIFIED_UNDER
from examinations.rights.recording import AT_STATION, IN_ROOM, ROOM_VERIFIED
from organisation.models import User


class ActForm(When):
    """Any act of the row. `warning` is said above it."""

    warning = ""
    folded: tuple[str, ...] = ()  # fields that stand closed under `fold_title` until they are wanted
    fold_title = ""

    mark_optional = False

    words = text("Anything to add", rows=2, most=2000)
    field_order: tuple[str, ...] = ("words", "typed_at", "reason")
    own: tuple[str, ...] = ()  # the names of `detail`, all of which a correction says anew
    wrong: TimelineEvent | None = None  # the entry that is put right, where this is a correction
    by: User | None = None  # who presses

    def detail(self) -> dict[str, Any]:
        """The kind's own fields, as the clock engine names them."""
        return {}

    def said(self) -> str:
        return str(self.cleaned_data.get("words", ""))

    def about(self, examination: Examination) -> None:
        """Fit the form to the record: choices that differ by power, and what the record knows already."""

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        """The form filled in as an entry stands."""
        return {"words": event.words}

    def as_correction(self, event: TimelineEvent) -> None:
        """Fit the form, which is about `wrong`, to that entry: nothing may be left open any more that stood for whoever pressed."""

    def fold(self) -> list[BoundField]:
        """The fields that stand closed."""
        return [self[name] for name in self.folded if name in self.fields]

    @property
    def is_unfolded(self) -> bool:
        """Whether something stands there already, or is wrong."""
        return any(field.errors or field.value() for field in self.fold())


class NoteForm(ActForm):
    words = text("Note", rows=4, most=4000, required=True)


class TransferForm(ActForm):
    """A move. It goes to a police station where that is ticked, or where the room counts as one under the record's power."""

    moved_to = line("Moved to", most=80, required=True, hint="The clocks go on running while the person is moved")
    is_police_station = forms.BooleanField(label="It is a police station: interviews there are recorded", required=False)
    field_order = ("moved_to", "is_police_station", "words", "typed_at", "reason")
    own = (AT_STATION, IN_ROOM, ROOM_VERIFIED, "moved_to")
    counting: tuple[Room, ...] = ()

    def about(self, examination: Examination) -> None:
        self.counting = rooms_counting(examination.power, examination.port.designations)
        if self.counting:
            under = SHORT_OF_POWER[examination.power]
            said = "; ".join(f"{room.place}{'' if room.is_verified else ' (not verified)'}" for room in self.counting)
            self.fields["is_police_station"].help_text = f"Rooms of this port that count as one under {under} by themselves: {said}"

    def detail(self) -> dict[str, Any]:
        place = {"moved_to": self.cleaned_data["moved_to"]}
        named = str(self.cleaned_data["moved_to"]).strip().casefold()
        room = next((one for one in self.counting if one.place.casefold() == named), None)
        if room is not None:
            return {AT_STATION: True, IN_ROOM: room.place, ROOM_VERIFIED: room.is_verified, **place}
        return {AT_STATION: True, **place} if self.cleaned_data["is_police_station"] else place

    def said(self) -> str:
        return " ".join(part for part in (f"To {self.cleaned_data['moved_to']}.", super().said()) if part)

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        # Entries made before the place was kept by itself name it in their words alone.
        place = str(event.detail.get("moved_to") or event.words.removeprefix("To ").partition(". ")[0].removesuffix("."))
        words = event.words.removeprefix(f"To {place}.").strip()
        return {"moved_to": place, AT_STATION: event.detail.get(AT_STATION), "words": "" if words == place else words}


class IdentifyForm(ActForm):
    """A photograph, a measurement or another step to identify the person; what it was is filled in afterwards (TACT Sch 8 para 2; CTBSA
    Sch 3 para 26)."""

    def about(self, examination: Examination) -> None:
        self.fields["words"].help_text = "This gives no power to take prints or a sample"
        if examination.detained_at is None:
            self.warning = (
                f"The person is not recorded as detained. Only a detained person may be photographed, measured or identified under this "
                f"power ({IDENTIFIED_UNDER[examination.power]}). Do not do it. If it was done, record it: quality assurance looks at it."
            )


class WelfareForm(ActForm):
    given = forms.MultipleChoiceField(
        label="What was given or checked",
        choices=[(key, label) for key, label in WELFARE.items() if key != "OTHER"],
        required=False,
        widget=Checkboxes(small=True),
    )
    field_order = ("given", "words", "typed_at", "reason")
    own = ("given",)

    def detail(self) -> dict[str, Any]:
        return {"given": self.cleaned_data["given"]} if self.cleaned_data.get("given") else {}

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        # Entries made before what was given was kept by itself name it in their words alone.
        first, _, rest = event.words.partition(". ")
        named = [key for key, label in WELFARE.items() if label in first.split(", ")]
        if not named or ", ".join(WELFARE[key] for key in named) != first:
            return {"words": event.words}
        return {"given": named, "words": rest}

    def said(self) -> str:
        given = ", ".join(WELFARE[key] for key in self.cleaned_data.get("given", ()))
        return ". ".join(part for part in (given, super().said()) if part)


def held_as() -> forms.ChoiceField:
    """How somebody who arrived by small boat was held: the third of its conditions, beside landing and apprehension."""
    return forms.ChoiceField(
        label="How they were held",
        choices=list(APPREHENSIONS.items()),
        required=False,
        help_text="The power over somebody who arrived by small boat needs one of the first two",
        widget=Radios(small=True),
    )


class ApprehendedForm(ActForm):
    """After landing from a small boat: how the person was held is asked beside the time, and may be left open."""

    apprehension = held_as()
    field_order = ("apprehension", "words", "typed_at", "reason")
    own = ("apprehension",)

    def detail(self) -> dict[str, Any]:
        return {"apprehension": self.cleaned_data["apprehension"]} if self.cleaned_data.get("apprehension") else {}

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        return {"apprehension": event.detail.get("apprehension", ""), "words": event.words}


class ArrestForm(ActForm):
    arrest_power = forms.ChoiceField(label="Arrested under", choices=list(ARREST_POWERS.items()), widget=Radios(hints=ARREST_HINTS))
    field_order = ("arrest_power", "words", "typed_at", "reason")
    own = ("arrest_power",)

    def detail(self) -> dict[str, Any]:
        return {"arrest_power": self.cleaned_data["arrest_power"]}

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        return {"arrest_power": event.detail.get("arrest_power"), "words": event.words}


class SolicitorAskedForm(ActForm):
    """Beside the request it is said what is known of legal aid for a detained person."""

    def about(self, examination: Examination) -> None:
        known = legal_aid(examination.power, examination.started_at)
        self.fields["words"].help_text = " ".join(f"{one.label}." for one in known)


class BeforeSolicitorForm(ActForm):
    """TACT Sch 8 para 7A(3); CTBSA Sch 3 para 30: the examining officer's own reasonable belief, never an authority from above. Anybody
    else's is taken as a fact, lifts nothing (R3), and the page says so before and after."""

    words = text(
        "Why postponing the questions would be likely to prejudice the examination",
        rows=3,
        most=2000,
        hint="The examining officer's own reasonable belief. Left empty, it is owed. The person keeps the right to consult.",
    )
    officer = OfficerNumber("Believed by another officer", hint="Their number. Leave empty if you are the officer who questions.")
    field_order = ("words", "officer", "typed_at", "reason")

    def about(self, examination: Examination) -> None:
        if self.wrong is None and self.by is not None and not may_justify(examination, self.by):
            self.warning = (
                "You have put no question on this record. Only the belief of an officer who questions lifts the bar on questions before "
                "the solicitor, whatever the rank. If another officer believes it, give their number."
            )

    @classmethod
    def of(cls, event: TimelineEvent) -> dict[str, Any]:
        return {"words": event.words, "officer": event.officer.collar_number if event.officer else ""}

    def as_correction(self, event: TimelineEvent) -> None:
        self.fields["officer"].label, self.fields["officer"].required = "Number of the officer who believed it", True
        self.fields["officer"].help_text = "Only the belief of an officer who questions lifts the bar on questions."


FORMS: dict[str, type[ActForm]] = {
    "note": NoteForm,
    "transfer": TransferForm,
    "welfare": WelfareForm,
    "identify": IdentifyForm,
    "apprehended": ApprehendedForm,
    "arrest": ArrestForm,
    "solicitor-asked": SolicitorAskedForm,
    "before-solicitor": BeforeSolicitorForm,
}


def form_for(slug: str) -> type[ActForm]:
    return FORMS.get(slug, ActForm)


def register(forms_by_slug: Mapping[str, type[ActForm]]) -> None:
    """Forms of acts that have a file of their own."""
    FORMS.update(forms_by_slug)


class WithdrawForm(Once, Form):
    """A press that should not have been made at all."""

    reason = text("Why it is taken back", rows=2, most=500, required=True)
