"""One record: its clocks, what it owes, its timeline by the page, and everything that came after submission."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.forms.models import model_to_dict

from examinations import clocks
from examinations.models import BreachExplanation, Examination, Handover, Review, State, Subject, TimelineEvent
from examinations.owed import Breached, Held, Owed, owed
from examinations.queries.board import live_clocks
from examinations.queries.cursors import cursor, read_cursor
from examinations.queries.goods import owed_of_goods
from examinations.queries.previous import Previous, previous, sought_by
from examinations.queries.results import LivePanel, RecordPage
from examinations.queries.rights import authorised, authorities_of, facts_of
from examinations.timeline import assess
from organisation.policy import Actor

TIMELINE_SHOWN = 50


def records() -> QuerySet[Examination]:
    """What the door reads a record from: with its port and particulars, in the same query."""
    return Examination.objects.select_related("port", "particulars", "created_by", "goods")


def live_panel(examination: Examination, at: datetime, earlier: int = 0) -> LivePanel:
    """The clocks of one record, of whose person or document the reader may see `earlier` others. Two queries for one that was read with
    `records()`."""
    return _panel(examination, at, _reviews_of(examination), examination.explanations.all(), earlier)


def previous_to(actor: Actor, examination: Examination) -> Previous:
    """Earlier examinations of this record's person or document that the actor may see. One query, none while neither is known."""
    return previous(actor, sought_by(examination), before=examination.started_at, besides=examination.pk)


def _reviews_of(examination: Examination) -> list[Review]:
    """The reviews that stand: corrected and withdrawn ones are read with their entries of the timeline."""
    return list(examination.reviews.filter(event__superseded_by__isnull=True).select_related("reviewer").order_by("decided_at", "id"))


def _panel(
    examination: Examination, at: datetime, reviews: Sequence[Review], explanations: Iterable[BreachExplanation], earlier: int
) -> LivePanel:
    evaluation = assess(examination, at)
    return LivePanel(
        examination=examination,
        at=at,
        next_clock=clocks.next_instant(evaluation),
        clocks=live_clocks(evaluation),
        evaluation=evaluation,
        owed=_owed(examination, evaluation, reviews, explanations, earlier),
    )


def _owed(
    examination: Examination,
    evaluation: clocks.Evaluation,
    reviews: Sequence[Review],
    explanations: Iterable[BreachExplanation],
    earlier: int,
) -> tuple[Owed, ...]:
    if examination.subject == Subject.GOODS:
        return tuple(owed_of_goods(examination))
    return tuple(owed(_held(examination, evaluation, reviews, explanations, earlier)))


def _held(
    examination: Examination,
    evaluation: clocks.Evaluation,
    reviews: Sequence[Review],
    explanations: Iterable[BreachExplanation],
    earlier: int,
) -> Held:
    due = {clocks.State.SOON, clocks.State.OVERDUE}
    return Held(
        particulars=model_to_dict(examination.particulars),
        facts=facts_of(examination),
        place=examination.place,
        power=examination.power,
        authorities=authorised(authorities_of(examination)),
        reviews=[model_to_dict(review) for review in reviews],
        breaches=[Breached(breach.rule, breach.due_at) for breach in evaluation.breaches],
        explained=[Breached(one.rule, one.due_at) for one in explanations],
        is_release_owed=evaluation.release_now is not None,
        is_review_due=any(clock.live and clock.rule in {"C3", "C4"} and clock.state in due for clock in evaluation.clocks),
        is_ended=examination.state != State.LIVE,
        earlier=earlier,
    )


def record_page(actor: Actor, examination: Examination, at: datetime, after: str = "") -> RecordPage:
    """The record page; `after` is the cursor of the timeline page wanted (newest first). At most eleven queries, whatever the record
    holds."""
    events, more_after = timeline_page(examination, after)
    reviews = _reviews_of(examination)
    explanations = tuple(examination.explanations.select_related("explained_by").order_by("explained_at", "id"))
    is_live = examination.state == State.LIVE
    # Whether a repeat was justified is asked of those who still write the record.
    before = previous_to(actor, examination) if is_live or examination.state == State.ENDED else Previous()
    versions = () if is_live else tuple(examination.versions.defer("content").select_related("submitted_by").order_by("number"))
    returns = tuple(examination.returns.select_related("returned_by").order_by("returned_at")) if versions else ()
    return RecordPage(
        examination=examination,
        panel=_panel(examination, at, reviews, explanations, len(before.rows)),
        events=events,
        more_after=more_after,
        examiners=tuple(examination.examiners.select_related("officer").order_by("joined_at", "id")),
        reviews=tuple(reviews),
        explanations=explanations,
        nomination=examination.nominations.filter(withdrawn_at__isnull=True).select_related("officer").first() if is_live else None,
        handover=_waiting_handover(examination) if is_live else None,
        versions=versions,
        breaches=tuple(versions[-1].breaches.order_by("due_at", "rule")) if versions else (),
        returns=returns,
        addenda=tuple(examination.addenda.select_related("added_by").order_by("added_at", "id")) if versions else (),
        disclosures=tuple(examination.disclosures.select_related("disclosed_by").order_by("disclosed_at")) if versions else (),
    )


def _waiting_handover(examination: Examination) -> Handover | None:
    offers = examination.handovers.filter(answer=Handover.Answer.WAITING)
    return offers.select_related("offered_by", "offered_to").first()


def timeline_page(examination: Examination, after: str = "", count: int = TIMELINE_SHOWN) -> tuple[tuple[TimelineEvent, ...], str | None]:
    """Entries of the timeline, newest first, those corrected and taken back included, and the cursor of the next page. One query."""
    rows = examination.events.select_related("officer", "entered_by", "superseded_by", "superseded_by__entered_by")
    if position := read_cursor(after):
        rows = rows.filter(Q(at__lt=position[0]) | Q(at=position[0], id__lt=position[1]))
    found = list(rows.order_by("-at", "-id")[: count + 1])
    shown = tuple(found[:count])
    return shown, cursor(shown[-1].at, shown[-1].pk) if len(found) > count else None
