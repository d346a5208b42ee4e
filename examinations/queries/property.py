"""The property of one record as it stands: each item with its ground, holder, clocks and place on the Commissioner's route; the copies, the
searches and the biometrics. A known number of queries whatever the record holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from examinations.clocks import Clock, Evaluation
from examinations.models import (
    AuthorityRequest,
    Biometric,
    CommissionerStep,
    Custody,
    DeviceCopy,
    Examination,
    Item,
    Kind,
    Search,
    TimelineEvent,
)
from examinations.property import business, practice
from examinations.property.conduct import Finding, findings_of, findings_of_gaps
from examinations.queries.about import by_ref, clocks_about, warned_of
from examinations.queries.bodies import BiometricLine, SearchLine, biometrics_of, searches_of
from examinations.queries.chains import Link, chain_of, know_corrections
from examinations.queries.rights import consenting_person, facts_of
from examinations.queries.routes import Route, route_of
from examinations.reference import kept_short
from examinations.timeline import OF_KEEPING, assess, standing_events


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
    about = by_ref(standing_events(examination))
    lines = tuple(item_line(item, examination, evaluation, about, at) for item in items)
    copies = [copy for item in items for copy in item.copies.all()]
    return PropertyPage(
        items=tuple(sorted((line for line in lines if not line.was_taken_back), key=lambda line: (not line.is_kept, line.item.number))),
        searches=tuple(searches_of(searches, about)),
        biometrics=tuple(biometrics_of(biometrics, evaluation, about)),
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
    return None if item is None else item_line(item, examination, assess(examination, at), by_ref(standing_events(examination)), at)


def item_line(
    item: Item, examination: Examination, evaluation: Evaluation, about: dict[str, list[TimelineEvent]], at: datetime
) -> ItemLine:
    facts = about.get(str(item.pk), [])
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
        route=route_of(examination, facts, [step for step in steps if step.device_copy_id is None], destroyed_at, at),
        copies=tuple(
            _copy_line(copy, examination, evaluation, about[str(copy.pk)], [one for one in steps if one.device_copy_id == copy.pk], at)
            for copy in item.copies.all()
            if about.get(str(copy.pk))
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
        route_of(examination, facts, steps, copy.destroyed_at, at),
        is_review_past=practice.is_past(copy.review_on, copy.destroyed_at, at),
        is_authority_owed=business.is_owed(copy),
        warned=warned_of(evaluation, copy.pk),
        destroyed=next((fact for fact in facts if fact.kind == Kind.PROPERTY_DESTROYED), None),
    )


def record_findings(
    examination: Examination, chain: Iterable[Custody] | None = None, copies: Iterable[DeviceCopy] | None = None
) -> list[Finding]:
    """What the record says against itself beside its breaches. Three queries at most for one that was read with its particulars."""
    found = findings_of(examination.power, standing_events(examination))
    found += findings_of_gaps(facts_of(examination), consenting_person(examination))
    links = examination.custody.filter(is_in_spite_of_hold=True) if chain is None else chain
    concerning = Q(destroyed_in_spite_of_hold=True) | Q(is_business=True)
    made = list(examination.device_copies.filter(concerning) if copies is None else copies)
    if any(link.is_in_spite_of_hold for link in links) or any(copy.destroyed_in_spite_of_hold for copy in made):
        found.append(Finding("QA-D3", "Something was destroyed while a litigation hold stood on it."))
    refs = {str(event.detail.get("ref")) for event in standing_events(examination)}
    return [*found, *business.findings_of_copies(copy for copy in made if str(copy.pk) in refs)]
