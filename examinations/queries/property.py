"""The property of one record as it stands: each item with its ground, holder, clocks and place on the Commissioner's route; the copies, the
searches and the biometrics. A known number of queries whatever the record holds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy as copied
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from borderops.kit.localtime import london_date
from examinations import clocks
from examinations.choices import AFFECTED_PARTIES
from examinations.clocks import Clock, Evaluation
from examinations.clocks import State as ClockState
from examinations.models import (
    AuthorityRequest,
    Biometric,
    CommissionerStep,
    Custody,
    Determination,
    DeviceCopy,
    Examination,
    Item,
    Kind,
    Search,
    TimelineEvent,
)
from examinations.property import business, commissioner, practice
from examinations.property.conduct import Finding, findings_of, findings_of_gaps
from examinations.property.decided import Decided, decided_of
from examinations.queries.chains import Link, chain_of, know_corrections
from examinations.queries.rights import facts_of, person_of
from examinations.reference import kept_short
from examinations.superseding import answers_to, standing
from examinations.timeline import OF_KEEPING, assess, engine_event, law_for, standing_events

URGENCY = (ClockState.OVERDUE, ClockState.BREACHED, ClockState.SOON, ClockState.RUNNING, ClockState.NOT_STARTED, ClockState.MET)


@dataclass(frozen=True, slots=True)
class Invited:
    """Written representations to the Commissioner on the ordinary route: until the last day of the period that the Commissioner set, as far
    as it is recorded (CTBSA Sch 3 paras 12 and 18)."""

    through: date | None
    is_over: bool


NOTHING_FOLLOWED = Decided()


@dataclass(frozen=True, slots=True)
class Route:
    """Where an item or a copy stands with the Commissioner. `steps` are those that stand, each with the instant of its entry."""

    state: str
    steps: tuple[CommissionerStep, ...]
    heard_through: date | None = None  # after an urgent grant: the last day for representations
    untold: tuple[str, ...] = ()  # affected parties of an urgent grant who are not recorded as told
    invited: Invited | None = None  # representations on the ordinary route, while they are open
    decided: Decided = NOTHING_FOLLOWED
    struck: tuple[tuple[CommissionerStep, CommissionerStep], ...] = ()  # steps without an entry that were put right, with what did so

    @property
    def label(self) -> str:
        return commissioner.LABELS[self.state]

    @property
    def tone(self) -> str:
        return commissioner.TONES[self.state]

    @property
    def is_concerned(self) -> bool:
        return self.state != commissioner.NOT_REQUIRED or bool(self.steps)

    @property
    def may_be_used(self) -> bool:
        return self.state in commissioner.MAY_BE_USED

    def allows(self, act: str) -> bool:
        """Whether this step may be recorded next."""
        return commissioner.may_follow(act, self.state, [step.act for step in self.steps], self.decided)


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One copy of a thing, with the entries of the timeline that stand for its making and its destruction."""

    copy: DeviceCopy
    made: TimelineEvent | None
    clocks: tuple[Clock, ...]
    route: Route
    is_review_past: bool = False  # whether it should have been looked at again why it is kept
    is_authority_owed: bool = False  # a superintendent's, for confidential business material
    warned: tuple[str, ...] = ()
    destroyed: TimelineEvent | None = None

    @property
    def begun_at(self) -> datetime:
        """When the copying began, as the timeline says it now."""
        return self.made.at if self.made is not None else self.copy.started_at


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item as it stands. `ground`, and how it reads, are empty once it is no longer kept; `was_taken_back` when its entry was a wrong
    press."""

    item: Item
    facts: tuple[TimelineEvent, ...]
    ground: str
    kept_as: str
    chain: tuple[Link, ...]
    clocks: tuple[Clock, ...]
    route: Route
    copies: tuple[CopyLine, ...]
    warned: tuple[str, ...]  # what the clocks say of it that is no limit, as that the calendar ends

    @property
    def retained_at(self) -> datetime | None:
        return next((fact.at for fact in self.facts if fact.kind == Kind.PROPERTY_RETAINED), None)

    @property
    def was_taken_back(self) -> bool:
        return not any(fact.kind == Kind.PROPERTY_RETAINED for fact in self.facts)

    @property
    def last(self) -> Link | None:
        return self.chain[-1] if self.chain else None

    @property
    def is_destroyed(self) -> bool:
        return any(link.row.step == Custody.Step.DESTROYED for link in self.chain)

    @property
    def is_kept(self) -> bool:
        return bool(self.ground) and not self.is_destroyed

    @property
    def routes(self) -> tuple[Route, ...]:
        """Its own with the Commissioner, and those of its copies."""
        return (self.route, *(copy.route for copy in self.copies))

    @property
    def is_referred(self) -> bool:
        """Whether a decision on it or on a copy of it is before the Commissioner for approval."""
        return any(route.decided.is_referred for route in self.routes)

    @property
    def is_derived_owed(self) -> bool:
        """Whether information derived from it or from a copy of it is still to be destroyed, as directed."""
        return any(route.decided.is_derived_owed for route in self.routes)

    @property
    def clock(self) -> Clock | None:
        """The clock to be looked at first."""
        return self.clocks[0] if self.clocks else None


@dataclass(frozen=True, slots=True)
class BiometricLine:
    """One taking with what became of it."""

    taken: Biometric
    fact: TimelineEvent
    clocks: tuple[Clock, ...]
    fates: tuple[TimelineEvent, ...]
    determinations: tuple[Determination, ...]

    @property
    def is_sample(self) -> bool:
        return bool(self.taken.what == Biometric.What.NON_INTIMATE_SAMPLE)

    def has(self, kind: str) -> bool:
        return any(fact.kind == kind for fact in self.fates)


@dataclass(frozen=True, slots=True)
class SearchLine:
    search: Search
    fact: TimelineEvent


@dataclass(frozen=True, slots=True)
class PropertyPage:
    """Everything on the Property tab."""

    items: tuple[ItemLine, ...]
    searches: tuple[SearchLine, ...]
    biometrics: tuple[BiometricLine, ...]
    findings: tuple[Finding, ...]
    requests: tuple[object, ...]


def property_page(examination: Examination, at: datetime) -> PropertyPage:
    """The tab of one record. Ten queries at most for one that was read with `records()`, and one where further prints follow some."""
    searches = examination.searches.select_related("searcher", "authorised_by", "searcher_allowed_by")
    biometrics = examination.biometrics.select_related("authorised_by").prefetch_related("determinations")
    found = property_of(examination, at, _items(examination), searches, biometrics, asked_for(examination))
    further = [fact for line in found.biometrics for fact in line.fates if fact.kind == Kind.FURTHER_PRINTS]
    prefetch_related_objects(further, "officer")
    return found


def property_of(
    examination: Examination,
    at: datetime,
    items: Sequence[Item],
    searches: Iterable[Search],
    biometrics: Iterable[Biometric],
    requests: Iterable[AuthorityRequest],
) -> PropertyPage:
    """The same of rows that are read already, each with what belongs to it. No query of its own."""
    evaluation = assess(examination, at)
    by_ref = _by_ref(standing_events(examination))
    lines = tuple(item_line(item, examination, evaluation, by_ref, at) for item in items)
    copies = [copy for item in items for copy in item.copies.all()]
    return PropertyPage(
        items=tuple(sorted((line for line in lines if not line.was_taken_back), key=lambda line: (not line.is_kept, line.item.number))),
        searches=tuple(_searches(searches, by_ref)),
        biometrics=tuple(_biometrics(biometrics, evaluation, by_ref)),
        findings=tuple(record_findings(examination, [link.row for line in lines for link in line.chain], copies)),
        requests=tuple(requests),
    )


def asked_for(examination: Examination) -> QuerySet[AuthorityRequest]:
    """The authorities asked for before something was done, with their answers. One query."""
    return examination.authority_requests.select_related("asked_of", "asked_by", "item", "reply").order_by("asked_at", "id")


def given_authority(examination: Examination, what: str) -> AuthorityRequest | None:
    """The authority that was asked for and given last, so that nobody writes down again what the officer said. One query."""
    given = examination.authority_requests.filter(what=what, reply__is_given=True).select_related("asked_of", "reply")
    return given.order_by("reply__answered_at", "id").last()


def _items(examination: Examination) -> list[Item]:
    chain = Custody.objects.select_related("holder", "entered_by", "event").order_by("at", "received_at", "id")
    copies = DeviceCopy.objects.select_related("operator", "business_authorised_by").order_by("number")
    steps = CommissionerStep.objects.select_related("granted_by", "entered_by", "done_by").order_by("at", "received_at", "id")
    related = (Prefetch("chain", chain), Prefetch("copies", copies), Prefetch("commissioner_steps", steps))
    items = list(examination.items.prefetch_related(*related).order_by("number"))
    know_corrections(examination, items, {event.pk for event in standing_events(examination)})
    return items


def one_item(examination: Examination, pk: UUID, at: datetime) -> ItemLine | None:
    """One item of this record. Six queries at most."""
    item = next((one for one in _items(examination) if one.pk == pk), None)
    return None if item is None else item_line(item, examination, assess(examination, at), _by_ref(standing_events(examination)), at)


def _by_ref(events: Iterable[TimelineEvent]) -> dict[str, list[TimelineEvent]]:
    found: dict[str, list[TimelineEvent]] = defaultdict(list)
    for event in events:
        if ref := event.detail.get("ref"):
            found[str(ref)].append(event)
    return found


def clocks_about(evaluation: Evaluation, ref: object) -> tuple[Clock, ...]:
    """The clocks that name this thing, what needs doing first; those that ended well last. Without its key, which no page shows."""
    found = [replace(clock, ref=None) for clock in evaluation.clocks if clock.ref == str(ref)]
    return tuple(sorted(found, key=lambda clock: (URGENCY.index(clock.state) if clock.live else len(URGENCY), clock.due_at)))


def warned_of(evaluation: Evaluation, ref: object) -> tuple[str, ...]:
    """What the clocks say of this thing that is neither a limit nor a breach, as that the calendar of bank holidays ends before it."""
    return tuple(dict.fromkeys(warning.text for warning in evaluation.warnings if warning.ref == str(ref)))


def item_line(
    item: Item, examination: Examination, evaluation: Evaluation, by_ref: dict[str, list[TimelineEvent]], at: datetime
) -> ItemLine:
    facts = by_ref.get(str(item.pk), [])
    keeping = [fact for fact in facts if fact.kind in OF_KEEPING]
    chain = chain_of(item, {fact.pk for fact in facts})
    steps = list(item.commissioner_steps.all())
    destroyed_at = next((link.at for link in chain if link.row.step == Custody.Step.DESTROYED and link.row.event_id is None), None)
    kept = bool(keeping) and keeping[-1].kind == Kind.PROPERTY_RETAINED
    ground = str(keeping[-1].detail.get("ground", "")) if kept else ""
    return ItemLine(
        item=item,
        facts=tuple(facts),
        ground=ground,
        kept_as=kept_short(examination.power, ground, examination.started_at) if ground else "",
        chain=chain,
        clocks=clocks_about(evaluation, item.pk),
        route=_route(examination, facts, [step for step in steps if step.device_copy_id is None], destroyed_at, at),
        copies=tuple(
            _copy_line(copy, examination, evaluation, by_ref[str(copy.pk)], [one for one in steps if one.device_copy_id == copy.pk], at)
            for copy in item.copies.all()
            if by_ref.get(str(copy.pk))
        ),
        warned=warned_of(evaluation, item.pk),
    )


def _copy_line(
    copy: DeviceCopy,
    examination: Examination,
    evaluation: Evaluation,
    facts: list[TimelineEvent],
    steps: list[CommissionerStep],
    at: datetime,
) -> CopyLine:
    return CopyLine(
        copy,
        next((fact for fact in facts if fact.kind == Kind.DEVICE_COPIED), None),
        clocks_about(evaluation, copy.pk),
        _route(examination, facts, steps, copy.destroyed_at, at),
        is_review_past=practice.is_past(copy.review_on, copy.destroyed_at, at),
        is_authority_owed=business.is_owed(copy),
        warned=warned_of(evaluation, copy.pk),
        destroyed=next((fact for fact in facts if fact.kind == Kind.PROPERTY_DESTROYED), None),
    )


def _route(
    examination: Examination, facts: list[TimelineEvent], rows: list[CommissionerStep], ended_at: datetime | None, at: datetime
) -> Route:
    steps = standing(rows)
    acts = [act for _, act in commissioner.moves_of(examination.power, facts, steps, ended_at)]
    state = commissioner.status_after(acts)
    dated = tuple(_dated(steps, facts))
    shown = {step.pk: step for step in dated}
    struck = answers_to(rows)
    return Route(
        state,
        dated,
        *_after_a_grant(examination, facts),
        invited=_invited(dated, at) if state == commissioner.REPRESENTATIONS_OPEN else None,
        decided=decided_of(shown[step.pk] for _, step in commissioner.dated(facts, steps)),
        struck=tuple((row, struck[row.pk]) for row in rows if row.pk in struck and row.event_id is None and not row.is_withdrawn),
    )


def _dated(steps: Iterable[CommissionerStep], facts: Iterable[TimelineEvent]) -> Iterator[CommissionerStep]:
    """The steps with the instants of their entries; one whose entry was taken back is left out."""
    entered = {str(fact.detail.get("step")): fact for fact in facts}
    for step in steps:
        entry = entered.get(str(step.pk))
        if step.event_id is None:
            yield step
        elif entry is not None:
            shown = copied(step)
            shown.at, shown.event = entry.at, entry
            yield shown


def _invited(steps: Iterable[CommissionerStep], at: datetime) -> Invited:
    """Until when, as the newest step says that gives a day. The day itself is inside the period, and it is London's."""
    known = [step for step in steps if step.act == commissioner.INVITE and step.respond_by]
    through = max(known, key=lambda step: (step.at, step.received_at)).respond_by if known else None
    return Invited(through, through is not None and through < london_date(at))


def _after_a_grant(examination: Examination, facts: Sequence[TimelineEvent]) -> tuple[date | None, tuple[str, ...]]:
    """Until which day those affected by the latest urgent grant may make representations, and which of them are not told of it yet."""
    granted_at = max((fact.at for fact in facts if fact.kind == Kind.URGENT_IPC_GRANTED), default=None)
    if granted_at is None:
        return None, ()
    until = clocks.heard_until(law_for(examination), examination.power, examination.started_at, granted_at)
    notices = [engine_event(fact) for fact in facts if fact.kind == Kind.AFFECTED_PARTIES_INFORMED and fact.at >= granted_at]
    told = clocks.parties_told(notices)
    untold = tuple(AFFECTED_PARTIES[party] for party in clocks.AFFECTED if party not in told)
    return london_date(until - timedelta(days=1)) if until else None, untold


def _searches(rows: Iterable[Search], by_ref: dict[str, list[TimelineEvent]]) -> Iterable[SearchLine]:
    for search in rows:
        if facts := by_ref.get(str(search.pk)):
            yield SearchLine(search, facts[-1])


def _biometrics(rows: Iterable[Biometric], evaluation: Evaluation, by_ref: dict[str, list[TimelineEvent]]) -> Iterable[BiometricLine]:
    for taken in rows:
        facts = by_ref.get(str(taken.pk), [])
        first = next((fact for fact in facts if fact.kind == Kind.BIOMETRICS_TAKEN), None)
        if first is not None:
            yield BiometricLine(
                taken,
                first,
                clocks_about(evaluation, taken.pk),
                tuple(fact for fact in facts if fact is not first),
                tuple(_determinations(taken, facts)),
            )


def _determinations(taken: Biometric, facts: Iterable[TimelineEvent]) -> Iterator[Determination]:
    """Those whose entries stand, in the order of their instants. An entry of which the time alone was put right, before a correction wrote
    another row, still has the row of the one before it."""
    by_entry = {row.event_id: row for row in taken.determinations.all()}
    for fact in facts:
        if fact.kind == Kind.NSD_MADE:
            row = by_entry.get(fact.pk) or (by_entry.get(fact.supersedes_id) if fact.supersedes_id else None)
            if row is not None:
                yield row


def record_findings(
    examination: Examination, chain: Iterable[Custody] | None = None, copies: Iterable[DeviceCopy] | None = None
) -> list[Finding]:
    """What the record says against itself beside its breaches. Three queries at most for one that was read with its particulars."""
    found = findings_of(examination.power, standing_events(examination))
    found += findings_of_gaps(facts_of(examination), person_of(examination.particulars))
    links = examination.custody.filter(is_in_spite_of_hold=True) if chain is None else chain
    concerning = Q(destroyed_in_spite_of_hold=True) | Q(is_business=True)
    made = list(examination.device_copies.filter(concerning) if copies is None else copies)
    if any(link.is_in_spite_of_hold for link in links) or any(copy.destroyed_in_spite_of_hold for copy in made):
        found.append(Finding("QA-D3", "Something was destroyed while a litigation hold stood on it."))
    refs = {str(event.detail.get("ref")) for event in standing_events(examination)}
    return [*found, *business.findings_of_copies(copy for copy in made if str(copy.pk) in refs)]
