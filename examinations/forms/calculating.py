"""Typed times for the calculator: one row a fact, with the fields of its kind taken from the timeline contract itself. A row becomes an
entry of a timeline file, so that what is refused here is what `manage.py clocks` refuses, in the same words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict

from borderops.kit.clock import london
from borderops.kit.dates import is_doubtful
from borderops.kit.forms import Checkboxes, DateField, Form, LondonDateTimeField
from borderops.kit.localtime import LONDON
from examinations.choices import AFFECTED_PARTIES, APPREHENSIONS, ARREST_POWERS
from examinations.clocks.events import AFTER_THE_END, Ground, Kind
from examinations.clocks.fields import DEFAULTS, OPTIONAL, REQUIRED
from examinations.forms.when import SameDayField
from examinations.models import Goods, Particulars, Review
from examinations.models import Kind as Label
from examinations.models.examination import Power
from examinations.reference import kept_short
from organisation.ranks import Rank

RANKS = [("", "Choose"), *((rank.name, rank.label) for rank in Rank)]
OFFICERS = {"by": "Officer", "authorised_by": "Authorised by", "searcher": "Searched by"}
CHOICES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "outcome": ("Decision", list(Review.Outcome.choices)),
    "arrest_power": ("Power of arrest", list(ARREST_POWERS.items())),
    "right": ("Right", [("SOLICITOR", "To consult a solicitor"), ("NAMED_PERSON", "To have somebody informed")]),
    "consent": ("Consent", [("WRITTEN", "Written"), ("NONE", "None")]),
    "what": ("What was taken", [("FINGERPRINTS", "Fingerprints"), ("NON_INTIMATE_SAMPLE", "Non-intimate sample")]),
    "cash_power": ("Cash power", [("ATCSA", "Anti-terrorism, Crime and Security Act 2001"), ("POCA", "Proceeds of Crime Act 2002")]),
    "searcher_sex": ("Sex of the searcher", [("FEMALE", "Female"), ("MALE", "Male")]),
    "person_sex": ("Sex of the person", [("FEMALE", "Female"), ("MALE", "Male")]),
    "journey": ("Journey", [(str(code), str(label)) for code, label in Particulars.Direction.choices]),
    "premises": ("Where", [(str(code), str(label)) for code, label in Particulars.Premises.choices]),
    "apprehension": ("How the person was held", list(APPREHENSIONS.items())),
    "goods_place": ("Kind of place", [(str(code), str(label)) for code, label in Goods.Place.choices]),
    "at_police_station": ("At a police station", [("true", "Yes"), ("false", "No")]),
    "recordable_conviction": ("Convicted of a recordable offence", [("true", "Yes"), ("false", "No")]),
    "exempt_conviction": ("That conviction is exempt, or it is not known", [("true", "Yes"), ("false", "No")]),
}
TIMES = {"until": "Until (leave empty while it goes on)", "expires_at": "No longer holds from (leave empty if it names no end)"}
DAYS = {"convicted_on": "Day of that conviction"}
TRUTHS = frozenset({"at_police_station", "recordable_conviction", "exempt_conviction"})
REFERRED_TO = AFTER_THE_END | {Kind.BIOMETRICS_TAKEN}


def label_of(kind: str) -> str:
    return str(Label(kind).label)


class HeadForm(Form):
    """The power, and the instant asked about."""

    power = forms.ChoiceField(label="Power", choices=Power.choices)
    at = LondonDateTimeField(label="As at", help_text="The instant asked about: every time below comes before it")

    encounter_began_at = LondonDateTimeField(
        label="Linked examination: its first question",
        required=False,
        help_text="Only after an examination of the same person under the other Act. As policy both are held to six hours together.",
    )

    mark_optional = False

    @property
    def is_linked(self) -> bool:
        """Whether anything was typed of an earlier examination, even what cannot be read."""
        typed = self["encounter_began_at"].value()
        return any(typed.values()) if isinstance(typed, Mapping) else bool(typed)


class RowForm(Form):
    """One fact of one kind. Everything but the time is left to the contract to refuse."""

    kind = forms.ChoiceField(choices=[(kind.value, label_of(kind.value)) for kind in Kind], widget=forms.HiddenInput)

    mark_optional = False

    def __init__(self, *args: Any, kind: str, day: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = Kind(kind)
        self.title, self.day = label_of(kind), day
        self.needed = frozenset(REQUIRED.get(self.fact, {}))
        self.fields["at"] = self._time("At", day, required=True)
        for name in (*REQUIRED.get(self.fact, {}), *OPTIONAL.get(self.fact, {})):
            self._add(name, day)
        if self.fact in REFERRED_TO:
            hint = "Only when there are several, such as an item or seal number"
            self.fields["ref"] = _line("Which one", hint)

    def _time(self, label: str, day: datetime, *, required: bool) -> SameDayField:
        field = SameDayField(label=label, required=required, error_messages={"required": f"Enter when: {self.title.lower()}"})
        field.today = field.widget.left_out = london(day).date()
        return field

    def _add(self, name: str, day: datetime) -> None:
        if name in TIMES:
            self.fields[name] = self._time(TIMES[name], day, required=False)
        elif name in DAYS:
            self.fields[name] = DateField(label=DAYS[name], required=False)
        elif name == "parties":
            self.fields[name] = forms.MultipleChoiceField(
                label="Who was told (tick none for all)",
                required=False,
                choices=list(AFFECTED_PARTIES.items()),
                widget=Checkboxes(small=True),
            )
        elif name in OFFICERS:
            self.fields[name] = _line(f"{OFFICERS[name]}: letter or number", "The same for the same officer, such as A. No names.")
            self.fields[f"{name}_rank"] = forms.ChoiceField(label=f"{OFFICERS[name]}: rank", choices=RANKS, required=False)
        elif name == "ground" and self.fact is not Kind.RIGHT_DELAYED:
            self.fields[name] = forms.ChoiceField(label="Ground", choices=[("", "Choose"), *_grounds()], required=False)
        elif name in CHOICES:
            label, choices = CHOICES[name]
            is_settled = name in DEFAULTS.get(self.fact, {})
            offered = choices if is_settled else [("", "Choose" if name in self.needed else "Not said"), *choices]
            self.fields[name] = forms.ChoiceField(label=label, choices=offered, required=False)
        else:
            self.fields[name] = _line("Ground" if name == "ground" else "Reason")

    def entry(self) -> dict[str, Any]:
        """The row as an event of a timeline file. Call when the form is valid."""
        given = self.cleaned_data
        entry: dict[str, Any] = {"kind": self.fact.value, "at": written(given["at"])}
        for name in self.fields:
            value = given.get(name)
            if name in {"kind", "at"} or name.endswith("_rank") or value in (None, "", []):
                continue
            entry[name] = self._said(name, value)
        for name in OFFICERS:
            if name in self.fields and name not in entry and given.get(f"{name}_rank"):
                entry[name] = {"rank": given[f"{name}_rank"]}
        return entry

    def _said(self, name: str, value: Any) -> Any:
        if isinstance(value, datetime):
            return written(value)
        if name in DAYS:
            return value.isoformat()
        if name in OFFICERS:
            rank = self.cleaned_data.get(f"{name}_rank")
            return {"id": value, **({"rank": rank} if rank else {})}
        return value == "true" if name in TRUTHS else value

    def own_names(self) -> list[str]:
        """The fields in the order in which they are drawn."""
        return [name for name in self.fields if name != "kind"]


def _grounds() -> list[tuple[str, str]]:
    """The grounds for keeping property that the clocks tell apart; those of Schedule 3 are all of them."""
    short = ((ground.name, kept_short("CTBSA_S3", ground.name)) for ground in Ground)
    return [(key, words[:1].upper() + words[1:]) for key, words in short]


def _line(label: str, hint: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=200, widget=widget)


class AddForm(Form):
    """Which fact the next row is about."""

    new = forms.ChoiceField(label="Add what happened", required=False, choices=[(kind.value, label_of(kind.value)) for kind in Kind])
    mark_optional = False


class FileForm(Form):
    """A timeline as a file, chosen or pasted."""

    file = forms.FileField(label="Timeline file", required=False)
    pasted = forms.CharField(
        label="Or paste its text", required=False, max_length=1_000_000, widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})
    )
    mark_optional = False


def written(at: datetime) -> str:
    """An instant as a timeline file has it: London time with its offset."""
    return at.astimezone(LONDON).isoformat()


def boxes(name: str, at: datetime) -> dict[str, str]:
    """An instant as the boxes of a form send it; BST or GMT is said in the hour that happens twice, and asked nowhere else."""
    local = london(at)
    time = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    zone = str(local.tzname()) if is_doubtful(at) else ""
    parts = {"day": str(local.day), "month": str(local.month), "year": str(local.year), "time": time, "zone": zone}
    return {f"{name}_{part}": value for part, value in parts.items()}


def send_row(sent: QueryDict, prefix: str, entry: Mapping[str, Any]) -> None:
    """Put an event of a timeline file into `sent` as its row would send it; what is no text, list, truth or officer is left out."""
    for name, value in entry.items():
        key = f"{prefix}-{name}"
        if name == "at" or name in TIMES:
            sent.update(time_as_sent(key, value))
        elif name in DAYS:
            sent.update(day_as_sent(key, value))
        elif name in OFFICERS and isinstance(value, dict):
            sent.update({key: str(value.get("id", "")), f"{key}_rank": str(value.get("rank", ""))})
        elif isinstance(value, list):
            sent.setlist(key, [str(each) for each in value])
        elif isinstance(value, bool):
            sent[key] = "true" if value else "false"
        elif isinstance(value, str):
            sent[key] = value


def day_as_sent(key: str, value: Any) -> dict[str, str]:
    """A day of a timeline file as the boxes would send it; what is none stands in the box for the day, to be put right."""
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return {f"{key}_day": str(value)[:40]}
    return {f"{key}_day": str(day.day), f"{key}_month": str(day.month), f"{key}_year": str(day.year)}


def time_as_sent(key: str, value: Any) -> dict[str, str]:
    """An instant of a timeline file as the boxes would send it; what is none stands in the box for the time, to be put right."""
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return {f"{key}_time": str(value)[:40]}
    return boxes(key, at) if at.tzinfo else {f"{key}_time": str(value)[:40]}
