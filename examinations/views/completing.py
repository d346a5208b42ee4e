"""Filling in the particulars, explaining breaches and sending the record to quality assurance."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from borderops.kit.clock import now
from examinations import faces, queries
from examinations.actions import StaleVersion, explain_breach, submit_examination, update_particulars
from examinations.actions.writing import require_examiner
from examinations.clocks import Breach, Evaluation
from examinations.fields import LABELS
from examinations.forms.particulars import ParticularsForm
from examinations.forms.passport import PRESSED
from examinations.forms.submitting import ExplainForm, SendForm
from examinations.models import BreachExplanation, Examination, Particulars
from examinations.owed import BREACHES, PARTICULARS
from examinations.queries import RecordPage
from examinations.queries.services import services_of
from examinations.reference import TERRORIST_CASH, code_of_practice, code_said
from examinations.timeline import has_terrorist_cash, standing_events
from examinations.views.common import actor_of, page, record_for, refusals_beside
from examinations.views.passport import Scanned, scan
from examinations.views.record import head, may
from examinations.wording import NAMES, written
from organisation.conflicts import conflict
from organisation.doors import forbidden_is_403, needs
from organisation.drafts import discard_draft, kept_in, kept_of, part_of
from organisation.once import once
from organisation.policy import Actor

DRAFT, EXPLANATION = "examinations.particulars", "examinations.explanation"


@needs("examination.complete")
@forbidden_is_403
@once
def particulars(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The whole form. Everything may be left open; what somebody else saved meanwhile is shown beside it and never overwritten."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk, "examination.complete")
    require_examiner(actor, "examination.complete", examination)  # before a word is typed, not after
    row = examination.particulars
    scanned = scan(request, examination, at) if PRESSED in request.POST else Scanned()
    sent = scanned.sent if scanned.sent is not None else request.POST or None
    under = examination.power, examination.started_at
    form = ParticularsForm(sent, instance=row, initial={"version": row.version}, under=under, at=at)
    form.known_services = services_of(actor.id)
    if scanned.fault is not None:
        form.add_error("passport", scanned.fault)
    elif request.method == "POST" and PRESSED not in request.POST and form.is_valid():
        with refusals_beside(form):
            version, changes = form.cleaned_data["version"], form.changes()
            try:
                update_particulars(examination=examination, by=actor, at=at, version=version, changes=changes)
            except StaleVersion as stale:
                return _both_texts(request, examination, form, stale)
            discard_draft(owner=actor.user, form=DRAFT, thing_id=pk, at=at)
            messages.success(request, "Particulars saved")
            return redirect("examinations:record", pk)
    context = {
        **head(actor, examination, "facts"),
        "form": form,
        "sections": form.sections(),
        "owed": [
            each
            for each in queries.live_panel(examination, at, len(queries.previous_to(actor, examination).rows)).owed
            if each.where == PARTICULARS
        ],
        "kept": kept_in(actor.user, DRAFT, pk, form),
        **scanned.context,
    }
    return page(request, "examinations/particulars.html", context)


def _both_texts(request: HttpRequest, examination: Examination, form: ParticularsForm, stale: StaleVersion) -> HttpResponseBase:
    """Both texts of what this writer changed. What they left alone is taken over from the other, so that sending again undoes nothing."""
    begun, theirs = (examination.power, examination.started_at), stale.theirs
    untouched = _untouched(theirs, stale.mine, form.cleaned_data["version"])
    sent = request.POST.copy()
    standing = ParticularsForm(instance=theirs, under=begun, at=now())
    for name in untouched:
        for key in (name, *(f"{name}_{part}" for part in ("day", "month", "year", "time", "zone"))):
            sent.pop(key, None)
        for key, values in standing.as_sent(name).items():
            sent.setlist(key, values)
    request.POST = sent  # type: ignore[assignment]
    mine = {name: getattr(theirs, name) if name in untouched else stale.mine[name] for name in NAMES}
    return conflict(
        request,
        mine={name: written(name, value, *begun) for name, value in mine.items()},
        theirs={name: written(name, getattr(theirs, name), *begun) for name in NAMES},
        fields={name: LABELS[name] for name in NAMES},
        form=form,
        version=theirs.version,
    )


def _untouched(theirs: Particulars, mine: Mapping[str, Any], version: int) -> set[str]:
    """The fields that the writer left as they were in the version which they had before them."""
    history: Any = Particulars.history
    seen = history.filter(id=theirs.pk, version=version).order_by("history_date").last()
    return {name for name in NAMES if seen is not None and getattr(seen, name) == mine[name]}


def breaches_with_words(shown: RecordPage) -> list[tuple[Breach, list[BreachExplanation]]]:
    """Each breach as the clocks find it now, with the explanations beside it."""
    said: dict[tuple[str, datetime | None], list[BreachExplanation]] = {}
    for each in shown.explanations:
        said.setdefault((each.rule, each.due_at), []).append(each)
    return [(breach, said.get(faces.breach_key(breach), [])) for breach in shown.panel.evaluation.breaches]


@needs("examination.view")
@forbidden_is_403
@once
def breaches(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Clocks and breaches, and beside each breach the words of those who were there."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk)
    shown = queries.record_page(actor, examination, at)
    sent = ExplainForm(request.POST) if request.method == "POST" else None
    if sent is not None and sent.is_valid():
        given = sent.cleaned_data
        with refusals_beside(sent):
            explain_breach(examination=examination, rule=given["rule"], due_at=given["due_at"], words=given["words"], by=actor, at=at)
            discard_draft(owner=actor.user, form=EXPLANATION, thing_id=_about(pk, sent), at=at)
            messages.success(request, f"Explanation of {given['rule']} added")
            return redirect("examinations:breaches", pk)
    found = breaches_with_words(shown)
    explaining = [_explain_form(breach, sent) for breach, _ in found]
    may_explain = may(actor, "examination.explain", examination)
    kept = kept_of(actor.user, EXPLANATION, {_about(pk, form): form for form in explaining} if may_explain else {})
    powers = [examination.power, *([TERRORIST_CASH] if has_terrorist_cash(examination) else [])]
    context = {
        **head(actor, examination, "breaches"),
        "page": shown,
        "shown": faces.shown_clocks(shown.panel.next_clock, shown.panel.evaluation, standing_events(examination)),
        "evaluation": shown.panel.evaluation,
        "codes": [(code_said(power, examination.started_at), code_of_practice(power, examination.started_at)) for power in powers],
        "readings": queries.applied_readings(examination.started_at, rules_of(shown.panel.evaluation)),
        "breaches": [(*each, form, kept.get(_about(pk, form))) for each, form in zip(found, explaining, strict=True)],
        "form": sent,
        "may_explain": may_explain,
    }
    return page(request, "examinations/breaches.html", context)


def after_sending(actor: Actor, examination: Examination) -> HttpResponse:
    """Back to the record; home for an examiner whose posting no longer shows it, now that it is with quality assurance."""
    return redirect("examinations:record", examination.pk) if may(actor, "examination.view", examination) else redirect("/")


def rules_of(evaluation: Evaluation) -> set[str]:
    """Every rule that the clocks spoke of."""
    return {each.rule for part in (evaluation.clocks, evaluation.breaches, evaluation.warnings) for each in part}


def _explain_form(breach: Breach, sent: ExplainForm | None) -> ExplainForm:
    """The form beside one breach; the one that was sent, when it was about this one."""
    due = breach.due_at.isoformat() if breach.due_at else ""
    if sent is not None and sent.data.get("rule") == breach.rule and sent.data.get("due_at", "") == due:
        return sent
    return ExplainForm(initial={"rule": breach.rule, "due_at": due}, auto_id=f"id_{breach.rule}_{due}_%s")


def _about(pk: UUID, form: ExplainForm) -> UUID:
    """Which breach the words are about, for what is typed and not sent yet."""
    return part_of(pk, str(form["rule"].value() or ""), str(form["due_at"].value() or ""))


@needs("examination.submit")
@forbidden_is_403
@once
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What quality assurance will look at first, and the press that sends the record there."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk, "examination.submit")
    shown = queries.record_page(actor, examination, at)
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            version = submit_examination(examination=examination, by=actor, at=at)
            messages.success(request, "Submitted. The record now awaits quality assurance.")
            return after_sending(actor, version.examination)
    events = standing_events(examination)
    prefetch_related_objects(events, "officer", "entered_by", "superseded_by")
    context = {
        **head(actor, examination, "record"),
        "form": form,
        "page": shown,
        "owed": [each for each in shown.panel.owed if each.where != BREACHES],
        "may_complete": may(actor, "examination.complete", examination),
        "breaches": breaches_with_words(shown),
        "warnings": shown.panel.evaluation.warnings,
        "noted": [line for line in faces.lines(events, of=examination) if line.notes],
        "unaccredited": [each for each in shown.examiners if not each.is_accredited],
    }
    return page(request, "examinations/submit.html", context)
