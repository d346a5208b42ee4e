"""The record of a review: what is known above, what is said below in the order in which it is spoken; and the page that
says release now."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borderops.kit.clock import now
from borderops.kit.methods import require_GET
from examinations import faces, queries
from examinations.actions import record_review
from examinations.choices import RIGHTS
from examinations.forms.reviewing import PadReviewForm, ReviewForm, initial_of
from examinations.models import Examination, Kind, Review
from examinations.queries import RecordPage
from examinations.queries.rights import facts_of
from examinations.reviewers import Bench, Reviewer
from examinations.rights.exercised import MEANS, delays, unexercised
from examinations.timeline import standing_events
from examinations.views.common import actor_of, page, record_for, refusals_beside
from examinations.views.record import head
from organisation.doors import forbidden_is_403, needs
from organisation.drafts import discard_draft, kept_in
from organisation.once import once
from organisation.policy import Actor

# What is said, by the paragraph of each schedule that asks for it.
AUTHORITY = {
    "TACT_S7": {"representations": "Sch 8 para 20L", "rights": "Sch 8 para 20M", "record": "Sch 8 para 20N", "test": "Sch 8 para 20K"},
    "CTBSA_S3": {"representations": "Sch 3 para 53", "rights": "Sch 3 para 54", "record": "Sch 3 para 55", "test": "Sch 3 para 52"},
}


def _standing(actor: Actor, examination: Examination, shown: RecordPage, at: datetime) -> Reviewer | None:
    """Whether this officer may lawfully review, for the page to say so; the record of the review is taken all the same."""
    if actor.user is None:
        return None
    return Bench.of([examination], at, actor).reviewer(examination, shown.examiners, actor.user)


def _facts(actor: Actor, examination: Examination, at: datetime, *, is_own: bool) -> dict[str, Any]:
    shown = queries.record_page(actor, examination, at)
    due = next((clock for clock in shown.panel.clocks if clock.rule in faces.REVIEW_RULES), None)
    return {
        **head(actor, examination, "reviews"),
        "page": shown,
        "due": due,
        "instruction": faces.instruction_for(due),
        "examiners": shown.examiners,
        "standing": _standing(actor, examination, shown, at) if is_own else None,
        "authority": AUTHORITY[examination.power],
        "rights": _rights(examination),
        "unexercised": [(RIGHTS[one.key], one) for one in unexercised(facts_of(examination))],
        "urgent": [each for each in shown.panel.owed if each.is_urgent],
    }


ABOUT_RIGHTS = frozenset(kind for kinds in MEANS.values() for kind in kinds) | {
    Kind.NOTICE_SERVED.value,
    Kind.RIGHTS_TOLD.value,
    Kind.RIGHT_DELAYED.value,
    Kind.DELAY_ENDED.value,
    Kind.TRANSFERRED.value,
}


def _rights(examination: Examination) -> list[tuple[str, datetime]]:
    """What the timeline says of the rights, for the reviewer to check before reminding."""
    return [(str(Kind(event.kind).label), event.at) for event in standing_events(examination) if event.kind in ABOUT_RIGHTS]


@needs("examination.review")
@forbidden_is_403
@once
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record a review of detention."""
    return _reviewed(request, record_for(request, pk, "examination.review"), ReviewForm)


@needs("examination.complete")
@forbidden_is_403
@once
def pad_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter a review from the blank pad for the officer who made it."""
    return _reviewed(request, record_for(request, pk, "examination.complete"), PadReviewForm)


def _reviewed(request: HttpRequest, examination: Examination, form_class: type[ReviewForm]) -> HttpResponse:
    actor, at = actor_of(request), now()
    is_from_pad = form_class is PadReviewForm
    facts = facts_of(examination)
    started_at = None if is_from_pad else at.replace(microsecond=0)
    form = form_class(request.POST or None, at=at, initial=initial_of(started_at, examination.place))
    form.about(unexercised(facts), delays(facts))
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            reviewer = form.cleaned_data.get("reviewer")
            made = record_review(examination=examination, by=actor, when=form.instant(at), details=form.details(), reviewer=reviewer)
            discard_draft(owner=actor.user, form=form_class.kept_as, thing_id=examination.pk, at=at)
            if made.outcome == Review.Outcome.RELEASE:
                return redirect("examinations:release_now", examination.pk)
            messages.success(request, f"Review {made.sequence} recorded: continued detention authorised.")
            return redirect("examinations:record", examination.pk)
    kept = kept_in(actor.user, form_class.kept_as, examination.pk, form)
    context = {"form": form, "kept": kept, "is_from_pad": is_from_pad, **_facts(actor, examination, at, is_own=not is_from_pad)}
    return page(request, "examinations/review.html", context)


@needs("examination.view")
@require_GET
def release_now(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The alarm after a review that did not authorise continued detention: who must be told, and what must happen at once."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk)
    shown = queries.record_page(actor, examination, at)
    evaluation = shown.panel.evaluation
    if evaluation.release_now is None:
        return redirect("examinations:record", pk)
    context = {
        **head(actor, examination, "record"),
        "since": evaluation.release_now.due_at,
        "examiners": shown.examiners,
        "may_act": any(each.officer_id == actor.id for each in shown.examiners),
        "shown": faces.shown_clocks(shown.panel.next_clock, evaluation, standing_events(examination)),
    }
    return render(request, "examinations/release_now.html", context)
