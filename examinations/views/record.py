"""The record: live with its clocks and acts, to be completed, submitted, returned or locked; one address, with its sections beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from borderops.kit.addresses import address_of
from borderops.kit.clock import now
from borderops.kit.methods import require_GET
from examinations import faces, queries
from examinations.actions.linking import OTHER, encounter_of
from examinations.fields import LABELS
from examinations.models import Examination, State, Subject
from examinations.offers import EVERY, GOODS_ACTS, Row
from examinations.owed import PARTICULARS
from examinations.queries import RecordPage
from examinations.queries.rights import facts_of, needs_adult_now
from examinations.rights.exercised import delays
from examinations.timeline import standing_events
from examinations.views.common import actor_of, record_for
from organisation import policy
from organisation.doors import needs
from organisation.policy import Actor

DRAWN = {State.LIVE.value: "examinations/live.html"}


@dataclass(frozen=True, slots=True)
class Tab:
    """A section of the record."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Next:
    """One thing that this person may do to the record as it stands."""

    label: str
    url: str
    key: str = ""
    is_primary: bool = False


TABS = (
    ("record", "Overview", ""),
    ("facts", "Facts", ""),
    ("previous", "Examined before", ""),
    ("rights", "Rights and welfare", ""),
    ("goods", "Goods", ""),
    ("breaches", "Clocks and breaches", ""),
    ("reviews", "Reviews", ""),
    ("cash", "Cash", ""),
    ("property", "Property", ""),
    ("versions", "Versions", ""),
    ("as_it_stood", "As it stood", ""),
    ("papers", "Notices and receipts", ""),
    ("attachments", "Attachments", ""),
    ("documents", "Documents", "examination.disclose"),
    ("readers", "Who has seen it", "examination.readers"),
)


NOT_OF = {Subject.GOODS.value: {"facts", "reviews", "rights"}, Subject.PERSON.value: {"goods"}}
"""Sections that a record about goods, or about a person, does not have."""


def may(actor: Actor, verb: str, examination: Examination) -> bool:
    return bool(policy.can(actor, verb, examination))


def tabs(actor: Actor, examination: Examination, current: str) -> list[Tab]:
    """The sections that this person may open."""
    is_live = examination.state == State.LIVE
    return [
        Tab("Live" if name == "record" and is_live else label, address_of(f"examinations:{name}", examination.pk), name == current)
        for name, label, verb in TABS
        if name not in NOT_OF[examination.subject] and (not verb or may(actor, verb, examination))
    ]


def head(actor: Actor, examination: Examination, current: str) -> dict[str, Any]:
    """What every section of a record shows above itself."""
    return {
        "examination": examination,
        "tabs": tabs(actor, examination, current),
        "power": faces.short_power(examination),
        "tone": faces.STATE_TONES[examination.state],
        "is_live": examination.state == State.LIVE,
        "is_goods": examination.subject == Subject.GOODS,
    }


WRITING = frozenset({"examination.complete", "examination.submit", "examination.amend", "examination.supplement"})
"""What a reviewer or an assurer, who takes part in the record too, does not do."""


def next_steps(actor: Actor, examination: Examination, *, is_examiner: bool) -> list[Next]:
    """What the record waits for, as far as this person may do it, in the order in which it is done. Only its examiners write it up."""
    wanted: Iterable[tuple[str, str, str, str, bool]] = {
        State.LIVE: (
            *((("examination.review", "Record a review", "review", "v", True),) if examination.detained_at else ()),
            ("examination.complete", "Fill in particulars", "particulars", "p", False),
        ),
        State.ENDED: (
            ("examination.complete", "Fill in particulars", "particulars", "p", False),
            ("examination.explain", "Explain breaches", "breaches", "x", False),
            ("examination.submit", "Check and submit", "submit", "s", True),
        ),
        State.SUBMITTED: (("examination.supplement", "Add to the record", "supplement", "a", False),),
        State.ACCEPTED: (("examination.supplement", "Add to the record", "supplement", "a", False),),
        State.RETURNED: (("examination.amend", "Answer the return", "returned", "a", True),),
    }.get(State(examination.state), ())
    if examination.subject == Subject.GOODS:
        wanted = [step if step[2] != "particulars" else (step[0], "About the goods", "describe_goods", "p", False) for step in wanted]
    return [
        Next(label, reverse(f"examinations:{name}", args=[examination.pk]), key, is_primary)
        for verb, label, name, key, is_primary in wanted
        if (is_examiner or verb not in WRITING) and may(actor, verb, examination)
    ]


def people_of(actor: Actor, examination: Examination, shown: RecordPage) -> dict[str, Any]:
    """Who examines, who is asked to review or to take over, and what this person may do about it."""
    handover = shown.handover
    return {
        "examiners": shown.examiners,
        "nomination": shown.nomination,
        "handover": handover,
        "is_offered_to_me": handover is not None and handover.offered_to_id == actor.id,
        "is_offered_by_me": handover is not None and handover.offered_by_id == actor.id,
        "may_hand_over": may(actor, "examination.hand_over", examination),
        "may_give": may(actor, "examination.give", examination) and actor.id not in {each.officer_id for each in shown.examiners},
        "may_review": may(actor, "examination.review", examination),
        "may_nominate": may(actor, "examination.nominate", examination),
        "may_join": may(actor, "examination.join", examination) and actor.id not in {each.officer_id for each in shown.examiners},
    }


def owed_of(shown: RecordPage) -> dict[str, Any]:
    """What is owed: what cannot wait, what has a sentence of its own, and the particulars by their labels alone."""
    owed = shown.panel.owed
    return {
        "urgent": [each for each in owed if each.is_urgent],
        "owed": [each for each in owed if not each.is_urgent and each.where != PARTICULARS],
        "owed_particulars": [
            (each.field, LABELS[each.field], each.sentence) for each in owed if not each.is_urgent and each.where == PARTICULARS
        ],
    }


def acts_of(actor: Actor, examination: Examination, at: datetime, *, is_examiner: bool) -> dict[str, Any]:
    """The row of acts and the groups beside it, with what makes no sense now shut, for whoever examines."""
    is_goods = examination.subject == Subject.GOODS
    late = [(act.slug, act.label) for act in (GOODS_ACTS if is_goods else EVERY) if not act.is_ending and not act.page]
    if not is_examiner or not may(actor, "examination.act", examination):
        return {"acts": [], "act_groups": [], "late_acts": late}
    if is_goods:
        return {"acts": list(GOODS_ACTS), "act_groups": [], "late_acts": late}
    delayed = len(delays(facts_of(examination)))
    row = Row(standing_events(examination), needs_adult=needs_adult_now(examination, at), delayed=delayed)
    return {"acts": row.acts(), "act_groups": row.groups(), "late_acts": late}


def linked_of(actor: Actor, examination: Examination) -> dict[str, Any]:
    """The other examinations of this encounter, and whether this person may go on from it under the other Act."""
    linked = encounter_of(examination) if examination.encounter_began_at else []
    is_last = not linked or linked[-1].pk == examination.pk
    takes_part = actor.id in examination.participants
    return {
        "linked": [one for one in linked if one.pk != examination.pk],
        "other_power": faces.SHORT_POWERS[OTHER[examination.power].value],
        "may_link": examination.subject == Subject.PERSON
        and examination.state in {State.LIVE, State.ENDED}
        and is_last
        and takes_part
        and may(actor, "examination.start", examination),
    }


@needs("examination.view")
@require_GET
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The record as it stands, with what may be done to it now."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk)
    shown = queries.record_page(actor, examination, at, after=request.GET.get("after", ""))
    # A review officer takes part in the record too; the row of acts is for those who examine.
    is_examiner = any(each.officer_id == actor.id for each in shown.examiners)
    may_complete = is_examiner and may(actor, "examination.complete", examination)
    may_amend = bool(shown.versions) and may(actor, "examination.retain", examination)
    context = {
        **head(actor, examination, "record"),
        **people_of(actor, examination, shown),
        "page": shown,
        **owed_of(shown),
        "shown": faces.shown_clocks(shown.panel.next_clock, shown.panel.evaluation, standing_events(examination)),
        "arrest": faces.arrest_of(shown.panel.evaluation, standing_events(examination)),
        "instruction": faces.instruction_for(shown.panel.next_clock, release_now=shown.panel.evaluation.release_now is not None),
        "lines": faces.lines(shown.events, shown.reviews, of=examination, at=at, may_correct=may_complete, may_amend=may_amend),
        **acts_of(actor, examination, at, is_examiner=is_examiner),
        "steps": next_steps(actor, examination, is_examiner=is_examiner),
        "may_complete": may_complete,
        "may_put_right": may_complete,  # in the head, which other tabs show to whoever may complete without having examined
        "is_first_page": "after" not in request.GET,
        **linked_of(actor, examination),
    }
    return render(request, DRAWN.get(examination.state, "examinations/record.html"), context)


@needs("examination.view")
@require_GET
def clock_panel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The clocks alone, asked for again each minute by a page that has already been entered as read."""
    examination = record_for(request, pk, read=False)
    panel = queries.live_panel(examination, now())
    context = {
        "examination": examination,
        "shown": faces.shown_clocks(panel.next_clock, panel.evaluation, standing_events(examination)),
        "evaluation": panel.evaluation,
    }
    return render(request, "examinations/clocks.html", context)
