"""The list of people, one person, and their details."""

from dataclasses import asdict
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from borderops.kit.clock import now
from borderops.kit.filters import Filters
from borderops.kit.methods import require_GET
from borderops.kit.parts import Fact, Happening
from borderops.kit.tables import Column, Table, keyset
from organisation import passing, queries
from organisation.actions.people import PersonRefused, StaleDetails, create_person, edit_person, not_oneself
from organisation.conflicts import conflict
from organisation.doors import DoorRequest, enter, forbidden_is_403, listing, needs, shown
from organisation.forms import DetailsForm, FindForm, PeopleFilter
from organisation.models import Posting, Role, User
from organisation.once import once
from organisation.ranks import Rank
from organisation.tabs import subject_context

INVALID = 422


def posted_as(posting: Posting) -> str:
    return f"{Role(posting.role).label}, {posting.unit.name}"


def _postings(person: User) -> SafeString | str:
    standing: list[Posting] = getattr(person, "standing", [])
    return format_html_join(SafeString("<br>"), "{}", ((posted_as(posting),) for posting in standing)) or "None"


COLUMNS: list[Column[User]] = [
    Column("collar_number", "Number", header=True, mono=True),
    Column("get_rank_display", "Rank", cell=lambda person: person.get_rank_display() or "Police staff"),
    Column("name", "Name"),
    Column("postings", "Posted as", cell=_postings),
    Column("is_active", "Account", cell=lambda person: "Open" if person.is_active else "Closed"),
]


def _table(request: HttpRequest, caption: str, rows: list[User]) -> Table[User]:
    def url(person: User) -> str:
        return reverse("organisation:person", args=[person.pk])

    return Table(caption, COLUMNS, rows, request, row_url=url, empty="Nobody matches", show_caption=False)


@needs("people.list")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, in order of their number."""
    filters = Filters.read(PeopleFilter, request)
    seen = listing(request, User.objects.all(), see="people.view")
    page = keyset(request, queries.listed(seen, now(), filters.values), ("number", "pk"), size=50)
    door = cast(DoorRequest, request)
    waiting = listing(request, queries.awaiting(Posting.objects.all()), see="posting.decide").count()
    shown(request, "people.list", page.rows)
    context = {
        "page": page,
        "table": _table(request, "People", page.rows),
        "filters": filters,
        "find": FindForm(),
        "waiting": waiting if door.may("posting.decide") else 0,
        "may_administer": door.may("people.administer"),
    }
    return render(request, "organisation/people.html", context)


@needs("people.list")
def find(request: HttpRequest) -> HttpResponse:
    """Search by number or name. What was typed is posted, so that it stands in no address and no log."""
    if request.method != "POST":
        return redirect("organisation:people")
    form = FindForm(request.POST)
    if not form.is_valid():
        return render(request, "organisation/found.html", {"find": form, "form": form}, status=INVALID)
    text = form.cleaned_data["text"]
    seen = listing(request, User.objects.all(), see="people.view")
    rows = queries.found(seen, now(), text)
    is_cut, rows = len(rows) > queries.FOUND_AT_MOST, rows[: queries.FOUND_AT_MOST]
    shown(request, "people.find", rows, filters={"text": text})
    context = {"find": form, "table": _table(request, "People found", rows), "rows": rows, "is_cut": is_cut}
    return render(request, "organisation/found.html", context)


@needs("people.view")
@require_GET
def person(request: HttpRequest, pk: Any) -> HttpResponse:
    """One person: details, postings and, for an administrator, their account."""
    door = cast(DoorRequest, request)
    subject = enter(request, User.objects.all(), pk, see="people.view")
    at = now()
    administers = door.may("people.administer")
    context: dict[str, Any] = {
        **subject_context(request, subject),
        "facts": _facts(subject),
        "postings": queries.postings_of(subject.pk, at),
        "administers": administers and subject.pk != door.actor.id,
        "is_oneself": subject.pk == door.actor.id,
        "may_decide": door.may("posting.decide") and subject.pk != door.actor.id,
    }
    if administers:
        context["account"] = queries.account_of(subject, at)
    if door.may("people.list"):
        context["events"] = [_happening(event) for event in queries.events_of(subject.pk)]
    return render(request, "organisation/person.html", context)


def _facts(subject: User) -> list[Fact]:
    return [
        Fact("Number", subject.collar_number, mono=True),
        Fact("Rank", Rank[subject.rank].label if subject.rank else "Police staff"),
        Fact("User name", subject.username, mono=True),
        Fact("E-mail", subject.email),
        Fact("Telephone on duty", subject.phone),
    ]


def _happening(event: Any) -> Happening:
    fields = ", ".join(name.replace("_", " ") for name in event.detail.get("fields", ()))
    role = event.detail.get("role")
    words = [queries.WORDS[event.verb], *([fields] if fields else []), *([Role(role).label] if role else [])]
    return Happening(": ".join(words), event.at, by=event.actor_label, text=event.reason)


@needs("people.administer")
@once
@forbidden_is_403
def create(request: HttpRequest) -> HttpResponse:
    """Open an account. The temporary password is shown on the next page, once."""
    door = cast(DoorRequest, request)
    form = DetailsForm(request.POST or None, initial={"version": 0})
    if request.method == "POST" and form.is_valid():
        try:
            subject, password = create_person(details=form.details(), by=door.actor, at=now())
        except PersonRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            passing.hand_over(request, subject, password)
            return redirect("organisation:password", pk=subject.pk)
    status = INVALID if form.errors else 200
    return render(request, "organisation/create.html", {"form": form}, status=status)


@needs("people.administer")
@once
@forbidden_is_403
def edit(request: HttpRequest, pk: Any) -> HttpResponse:
    """Change somebody's details. Of two who do it at once, the second is shown both texts."""
    door = cast(DoorRequest, request)
    subject = enter(request, User.objects.all(), pk, see="people.view", verb="people.administer")
    not_oneself(door.actor, subject)
    form = DetailsForm(request.POST) if request.method == "POST" else DetailsForm.of(subject)
    if request.method == "POST" and form.is_valid():
        try:
            edit_person(person=subject, details=form.details(), version=form.cleaned_data["version"], by=door.actor, at=now())
        except StaleDetails as stale:
            return _both_texts(request, stale.saved, form)
        except PersonRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, "The details were saved.")
            return redirect("organisation:person", pk=subject.pk)
    status = INVALID if form.errors else 200
    return render(request, "organisation/edit.html", {"form": form, "subject": subject}, status=status)


def _both_texts(request: HttpRequest, saved: User, form: DetailsForm) -> HttpResponse:
    mine = asdict(form.details())
    fields = {name: str(form[name].label) for name in mine}
    theirs = {name: getattr(saved, name) for name in fields}
    return conflict(request, mine=mine, theirs=theirs, fields=fields, form=form, version=saved.version)
