"""The acts of quality assurance: claim, put back, answer, decide. A decision is computed from the answers, never typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

import audit.actions as ledger
from assurance.due import amendment_due
from assurance.independence import objection_to
from assurance.models import Answer, Assessment, Criterion, LearningPoint
from assurance.prompts import Found, made_critical, prompts_of, unanswered_prompts
from assurance.queries import criteria_on, facts_of, findings_on, material_for
from assurance.scoring import RED, Marked, Result, score_of
from examinations.actions import accept_examination, admit_assurer, return_examination
from examinations.models import Examination, SubmittedVersion
from organisation import policy
from organisation.policy import Actor

Outcome = Assessment.Outcome


class CannotAssure(Exception):
    """The act is refused; the text says why and what would make it possible."""


class StaleAssessment(Exception):
    """The answers were changed in another tab since this page was opened."""


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as given on the page."""

    value: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Learning:
    """A learning point as given on the page; `criterion_id` may be None."""

    officer_id: UUID
    words: str
    criterion_id: UUID | None = None
    is_good_practice: bool = False


@transaction.atomic
def claim_examination(*, examination: Examination, by: Actor, at: datetime) -> Assessment:
    """Open the assessment of the newest submitted version. Claiming one's own open assessment again returns it.

    Raises CannotAssure when the person took part, is not accredited, or another supervisor has it open.
    """
    examination = Examination.objects.select_for_update().get(pk=examination.pk)
    policy.require(by, "assessment.claim", examination)
    assert by.user is not None
    standing = Assessment.objects.filter(examination=examination, state=Assessment.State.OPEN).select_related("assessor").first()
    if standing is not None:
        if standing.assessor_id == by.id:
            return standing
        raise CannotAssure(f"{standing.assessor.title} has had this record open since {standing.opened_at:%H:%M on %-d %B}.")
    if objection := objection_to(by, examination, at):
        raise CannotAssure(objection)
    newest = SubmittedVersion.objects.filter(examination=examination).order_by("-number").values_list("number", flat=True).first()
    assessment = Assessment(examination=examination, version_number=newest or 1, assessor=by.user, opened_at=at)
    try:
        with transaction.atomic():
            assessment.save(force_insert=True)
    except IntegrityError as clash:
        raise CannotAssure("Another supervisor opened this record a moment ago.") from clash
    examination = admit_assurer(examination=examination, by=by, at=at)
    ledger.record("assessment.claimed", assessment, changed=[examination], port_id=examination.port_id)
    return assessment


@transaction.atomic
def release_assessment(*, assessment: Assessment, by: Actor, at: datetime) -> Assessment:
    """Put the record back in the queue. The answers given so far stay in the history."""
    assessment = _own_open(assessment, by)
    assessment.state = Assessment.State.RELEASED
    assessment.decided_at = at
    assessment.save()
    ledger.record("assessment.released", assessment, port_id=assessment.examination.port_id)
    return assessment


@transaction.atomic
def save_answers(*, assessment: Assessment, by: Actor, version: int, answers: Mapping[str, Given]) -> Assessment:
    """Keep the answers given so far, by criterion code. Raises StaleAssessment when another tab saved since `version`."""
    assessment = _own_open(assessment, by)
    if assessment.version != version:
        raise StaleAssessment("Your answers were changed in another tab.")
    criteria = {criterion.code: criterion for criterion in criteria_on(assessment.examination)}
    kept = {answer.criterion_id: answer for answer in assessment.answers.all()}
    changed = []
    for code, given in answers.items():
        criterion = criteria.get(code)
        if criterion is None or not given.value:
            continue
        answer = kept.get(criterion.pk) or Answer(assessment=assessment, criterion=criterion)
        if answer._state.adding or (answer.value, answer.comment) != (given.value, given.comment):
            answer.value, answer.comment = given.value, given.comment
            answer.save()
            changed.append(answer)
    if changed:
        assessment.version += 1
        assessment.save()
        ledger.record(
            "assessment.answered", assessment, changed=changed, port_id=assessment.examination.port_id, detail={"answers": len(changed)}
        )
    return assessment


@transaction.atomic
def decide_assessment(
    *,
    assessment: Assessment,
    by: Actor,
    at: datetime,
    outcome: str,
    words: str = "",
    learning: Sequence[Learning] = (),
    fields: Mapping[str, str] | None = None,
) -> Assessment:
    """Accept, accept with learning, or return naming the fields. Raises CannotAssure with everything that is still missing."""
    assessment = _own_open(assessment, by)
    material = material_for(by, assessment.examination, at)
    result = result_of(assessment, material.findings)
    if faults := faults_of(assessment, result, prompts_of(facts_of(material)), outcome, words, learning, fields or {}):
        raise CannotAssure(" ".join(faults))
    assessment.state = Assessment.State.DECIDED
    assessment.outcome, assessment.words, assessment.decided_at = outcome, words, at
    assessment.score, assessment.colour = result.score, result.colour
    assessment.save()
    points = [
        LearningPoint.objects.create(
            assessment=assessment,
            officer_id=point.officer_id,
            criterion_id=point.criterion_id,
            words=point.words,
            is_good_practice=point.is_good_practice,
        )
        for point in learning
    ]
    ledger.record(
        "assessment.decided",
        assessment,
        changed=points,
        port_id=assessment.examination.port_id,
        detail={"outcome": outcome, "colour": result.colour, "failed": list(result.failed)},
    )
    if outcome == Outcome.RETURN:
        return_examination(
            examination=assessment.examination, by=by, at=at, fields=dict(fields or {}), words=words, due_at=amendment_due(at)
        )
    else:
        accept_examination(examination=assessment.examination, by=by, at=at)
    return assessment


def result_of(assessment: Assessment, findings: Sequence[Found] | None = None) -> Result:
    """The computed colour and score of the answers as they stand; what was found on the record may make a criterion critical. `findings`,
    where the page has read them already."""
    findings = findings_on(assessment.examination) if findings is None else findings
    critical = made_critical(findings)
    answers = assessment.answers.select_related("criterion")
    marked = (
        Marked(
            answer.criterion.code,
            answer.criterion.weight,
            answer.criterion.is_critical or answer.criterion.code in critical,
            answer.criterion.is_about_the_record,
            answer.value,
        )
        for answer in answers
    )
    return score_of(marked, [finding.sentence for finding in findings if finding.is_grave])


def faults_of(
    assessment: Assessment,
    result: Result,
    prompts: Mapping[str, tuple[str, ...]],
    outcome: str,
    words: str,
    learning: Sequence[Learning],
    fields: Mapping[str, str],
) -> list[str]:
    """Everything that keeps this outcome from being recorded, as sentences that say how to put it right."""
    faults = []
    answered = [(answer.criterion.code, answer.value, answer.comment) for answer in assessment.answers.select_related("criterion")]
    if missing := _missing(criteria_on(assessment.examination), answered):
        faults.append(f"Answer {', '.join(missing)} first.")
    if silent := unanswered_prompts(prompts, answered):
        faults.append(f"The record has something to say about {', '.join(silent)}: add a comment to each.")
    if outcome not in Outcome.values:
        faults.append("Choose an outcome.")
    if outcome == Outcome.ACCEPT and result.colour == RED:
        faults.append("A red result cannot be accepted as it is: return it, or accept it with learning.")
    if outcome == Outcome.ACCEPT_WITH_LEARNING and not learning:
        faults.append("Write at least one learning point.")
    if outcome == Outcome.RETURN and not fields:
        faults.append("Name at least one field to be amended.")
    if outcome == Outcome.RETURN and not words.strip():
        faults.append("Say in a sentence why the record is returned.")
    return faults


def _missing(criteria: Sequence[Criterion], answered: Sequence[tuple[str, str, str]]) -> list[str]:
    given = {code for code, _, _ in answered}
    return [criterion.code for criterion in criteria if criterion.code not in given]


@transaction.atomic
def acknowledge_learning(*, point: LearningPoint, by: Actor, at: datetime, reply: str = "") -> LearningPoint:
    """The officer has read a learning point; their own words stand beside it."""
    point = LearningPoint.objects.select_for_update().get(pk=point.pk)
    policy.require(by, "learning.acknowledge", point)
    point.acknowledged_at = point.acknowledged_at or at
    point.officer_reply = reply
    point.save()
    ledger.record("learning.acknowledged", point)
    return point


def _own_open(assessment: Assessment, by: Actor) -> Assessment:
    assessment = Assessment.objects.select_for_update(of=("self",)).select_related("examination").get(pk=assessment.pk)
    policy.require(by, "assessment.answer", assessment)
    if assessment.assessor_id != by.id:
        raise policy.Forbidden("Only the supervisor who opened this assessment can change it.")
    if assessment.state != Assessment.State.OPEN:
        raise CannotAssure("This assessment has been closed.")
    return assessment
