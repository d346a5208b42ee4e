"""Cash of one record: each seizure with its latest count, its steps, its clocks and what must be decided about it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch, Subquery

from examinations import cash, clocks
from examinations.cash import Pieces, Standing
from examinations.models import CashAmount, CashCount, CashInstrument, CashSeizure, CashStep, Examination, Kind, TimelineEvent
from examinations.owed.cash import LATER, MISSING, Since, later, missing
from examinations.property.gaps import report_missing
from examinations.queries.about import warned_of
from examinations.queries.described import PLACED, last_handover
from examinations.queries.rights import facts_of
from examinations.rights.exercised import Fact
from examinations.superseding import answers_to, standing
from examinations.timeline import assess, standing_events


@dataclass(frozen=True, slots=True)
class Counted:
    """One count as it is shown: what was there, and the sums worked out from it."""

    row: CashCount
    amounts: tuple[CashAmount, ...]
    instruments: tuple[CashInstrument, ...]
    totals: dict[str, Decimal]
    below_minimum: str


@dataclass(frozen=True, slots=True)
class StruckCount:
    """A count that was written down wrongly, with what took its place."""

    counted: Counted
    struck_by: CashCount

    @property
    def word(self) -> str:
        """What became of it."""
        return "Taken back" if self.struck_by.is_withdrawn else "Corrected"


@dataclass(frozen=True, slots=True)
class Step:
    """One step, dated by the timeline where it stands there. One that was corrected or taken back is struck."""

    row: CashStep
    at: datetime
    is_late: bool  # an order that came after the hours had run out
    is_struck: bool
    struck_by: CashStep | None = None  # what took its place; None where its fact was taken back on the timeline
    event_key: UUID | None = None  # its entry on the timeline, where it has one that stands

    @property
    def struck_word(self) -> str:
        """What became of a step that is struck."""
        return "Corrected" if self.struck_by is not None and not self.struck_by.is_withdrawn else "Taken back"


@dataclass(frozen=True, slots=True)
class Held:
    """One seizure and everything about it."""

    seizure: CashSeizure
    seized_at: datetime | None  # None when it was taken back
    seized_by_entry: UUID | None  # its entry on the timeline
    standing: Standing
    count: Counted | None
    recounts: int
    struck_counts: tuple[StruckCount, ...]
    steps: tuple[Step, ...]
    clocks: tuple[clocks.Clock, ...]
    owed: tuple[str, ...]
    warned: tuple[str, ...]  # what the clocks say of it that is no limit, as that the calendar ends

    @property
    def is_computed(self) -> bool:
        """Whether a limit of cash that is held is known."""
        return bool(self.clocks) or self.standing != Standing.HELD

    @property
    def word(self) -> str:
        return cash.WORDS[self.standing] if self.is_computed else cash.NOT_COMPUTED

    @property
    def tone(self) -> str:
        return cash.TONES[self.standing] if self.is_computed else "amber"

    @property
    def decision(self) -> str:
        return cash.DECISIONS.get(self.standing, "")

    @property
    def is_open(self) -> bool:
        return self.standing in cash.OPEN

    @property
    def further_hours(self) -> str:
        """What is said of the period after a forfeiture notice that lapsed, while the cash is held and no order was made since."""
        lapsed = next((step for step in reversed(self.done) if step.row.kind in {CashStep.Kind.NOTICE_LAPSED, CashStep.Kind.ORDERED}), None)
        return cash.FURTHER_HOURS if self.is_open and lapsed and lapsed.row.kind == CashStep.Kind.NOTICE_LAPSED else ""

    @property
    def done(self) -> tuple[Step, ...]:
        """The steps that stand."""
        return tuple(step for step in self.steps if not step.is_struck)

    @property
    def bag(self) -> str:
        """The bag that it is in now: it is opened to be counted, and sealed into another."""
        return (self.count.row.sealed_bag if self.count else "") or self.seizure.sealed_bag


def cash_of(examination: Examination, at: datetime) -> list[Held]:
    """Every seizure of a record, earliest first. Six queries, whatever it holds."""
    counts = CashCount.objects.select_related("first_counter", "second_counter").order_by("-counted_at", "-id")
    seizures = CashSeizure.objects.filter(examination=examination).select_related("event", "event__officer", "follows")
    seizures = seizures.annotate(handed_over_at=Subquery(last_handover().values("offered_at")[:1]))
    rows = seizures.prefetch_related(
        Prefetch("counts", counts.prefetch_related("amounts", "instruments")),
        Prefetch("steps", CashStep.objects.select_related("event", "officer").order_by("at", "id")),
    )
    found = list(rows)
    return held_of(examination, found, at, next((row.handed_over_at for row in found), None))


def held_of(examination: Examination, rows: Iterable[CashSeizure], at: datetime, handed_over_at: datetime | None) -> list[Held]:
    """The same of seizures that are read already, each with its counts, the latest first, and its steps, of a record whose last handover
    that was accepted was offered at `handed_over_at`. No query of its own."""
    by_ref: dict[str, list[TimelineEvent]] = defaultdict(list)
    for event in standing_events(examination):
        by_ref[str(event.detail.get("ref", ""))].append(event)
    evaluation = assess(examination, at)
    told = Told(evaluation, examination.started_at, at, handed_over_at)
    return sorted((_held(row, by_ref[row.ref], told) for row in rows), key=lambda one: one.seizure.event.at)


def reports_missing(examination: Examination) -> list[tuple[Fact, str]]:
    """The searches for cash of which the appointed person is owed a report that nobody has recorded, with the reason. No query of its own.
    (Proceeds of Crime Act 2002 s.290)"""
    facts = facts_of(examination)
    return [(fact, why) for fact in facts if (why := report_missing(fact, facts))]


def one_seizure(examination: Examination, pk: UUID, at: datetime) -> Held | None:
    """One of them."""
    return next((held for held in cash_of(examination, at) if held.seizure.pk == pk), None)


@dataclass(frozen=True, slots=True)
class Told:
    """What each seizure of a record is read by: the engine's answer, when the record began, the instant asked about, and when the last
    handover that was accepted was offered."""

    evaluation: clocks.Evaluation
    begun: datetime
    at: datetime
    handed_over_at: datetime | None


def _held(seizure: CashSeizure, events: Sequence[TimelineEvent], told: Told) -> Held:
    def first(kind: Kind) -> datetime | None:
        return min((event.at for event in events if event.kind == kind), default=None)

    found = tuple(clock for clock in told.evaluation.clocks if clock.rule == cash.RULE and clock.ref == seizure.ref)
    breaches = [breach for breach in told.evaluation.breaches if breach.ref == seizure.ref]
    how_it_stands = cash.standing_of(
        seized_at=first(Kind.CASH_SEIZED),
        orders=[event.at for event in events if event.kind == Kind.CASH_ORDER_MADE],
        returned_at=first(Kind.CASH_RETURNED),
        forfeited_at=first(Kind.CASH_FORFEITED),
        clocks=found,
        breaches=breaches,
    )
    late = {breach.actual_at for breach in breaches}
    dated = {str(event.detail["step"]): event for event in events if event.detail.get("step")}
    every = list(seizure.counts.all())
    counts, struck = standing(every), answers_to(every)
    steps = _steps(seizure.steps.all(), dated, late)
    return Held(
        seizure=seizure,
        seized_at=first(Kind.CASH_SEIZED),
        seized_by_entry=next((event.pk for event in events if event.kind == Kind.CASH_SEIZED), None),
        standing=how_it_stands,
        count=_counted(seizure, counts[0], told.begun) if counts else None,
        recounts=max(len(counts) - 1, 0),
        struck_counts=tuple(
            StruckCount(_counted(seizure, row, told.begun), struck[row.pk]) for row in every if row.pk in struck and not row.is_withdrawn
        ),
        steps=steps,
        # Beside the cash itself: its key is shown to nobody.
        clocks=tuple(replace(clock, ref=None) for clock in (tuple(one for one in found if one.live) or found[-1:])),
        warned=warned_of(told.evaluation, seizure.ref),
        owed=(*_owed_later(seizure.ref, first(Kind.CASH_SEIZED), steps, how_it_stands, told), *_owed(seizure, counts, how_it_stands)),
    )


def _counted(seizure: CashSeizure, count: CashCount, begun: datetime) -> Counted:
    amounts = sorted(count.amounts.all(), key=lambda each: (each.currency, -each.denomination))
    sums = cash.totals(Pieces(each.currency, each.denomination, each.pieces) for each in amounts)
    instruments = tuple(count.instruments.all())
    pounds = None if instruments and count.worth_in_pounds is None else cash.in_pounds(sums, count.worth_in_pounds)
    return Counted(count, tuple(amounts), instruments, sums, cash.below_minimum(seizure.power, pounds, begun))


def _steps(rows: Iterable[CashStep], dated: dict[str, TimelineEvent], late: set[datetime | None]) -> tuple[Step, ...]:
    """Every step in the order of their instants, those that were corrected or taken back among them."""
    every = list(rows)
    struck = answers_to(every)
    found = []
    for row in every:
        entry, struck_by = dated.get(str(row.pk)), struck.get(row.pk)
        if not row.is_withdrawn:
            at, key = (entry.at, entry.pk) if entry else (None, None)
            is_struck = struck_by is not None or (row.event_id is not None and at is None)
            found.append(Step(row, at or row.at, row.kind == CashStep.Kind.ORDERED and at in late, is_struck, struck_by, key))
    return tuple(sorted(found, key=lambda step: (step.at, step.row.entered_at)))


def _owed(seizure: CashSeizure, counts: Sequence[CashCount], how_it_stands: Standing) -> list[str]:
    """What is still to be written down about a seizure."""
    if how_it_stands is Standing.TAKEN_BACK:
        return []
    there = {
        "count": counts,
        "receipt": seizure.receipt or seizure.no_receipt_reason,
        "place": seizure.place,
        "grounds": seizure.grounds,
        "explanation": seizure.explanation,
        "bag": seizure.sealed_bag or any(count.sealed_bag for count in counts),
    }
    return [MISSING[name][1] for name in missing(frozenset(name for name, value in there.items() if value))]


def _owed_later(ref: str, seized_at: datetime | None, steps: Sequence[Step], how_it_stands: Standing, told: Told) -> list[str]:
    """What became owed while it is held: as `described` finds it for the list of a record, of one seizure whose steps are read."""
    if seized_at is None:
        return []
    done = [step for step in steps if not step.is_struck]
    assessed = next((step for step in reversed(done) if step.row.kind == CashStep.Kind.ASSESSED), None)
    since = Since(
        seized_at,
        cash.first_hours_end(told.evaluation.clocks, ref),
        is_gone=how_it_stands not in cash.OPEN,
        is_placed=any(step.row.kind in PLACED for step in done),
        assessed_at=assessed.at if assessed else None,
        grounds_continue=assessed.row.grounds_continue if assessed else None,
        handed_over_at=told.handed_over_at,
    )
    return [LATER[name][1] for name in later(since, told.at)]
