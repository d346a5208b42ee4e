"""The pages of quality assurance: door, form, one action, redirect."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assurance import actions, queries
from assurance.criteria import facts_of
from assurance.evidence import evidence_of
from assurance.forms import AnswersForm, CriterionForm, DecisionForm, NewCriterionForm, QueueFilter, ReplyForm
from assurance.models import Assessment, Criterion, LearningPoint
from assurance.proposing import propose_criterion, propose_new_criterion
from borderops.kit.clock import now
from borderops.kit.dates import spoken_time
from borderops.kit.filters import Filters
from borderops.kit.methods import require_GET, require_POST
from borderops.kit.parts import Fact
from borderops.kit.tables import keyset
from examinations.law.in_force import HOLDS
from examinations.models import Examination
from examinations.views.law_proposing import Proposal, propose
from organisation import policy
from organisation.doors import DoorRequest, enter, forbidden_is_403, listing, needs, shown
from organisation.drafts import discard_draft, kept_in
from organisation.models import User
from organisation.once import once

BELOW = {"PARTLY", "NOT_MET", "CANNOT_TELL"}
ANSWERS, DECISION = "assurance.answers", "assurance.decision"  # what is typed and not saved yet is kept under these


@require_GET
@needs("assessment.queue")
def queue(request: DoorRequest) -> HttpResponse:
    """Records waiting, oldest first, with what each will ask of the reader."""
    filters = Filters.read(QueueFilter, request)
    rows = queries.queue(request.actor)
    port = filters.values.get("port")
    parts = [Q(port=port)] if port else queries.ports_of_the_queue(request.actor)
    page = keyset(request, rows, ("submitted_at", "pk"), each=parts)
    at = now()
    lines = queries.lines(page.rows, at)
    shown(request, "assessment.queue", page.rows, filters={name: str(value) for name, value in filters.values.items()})
    context = {"filters": filters, "page": page, "lines": lines, "learning": queries.learning_of(request.actor)}
    return render(request, "assurance/queue.html", context)


@require_POST
@needs("assessment.claim")
@forbidden_is_403
@once
def claim(request: DoorRequest, pk: UUID) -> HttpResponse:
    examination = enter(request, Examination.objects.all(), pk, see="examination.view", verb="assessment.claim", read=False)
    try:
        assessment = actions.claim_examination(examination=examination, by=request.actor, at=now())
    except actions.CannotAssure as refusal:
        messages.error(request, str(refusal))
        return redirect("assurance:queue")
    return redirect("assurance:assess", assessment.pk)


def _opened(request: HttpRequest, pk: UUID, *, verb: str = "assessment.answer", read: bool = True) -> Assessment:
    rows = Assessment.objects.select_related("examination__port", "examination__particulars", "examination__goods", "assessor")
    return enter(request, rows, pk, see="assessment.view", verb=verb, read=read)


@needs("assessment.view")
@forbidden_is_403
@once
def assess(request: DoorRequest, pk: UUID) -> HttpResponse:
    """The evidence on the left, the questions on the right. Answers are kept whenever they are saved, complete or not."""
    assessment = _opened(request, pk, verb="assessment.view")
    if assessment.assessor_id != request.actor.id or assessment.state != Assessment.State.OPEN:
        return render(request, "assurance/result.html", _result(assessment))
    at = now()
    material = queries.material_for(request.actor, assessment.examination, at)
    questions = queries.asked(assessment, material)
    form = AnswersForm(request.POST or None, questions=questions, initial={"version": assessment.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_answers(assessment=assessment, by=request.actor, version=form.cleaned_data["version"], answers=form.given())
        except (actions.StaleAssessment, actions.CannotAssure) as refusal:
            return _stale(request, assessment, form, str(refusal))
        discard_draft(owner=request.user, form=ANSWERS, thing_id=pk, at=at)
        if "decide" in request.POST:
            return redirect("assurance:decide", assessment.pk)
        messages.success(request, "Answers saved.")
        return redirect("assurance:assess", assessment.pk)
    evidence = evidence_of(request.actor, material, at)
    context = {
        "assessment": assessment,
        "examination": assessment.examination,
        "form": form,
        "evidence": evidence,
        "kept": kept_in(request.user, ANSWERS, pk, form),
        "sections": {question.criterion.code: evidence.section_for(question.criterion) for question in questions},
    }
    return render(request, "assurance/assess.html", context, status=422 if form.errors else 200)


def _stale(request: HttpRequest, assessment: Assessment, form: AnswersForm, why: str) -> HttpResponse:
    kept = {answer.criterion.code: answer for answer in assessment.answers.select_related("criterion")}
    changes = []
    for code, given in form.given().items():
        theirs = kept.get(code)
        before = f"{theirs.get_value_display()} {theirs.comment}" if theirs else ""
        mine = f"{given.value.replace('_', ' ').capitalize()} {given.comment}"
        if before.strip().lower() != mine.strip().lower():
            changes.append((code, before, mine))
    retry = request.POST.copy()
    retry["version"] = str(assessment.version)
    context = {"changes": changes, "why": why, "form": AnswersForm(retry, questions=form.questions), "retry_url": request.path}
    return render(request, "409.html", context, status=409)


@needs("assessment.answer")
@forbidden_is_403
@once
def decide(request: DoorRequest, pk: UUID) -> HttpResponse:
    """The computed colour, then the outcome and what goes with it."""
    assessment = _opened(request, pk)
    if assessment.state != Assessment.State.OPEN:
        return redirect("assurance:assess", assessment.pk)
    examiners = list(User.objects.filter(examined__examination=assessment.examination).order_by("examined__joined_at"))
    form = DecisionForm(request.POST or None, examiners=examiners, initial={"version": assessment.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_assessment(
                assessment=assessment,
                by=request.actor,
                at=now(),
                outcome=form.cleaned_data["outcome"],
                words=form.cleaned_data["words"],
                learning=form.learning_given() if form.cleaned_data["outcome"] != "ACCEPT" else form.praise_given(),
                fields=form.fields_named() if form.cleaned_data["outcome"] == "RETURN" else {},
            )
        except actions.CannotAssure as refusal:
            form.add_error(None, str(refusal))
        else:
            discard_draft(owner=request.user, form=DECISION, thing_id=pk, at=now())
            messages.success(
                request, f"{assessment.examination.reference}: {dict(Assessment.Outcome.choices)[form.cleaned_data['outcome']].lower()}."
            )
            return redirect("assurance:queue")
    material = queries.material_for(request.actor, assessment.examination, now())
    questions = queries.asked(assessment, material)
    context = {
        "assessment": assessment,
        "examination": assessment.examination,
        "form": form,
        "kept": kept_in(request.user, DECISION, pk, form),
        "result": actions.result_of(assessment, material.findings),
        "below": [question for question in questions if question.answer and question.answer.value in BELOW],
        "unanswered": [question for question in questions if not question.answer],
    }
    return render(request, "assurance/decide.html", context, status=422 if form.errors else 200)


@require_POST
@needs("assessment.answer")
@forbidden_is_403
@once
def release(request: DoorRequest, pk: UUID) -> HttpResponse:
    assessment = _opened(request, pk, read=False)
    try:
        actions.release_assessment(assessment=assessment, by=request.actor, at=now())
    except actions.CannotAssure as refusal:
        messages.error(request, str(refusal))
    else:
        for form in (ANSWERS, DECISION):  # whoever opens it again begins with an assessment of their own
            discard_draft(owner=request.user, form=form, thing_id=pk, at=now())
        messages.success(request, f"{assessment.examination.reference} is back in the queue since {spoken_time(now())}.")
    return redirect("assurance:queue")


def _result(assessment: Assessment) -> dict[str, object]:
    answers = list(assessment.answers.select_related("criterion").order_by("criterion__position"))
    points = list(assessment.learning_points.select_related("criterion", "officer"))
    return {
        "assessment": assessment,
        "examination": assessment.examination,
        "below": [answer for answer in answers if answer.value in BELOW],
        "met": sum(answer.value == "MET" for answer in answers),
        "points": points,
    }


@needs("learning.acknowledge")
@forbidden_is_403
@once
def learning(request: DoorRequest, pk: UUID) -> HttpResponse:
    """One learning point: the officer acknowledges it and may reply."""
    points = LearningPoint.objects.select_related("assessment__examination", "assessment__assessor", "criterion")
    point = enter(request, listing(request, points, see="learning.acknowledge"), pk, see="learning.acknowledge")
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.acknowledge_learning(point=point, by=request.actor, at=now(), reply=form.cleaned_data["reply"])
        messages.success(request, "Acknowledged.")
        return redirect("workbench:home")
    return render(request, "assurance/learning.html", {"point": point, "form": form}, status=422 if form.errors else 200)


@require_GET
@needs("law.view")
def criteria(request: DoorRequest) -> HttpResponse:
    """What is asked about a record that begins now, with what was asked before and what is to come."""
    context = {"criteria": queries.criteria_page(now()), "may_propose": policy.may(request.actor, "law.propose")}
    return render(request, "assurance/criteria.html", context)


@needs("law.propose")
@forbidden_is_403
@once
def correct_criterion(request: DoorRequest, pk: UUID) -> HttpResponse:
    """Propose another wording, weight or standing of a criterion, or that it is no longer asked."""
    at = now()
    criterion = get_object_or_404(Criterion.objects.filter(HOLDS), pk=pk)
    form = CriterionForm(request.POST or None, criterion=criterion, at=at)
    shown_as = Proposal(f"Correct criterion {criterion.code[3:]}", facts_of(criterion), template="assurance/correct_criterion.html")
    return propose(request, form, shown_as, at, lambda **said: propose_criterion(criterion=criterion, changes=form.changes(), **said))


@needs("law.propose")
@forbidden_is_403
@once
def add_criterion(request: DoorRequest) -> HttpResponse:
    """Propose what is to be asked as well about the records that begin later."""
    at = now()
    there = queries.criteria_page(at)
    form = NewCriterionForm(request.POST or None, sections=list(dict.fromkeys(one.now.section for one in there)), at=at)
    facts = [Fact(f"{one.now.code[3:]}, {one.now.section}", one.now.text) for one in there if one.now.is_used]
    shown_as = Proposal("Add a criterion", facts, template="assurance/correct_criterion.html", button="Propose the criterion")
    return propose(request, form, shown_as, at, lambda **said: propose_new_criterion(new=form.new(), **said))
