"""A page that shows every part of the interface, for those who build pages and for the tests that look. Demo mode only; all made up."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from borderops.kit.clock import now
from borderops.kit.filters import Filters
from borderops.kit.forms import Checkboxes, DateField, Form, LondonDateTimeField, Once, Pressed, Radios, Versioned
from borderops.kit.methods import require_GET, require_POST
from borderops.kit.parts import Act, Fact, Happening
from borderops.kit.tables import Column, Sort, Table

PAGES = ("parts", "record", "board", "form")
NOTICE = {"C1": "Detain or stop questioning", "C2": "Release", "C3": "First review", "C4": "Next review"}


@dataclass(frozen=True)
class Example:
    """A clock with nothing behind it."""

    rule: str
    name: str
    starts_at: datetime
    due_at: datetime
    soon_at: datetime
    state: str
    authority: str
    strict: bool = False
    ends_with_day: bool = False
    verified: bool = True
    live: bool = True
    ref: str | None = None


def example(rule: str, name: str, at: datetime, gone: float, length: float, soon: float, **more: Any) -> Example:
    """A clock `gone` minutes old out of `length`, counting as soon `soon` minutes before its end."""
    starts = at - timedelta(minutes=gone)
    due, soon_at = starts + timedelta(minutes=length), starts + timedelta(minutes=length - soon)
    state = more.pop("state", "OVERDUE" if at > due else "SOON" if at >= soon_at else "RUNNING")
    return Example(rule, name, starts, due, soon_at, state, more.pop("authority", "Sch 7 para 6A"), **more)


def clocks(at: datetime, gone: float) -> list[Example]:
    return [
        example("C1", "Undetained questioning", at, gone, 60, 15),
        example("C2", "Overall limit", at, gone, 360, 60),
        example(
            "C6", "Retained property", at, gone, 7 * 1440, 2880, authority="Sch 7 para 11", ends_with_day=True, strict=True, verified=False
        ),
        example("C3", "First review", at, 0, 60, 20, state="NOT_STARTED", authority="Sch 8 para 20K(2)", strict=True),
        example("C9", "Fingerprints from 2 November", at, 3000, 600, 60, state="MET", authority="Sch 8 para 20B"),
        example("C4", "Second review", at, 500, 120, 30, state="BREACHED", authority="Sch 8 para 20K(3)"),
    ]


def minutes(request: HttpRequest) -> float:
    try:
        return float(request.GET.get("gone", "48"))
    except ValueError:
        return 48.0


class ExampleForm(Once, Pressed, Versioned, Form):
    reference = forms.CharField(
        label="Passport number", max_length=20, widget=forms.TextInput(attrs={"class": "govuk-input--width-10 bo-mono"})
    )
    power = forms.ChoiceField(choices=[("S7", "Schedule 7"), ("S3", "Schedule 3")], widget=Radios(inline=True))
    outcome = forms.ChoiceField(
        label="What happened then",
        choices=[("RELEASED", "Released"), ("ARRESTED", "Arrested"), ("OTHER", "Something else")],
        widget=Radios(hints={"ARRESTED": "Under section 41, section 27 or another power"}, reveals={"OTHER": "other"}),
    )
    other = forms.CharField(label="What was it", required=False)
    grounds = forms.MultipleChoiceField(
        choices=[("ID", "Identity"), ("ROUTE", "Route of travel"), ("BEHAVIOUR", "Behaviour on arrival")],
        widget=Checkboxes(),
        required=False,
    )
    port = forms.ChoiceField(choices=[("", "Choose a port"), ("STN", "Stansted"), ("LTN", "Luton"), ("HRW", "Harwich")])
    born_on = DateField(label="Date of birth", help_text="For example, 27 3 1987")
    began_at = LondonDateTimeField(label="First question", help_text="24-hour clock, London time")
    bags = forms.IntegerField(label="Bags", required=False, widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}))
    account = forms.CharField(
        label="Account", widget=forms.Textarea(attrs={"rows": 4}), max_length=400, help_text="In the person's own words"
    )
    scan = forms.FileField(label="Scan of the notice", required=False)
    phrase = forms.CharField(label="Your password", widget=forms.PasswordInput, required=False)
    told = forms.BooleanField(label="I have told the person which power this is")


class ExampleFilter(Form):
    port = forms.ChoiceField(choices=[("", "Any port"), ("STN", "Stansted"), ("LTN", "Luton")], required=False)
    since = DateField(label="Since", required=False)
    state = forms.MultipleChoiceField(choices=[("SOON", "Due soon"), ("OVERDUE", "Overdue")], widget=Checkboxes(small=True), required=False)


@dataclass(frozen=True)
class Row:
    reference: str
    place: str
    examiners: str
    clock: Example | None
    may_review: str
    breaches: int


def rows(at: datetime, gone: float) -> list[Row]:
    return [
        Row(
            "S7-26-7KQ4MX", "Stansted, gate 12", "4417, 2208", example("C1", "Undetained questioning", at, gone + 14, 60, 15), "You may", 1
        ),
        Row(
            "S7-26-M2WTFR",
            "Luton, arrivals",
            "3151",
            example("C3", "First review", at, 45, 60, 20, strict=True),
            "No: same rank as 3151",
            0,
        ),
        Row("S3-26-HD9CPJ", "Harwich, berth 3", "5120, 5121, 4408", example("C4", "Next review", at, 22, 120, 30), "You may", 0),
        Row("S7-26-QV63GN", "Norwich", "2290", None, "Not detained", 0),
    ]


def board_table(request: HttpRequest, at: datetime) -> Table[Row]:
    def due(row: Row) -> SafeString:
        return render_to_string("kit/gallery/due.html", {"clock": row.clock, "server_now": at})

    def edge(row: Row) -> str:
        return {"OVERDUE": "is-overdue", "SOON": "is-soon"}.get(row.clock.state, "") if row.clock else ""

    columns: list[Column[Row]] = [
        Column("reference", "Reference", header=True, mono=True),
        Column("due", "Next instant", cell=due, sort="due_at"),
        Column("place", "Place", sort="place"),
        Column("examiners", "Examiners"),
        Column("may_review", "May I review?"),
        Column("breaches", "Breaches", numeric=True),
    ]
    return Table(
        "Live examinations",
        columns,
        rows(at, minutes(request)),
        request,
        Sort.asked(request, columns, "due"),
        row_url=lambda row: f"/kit/record/?{row.reference}",
        row_class=edge,
        show_caption=False,
    )


class Somebody:
    """A stand-in for the person who has signed in."""

    collar_number, name, is_authenticated = "4417", "Sergeant A. Example", True
    pk = None

    def get_rank_display(self) -> str:
        return "Sergeant"


def page(request: HttpRequest, name: str = "parts") -> HttpResponse:
    """One page of the gallery. `gone` in the address says how many minutes the clock has run; `compact` closes the page up."""
    if name not in PAGES:
        raise Http404("The gallery has no such page.")
    at = now()
    form = ExampleForm(request.POST if request.method == "POST" else None, initial={"version": 3, "began_at": at})
    context = {
        "person": Somebody(),
        "density": "compact" if "compact" in request.GET else "",
        "shortcuts": True,
        "notice_count": 3,
        "late_banner": "Reminders have been late since 10:42. Go by the clocks on this page." if "late" in request.GET else "",
        "navigation": [
            {"label": label, "url": url, "current": request.path == url}
            for label, url in (("Parts", "/kit/"), ("A record", "/kit/record/"), ("A board", "/kit/board/"), ("A form", "/kit/form/"))
        ],
        "clocks": clocks(at, minutes(request)),
        "words": NOTICE,
        "url": f"/kit/clocks/?gone={minutes(request)}&since={at.timestamp()}",
        "form": form,
        "facts": FACTS,
        "events": events(at),
        "acts": ACTS,
        "table": board_table(request, at),
        "filters": Filters.read(ExampleFilter, request),
        "idle_seconds": int(request.GET.get("idle", "0") or 0),
        "began_at": at - timedelta(minutes=minutes(request)),
        "doubtful": datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        "last_year": at - timedelta(days=400),
    }
    return render(request, f"kit/gallery/{name}.html", context, status=422 if form.errors else 200)


@require_GET
def fragment(request: HttpRequest) -> HttpResponse:
    """The clock panel alone, as a record's page asks for it each minute."""
    at = now()
    since = datetime.fromtimestamp(float(request.GET.get("since", at.timestamp())), UTC)
    gone = minutes(request) + (at - since).total_seconds() / 60
    context = {"clocks": clocks(at, gone), "words": NOTICE, "url": request.get_full_path(), "server_now": at}
    return render(request, "kit/gallery/fragment.html", context)


@require_POST
def draft(request: HttpRequest) -> JsonResponse:
    """Says that it kept a draft, and keeps nothing."""
    return JsonResponse({"saved_at": now().isoformat(), "version": int(request.POST.get("draft_version", 1))})


FACTS = [
    Fact("Power", "Schedule 7", "/kit/form/"),
    Fact("Place", "Stansted, gate 12", "/kit/form/"),
    Fact("Passport", "P0I1l5S8", "/kit/form/", mono=True),
    Fact("Carrier and service", "", "/kit/form/", owed=True),
    Fact("Interpreter", None),
]
ACTS = [
    Act("Detain", "/kit/record/", "d", post=True, primary=True),
    Act("Right", "/kit/form/", "r"),
    Act("Solicitor", "/kit/form/", "l"),
    Act("Interpreter", "/kit/form/", "i"),
    Act("Search", "/kit/form/", "s"),
    Act("Device", "/kit/form/", "v"),
    Act("Property", "/kit/form/", "p"),
    Act("Cash", "/kit/form/", "c"),
    Act("Welfare", "/kit/form/", "w"),
    Act("Hospital", "/kit/form/", "h"),
    Act("Release", "/kit/form/", "x", warning=True),
]


def events(at: datetime) -> list[Happening]:
    return [
        Happening("Solicitor asked for", at - timedelta(minutes=3), "4417", "Duty solicitor rung at once; no questions until consulted."),
        Happening("Search of hand luggage", at - timedelta(minutes=20), "2208", flag="Late entry"),
        Happening("Search of hand luggage", at - timedelta(minutes=26), "2208", struck=True),
        Happening("First question", at - timedelta(minutes=48), "4417"),
        Happening("Screening", at - timedelta(days=1, minutes=50), "4417", "Spoken to at the desk the day before."),
    ]


for view in (page, fragment, draft):
    view.verb = "public"  # type: ignore[attr-defined]  # what the door reads; these pages hold nothing and exist in demo mode only
