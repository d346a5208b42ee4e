"""One record: its clocks, what it owes, its timeline by the page, and everything that came after submission."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms.models import model_to_dict

from borderops.kit.compiled import compiled
from examinations import clocks
from examinations.models import (
    Addendum,
    BreachExplanation,
    Examination,
    Examiner,
    FrozenBreach,
    Handover,
    Nomination,
    Return,
    Review,
    State,
    Subject,
    SubmittedVersion,
    TimelineEvent,
)
from examinations.owed import Breached, Held, Owed, owed
from examinations.queries.board import live_clocks
from examinations.queries.cursors import cursor, read_cursor
from examinations.queries.described import described, unlawful_takings
from examinations.queries.goods import owed_of_goods
from examinations.queries.previous import Previous, previous, sought_by
from examinations.queries.results import LivePanel, RecordPage
from examinations.queries.rights import authorised, authorities_of, began_in, facts_of
from examinations.reference import own_consent_age
from examinations.timeline import assess
from organisation.policy import Actor

TIMELINE_SHOWN = 50
DRAWN_OF_AN_ENTRY = (
    *(field.attname for field in TimelineEvent._meta.concrete_fields),
    *("officer__collar_number", "officer__rank", "entered_by__collar_number", "entered_by__rank"),
    *("superseded_by__superseding_reason", "superseded_by__is_withdrawn", "superseded_by__received_at"),
)
"""The whole entry; of the people and of the entry that took its place only what a line says of them."""

# --- Rows of one record, each by one query whose words are worked out once ---------------------------------------------------


@compiled
def _reviews(key: UUID) -> QuerySet[Review]:
    """The reviews that stand: corrected and withdrawn ones are read with their entries of the timeline."""
    rows = Review.objects.filter(examination=key, event__superseded_by__isnull=True)
    return rows.select_related("reviewer").order_by("decided_at", "id")


@compiled
def _explanations(key: UUID) -> QuerySet[BreachExplanation]:
    return BreachExplanation.objects.filter(examination=key).select_related("explained_by").order_by("explained_at", "id")


@compiled
def _examiners(key: UUID) -> QuerySet[Examiner]:
    return Examiner.objects.filter(examination=key).select_related("officer").order_by("joined_at", "id")


@compiled
def _nominations(key: UUID) -> QuerySet[Nomination]:
    return Nomination.objects.filter(examination=key, withdrawn_at__isnull=True).select_related("officer").order_by("pk")[:1]


@compiled
def _waiting_handovers(key: UUID) -> QuerySet[Handover]:
    rows = Handover.objects.filter(examination=key, answer=Handover.Answer.WAITING)
    return rows.select_related("offered_by", "offered_to").order_by("pk")[:1]


@compiled
def _versions(key: UUID) -> QuerySet[SubmittedVersion]:
    return SubmittedVersion.objects.filter(examination=key).defer("content").select_related("submitted_by").order_by("number")


@compiled
def _frozen_breaches(version: UUID) -> QuerySet[FrozenBreach]:
    return FrozenBreach.objects.filter(version=version).order_by("due_at", "rule")


@compiled
def _returns(key: UUID) -> QuerySet[Return]:
    return Return.objects.filter(examination=key).select_related("returned_by").order_by("returned_at")


@compiled
def _addenda(key: UUID) -> QuerySet[Addendum]:
    return Addendum.objects.filter(examination=key).select_related("added_by").order_by("added_at", "id")


@compiled
def _newest_events(key: UUID) -> QuerySet[TimelineEvent]:
    """The first page of the timeline and one entry more, with who entered, corrected and took back each."""
    return _events(key)[: TIMELINE_SHOWN + 1]


def _events(key: UUID) -> QuerySet[TimelineEvent]:
    rows = TimelineEvent.objects.filter(examination=key)
    return rows.select_related("officer", "entered_by", "superseded_by").only(*DRAWN_OF_AN_ENTRY).order_by("-at", "-id")


# --- The page ---------------------------------------------------------------------------------------------------------------


def records() -> QuerySet[Examination]:
    """What the door reads a record from: with its port and particulars, and whether it is offered to somebody, in the same query."""
    offers = Handover.objects.filter(examination=OuterRef("pk"), answer=Handover.Answer.WAITING)
    return Examination.objects.select_related("port", "particulars", "created_by", "goods").annotate(is_offered=Exists(offers))


@compiled
def record_by_key(key: UUID) -> QuerySet[Examination]:
    return records().filter(pk=key)


def live_panel(examination: Examination, at: datetime, earlier: int = 0) -> LivePanel:
    """The clocks of one record, of whose person or document the reader may see `earlier` others. Two queries for one that was read with
    `records()`."""
    return _panel(examination, at, _reviews(examination.pk), _explanations(examination.pk), earlier)


def previous_to(actor: Actor, examination: Examination) -> Previous:
    """Earlier examinations of this record's person or document that the actor may see. One query, none while neither is known."""
    return previous(actor, sought_by(examination), before=examination.started_at, besides=examination.pk)


def _panel(
    examination: Examination,
    at: datetime,
    reviews: Sequence[Review],
    explanations: Iterable[BreachExplanation],
    earlier: int,
    examiners: Sequence[Examiner] = (),
) -> LivePanel:
    evaluation = assess(examination, at)
    return LivePanel(
        examination=examination,
        at=at,
        next_clock=clocks.next_instant(evaluation),
        clocks=live_clocks(evaluation),
        evaluation=evaluation,
        owed=_owed(examination, evaluation, at, reviews, explanations, earlier, examiners),
    )


def _owed(
    examination: Examination,
    evaluation: clocks.Evaluation,
    at: datetime,
    reviews: Sequence[Review],
    explanations: Iterable[BreachExplanation],
    earlier: int,
    examiners: Sequence[Examiner],
) -> tuple[Owed, ...]:
    if examination.subject == Subject.GOODS:
        return tuple(owed_of_goods(examination, evaluation, at))
    return tuple(owed(_held(examination, evaluation, at, reviews, explanations, earlier, examiners)))


def _held(
    examination: Examination,
    evaluation: clocks.Evaluation,
    at: datetime,
    reviews: Sequence[Review],
    explanations: Iterable[BreachExplanation],
    earlier: int,
    examiners: Sequence[Examiner],
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
        **described(examination, evaluation, at),
        unlawful=unlawful_takings(examination, evaluation),
        unaccredited=[one.officer.collar_number for one in examiners if not one.is_accredited],
        no_power=next((breach.text for breach in evaluation.breaches if breach.rule == "R7"), ""),
        began_in=began_in(examination),
        own_consent_age=own_consent_age(examination.power, examination.started_at),
    )


def record_page(actor: Actor, examination: Examination, at: datetime, after: str = "") -> RecordPage:
    """The record page; `after` is the cursor of the timeline page wanted (newest first). At most eleven queries, whatever the record
    holds."""
    key = examination.pk
    events, more_after = timeline_page(examination, after)
    reviews = _reviews(key)
    explanations = _explanations(key)
    examiners = tuple(_examiners(key))
    is_live = examination.state == State.LIVE
    may_be_offered = getattr(examination, "is_offered", examination.state in {State.LIVE, State.ENDED, State.RETURNED})
    # Whether a repeat was justified is asked of those who still write the record.
    before = previous_to(actor, examination) if is_live or examination.state == State.ENDED else Previous()
    versions = [] if is_live else _versions(key)
    return RecordPage(
        examination=examination,
        panel=_panel(examination, at, reviews, explanations, len(before.rows), examiners),
        events=events,
        more_after=more_after,
        examiners=examiners,
        reviews=tuple(reviews),
        explanations=tuple(explanations),
        nomination=next(iter(_nominations(key)), None) if is_live else None,
        handover=next(iter(_waiting_handovers(key)), None) if may_be_offered else None,
        versions=tuple(versions),
        breaches=tuple(_frozen_breaches(versions[-1].pk)) if versions else (),
        returns=tuple(_returns(key)) if versions else (),
        addenda=tuple(_addenda(key)) if versions else (),
    )


def timeline_page(examination: Examination, after: str = "", count: int = TIMELINE_SHOWN) -> tuple[tuple[TimelineEvent, ...], str | None]:
    """Entries of the timeline, newest first, those corrected and taken back included, and the cursor of the next page. One query."""
    position = read_cursor(after)
    if position is None and count == TIMELINE_SHOWN:
        found = _newest_events(examination.pk)
    else:
        rows = _events(examination.pk)
        if position:
            rows = rows.filter(Q(at__lt=position[0]) | Q(at=position[0], id__lt=position[1]))
        found = list(rows[: count + 1])
    shown = tuple(found[:count])
    return shown, cursor(shown[-1].at, shown[-1].pk) if len(found) > count else None
