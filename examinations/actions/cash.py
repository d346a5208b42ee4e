"""Seizing cash, counting it, and every step until it is returned or forfeited. All of it goes on after the person has gone; what came too
late is recorded like anything else, and the clock says so."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Model

import audit.actions as ledger
from borderops.kit.localtime import midnight
from examinations import states
from examinations.actions.writing import Impossible, append, locked, officer_of, require_recorder, save
from examinations.cash import Pieces
from examinations.dues import void_spent_notices
from examinations.instants import Instant
from examinations.models import (
    CashAmount,
    CashCount,
    CashInstrument,
    CashPower,
    CashSeizure,
    CashStep,
    Examination,
    Kind,
    TimelineEvent,
)
from examinations.refusals import Refusal
from examinations.timeline import standing_events
from organisation import policy
from organisation.models import User
from organisation.policy import Actor

DESCRIBED = frozenset({"place", "grounds", "explanation", "sealed_bag", "receipt", "no_receipt_reason"})
EVENTS = {
    CashStep.Kind.ORDERED.value: Kind.CASH_ORDER_MADE,
    CashStep.Kind.RETURNED.value: Kind.CASH_RETURNED,
    CashStep.Kind.FORFEITED.value: Kind.CASH_FORFEITED,
}
"""Steps that move the clock, and the fact of the timeline that each of them is."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A cheque, bond or token that was counted as cash. Names are those of `CashInstrument`."""

    kind: str
    number: str = ""
    currency: str = ""
    amount: Decimal | None = None


def seize_cash(
    *, examination: Examination, power: str, by: Actor, when: Instant, held_as: str = "", details: Mapping[str, str] | None = None
) -> CashSeizure:
    """Record that cash was seized at `when.at` under ATCSA Sch 1 or POCA s.294; its 48 counted hours run from that instant.

    `held_as` is the `ref` of property kept for examination that turned out to be cash: its seven days end with the seizure. `details` are
    the fields of DESCRIBED, each of which may be added later. Raises `Impossible`.
    """
    with transaction.atomic():
        row = locked(examination)
        require_recorder(by, row, Kind.CASH_SEIZED)
        if held_as:
            _require_held(row, held_as, when)
        seizure = _seize(row, power=power, ref=held_as or str(uuid4()), by=by, when=when, was_property=bool(held_as), **(details or {}))
        save(row)
        detail = {"power": seizure.power, "was_property": seizure.was_property, "is_late_entry": when.is_late_entry}
        ledger.record("examination.cash_seized", row, changed=[seizure.event, seizure], reason=when.late_reason, detail=detail)
        void_spent_notices(row, when.received_at)
    return seizure


def _seize(examination: Examination, *, power: str, ref: str, by: Actor, when: Instant, **values: Any) -> CashSeizure:
    detail = {"cash_power": CashPower(power).value, "ref": ref}
    event = append(examination, kind=Kind.CASH_SEIZED, by=by, when=when, detail=detail)
    kept = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    # The same property may have been seized before by an entry that was taken back: the seizure is then this one, with that one's history.
    seizure = CashSeizure.objects.select_for_update().filter(examination=examination, ref=ref).first()
    if seizure is None:
        return CashSeizure.objects.create(event=event, examination=examination, ref=ref, power=CashPower(power), **kept)
    for name, value in {**kept, "event": event, "power": CashPower(power)}.items():
        setattr(seizure, name, value)
    seizure.version += 1
    seizure.save()
    return seizure


def _require_held(examination: Examination, ref: str, when: Instant) -> None:
    """The property with this reference must be held for examination at that instant, and not be cash already."""
    about = [event for event in standing_events(examination) if event.detail.get("ref") == ref and event.at <= when.at]
    kinds = {event.kind for event in about}
    if Kind.CASH_SEIZED in kinds:
        raise Refusal("This has been seized as cash already.", field="held_as")
    last = next((event.kind for event in reversed(about) if event.kind.startswith("PROPERTY_")), None)
    if last != Kind.PROPERTY_RETAINED:
        raise Refusal("This is not on record as held for examination at that time. Choose another, or leave it open.", field="held_as")


def describe_cash(*, seizure: CashSeizure, by: Actor, at: datetime, changes: Mapping[str, str]) -> CashSeizure:
    """Fill in what is known of a seizure. Before submission a text may be replaced; afterwards only what is blank may be filled in."""
    if unknown := set(changes) - DESCRIBED:
        raise ValueError(f"No such details of a seizure: {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        row = locked(seizure.examination)
        require_keeper(by, row)
        kept = CashSeizure.objects.select_for_update().get(pk=seizure.pk)
        given = {name: value.strip() for name, value in changes.items() if value.strip() != getattr(kept, name)}
        for name in sorted(given):
            if getattr(kept, name) and row.state not in {states.LIVE, states.ENDED}:
                raise Refusal("This was submitted and stays as it is. Put what is to be added into a step of its own.", field=name)
        if given:
            for name, value in given.items():
                setattr(kept, name, value)
            kept.version += 1
            kept.save()
            ledger.record("examination.cash_described", row, changed=[kept], detail={"fields": sorted(given)})
    return kept


def require_keeper(by: Actor, examination: Examination) -> None:
    """Whoever may record what becomes of cash: an examiner while it is live, and whoever looks after it in any state."""
    if examination.state == states.LIVE and policy.can(by, "examination.act", examination):
        return
    policy.require(by, "examination.retain", examination)


@dataclass(frozen=True, slots=True)
class CountDetails:
    """What is stated of a count. Names are those of `CashCount` and of what hangs on it."""

    counters: tuple[User, User]
    pieces: tuple[Pieces, ...]
    instruments: tuple[Instrument, ...] = ()
    sealed_bag: str = ""
    worth_in_pounds: Decimal | None = None
    words: str = ""


def count_cash(
    *,
    seizure: CashSeizure,
    by: Actor,
    when: Instant,
    counters: tuple[User, User],
    pieces: Iterable[Pieces],
    instruments: Iterable[Instrument] = (),
    **given: Any,
) -> CashCount:
    """Record a count by two people; the latest one stands. `given` are further names of `CountDetails`. Raises `Refusal` where one person
    is named twice, or nothing was counted."""
    details = CountDetails(counters, tuple(pieces), tuple(instruments), **given)
    refuse_count(details)
    with transaction.atomic():
        row = locked(seizure.examination)
        require_keeper(by, row)
        changed = write_count(seizure, details, by, when)
        ledger.record("examination.cash_counted", row, changed=changed, reason=when.late_reason)
    count = changed[0]
    assert isinstance(count, CashCount)
    return count


def refuse_count(details: CountDetails) -> None:
    """Raise for a count that is none."""
    first, second = details.counters
    if first.pk == second.pk:
        raise Refusal("Cash is counted by two people. Name somebody else as the second.", field="second_counter")
    if not details.pieces and not details.instruments:
        raise Refusal("Enter at least one note, coin or other instrument.")


def write_count(seizure: CashSeizure, details: CountDetails, by: Actor, when: Instant, **superseding: Any) -> list[Model]:
    """The count and everything that hangs on it, the count first; `superseding` names what it takes the place of, and why."""
    row, (first, second) = seizure.examination, details.counters
    count = CashCount.objects.create(
        seizure=seizure,
        examination=row,
        counted_at=when.at,
        first_counter=first,
        second_counter=second,
        sealed_bag=details.sealed_bag.strip(),
        worth_in_pounds=details.worth_in_pounds,
        words=details.words.strip(),
        entered_by=officer_of(by),
        entered_at=when.received_at,
        **superseding,
    )
    written: list[Model] = [count]
    for each in details.pieces:
        values = {"currency": each.currency, "denomination": each.denomination, "pieces": each.pieces}
        written.append(CashAmount.objects.create(count=count, examination=row, **values))
    for other in details.instruments:
        said = {"kind": other.kind, "number": other.number.strip(), "currency": other.currency, "amount": other.amount}
        written.append(CashInstrument.objects.create(count=count, examination=row, **said))
    return written


@dataclass(frozen=True, slots=True)
class CashStepDetails:
    """What is stated of a step. Names are those of `CashStep`."""

    court: str = ""
    expires_on: date | None = None
    grounds_continue: bool | None = None
    words: str = ""


def take_cash_step(*, seizure: CashSeizure, kind: str, by: Actor, when: Instant, **given: Any) -> CashStep:
    """Record a step about seized cash at `when.at`: an assessment, a notice, an application, an order, its return or its forfeiture.
    `given` are the names of `CashStepDetails`.

    An order that came too late is taken, and its breach with it (`unlawful_late`). Raises `Impossible` for a step after the cash had gone,
    and `Refusal` for an order without its court or an assessment without its conclusion.
    """
    step, details = CashStep.Kind(kind), CashStepDetails(**given)
    refuse_step(step, details, when)
    with transaction.atomic():
        row = locked(seizure.examination)
        _require_may(by, row, step)
        refuse_when_gone(row, seizure, when)
        taken = CashStep(seizure=seizure, examination=row, kind=step, at=when.at, officer=officer_of(by), **columns_of(details))
        changed = _write(row, taken, by, when)
        ledger.record(f"examination.cash_{step.lower()}", row, changed=changed, reason=when.late_reason)
        void_spent_notices(row, when.received_at)
    return taken


def refuse_step(kind: str, details: CashStepDetails, when: Instant) -> None:
    """Raise for a step that does not say what its kind must."""
    if kind == CashStep.Kind.ORDERED and not details.court.strip():
        raise Refusal("Name the court that made the order.", field="court")
    if kind == CashStep.Kind.ASSESSED and details.grounds_continue is None:
        raise Refusal("Say whether the grounds for holding the cash continue.", field="grounds_continue")
    if details.expires_on is not None and midnight(details.expires_on + timedelta(days=1)) <= when.at:
        raise Impossible("An order cannot end before it is made. Correct one of the two dates.", field="expires_on")


def columns_of(details: CashStepDetails) -> dict[str, Any]:
    """The details as they are kept."""
    return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(details).items()}


def _require_may(by: Actor, examination: Examination, step: CashStep.Kind) -> None:
    if step.value in EVENTS:
        require_recorder(by, examination, EVENTS[step.value])
    else:
        require_keeper(by, examination)


def _write(examination: Examination, step: CashStep, by: Actor, when: Instant) -> list[Model]:
    """The step with its fact on the timeline, if it is one; the record is saved where its timeline grew."""
    step.entered_by, step.entered_at = officer_of(by), when.received_at
    if step.kind not in EVENTS:
        step.save()
        return [step]
    detail = detail_of_step(step.pk, step.seizure, step.expires_on)
    step.event = append(examination, kind=EVENTS[step.kind], by=by, when=when, words=step.court or step.words, detail=detail)
    step.save()
    save(examination)
    return [step.event, step]


def detail_of_step(ref: object, seizure: CashSeizure, expires_on: date | None) -> dict[str, Any]:
    """The fields of the fact that a step is, as the clock engine names them."""
    detail = {"ref": seizure.ref, "step": str(ref)}
    if expires_on:
        detail["expires_at"] = midnight(expires_on + timedelta(days=1)).isoformat()
    return detail


def gone_at(events: Iterable[TimelineEvent], ref: str) -> datetime | None:
    """When this cash was returned or forfeited, if it was."""
    gone = {Kind.CASH_RETURNED.value, Kind.CASH_FORFEITED.value}
    return min((event.at for event in events if event.kind in gone and event.detail.get("ref") == ref), default=None)


def refuse_when_gone(examination: Examination, seizure: CashSeizure, when: Instant, *, without: TimelineEvent | None = None) -> None:
    """Raise `Impossible` for an instant at which this cash was not held; `without` is the entry that is about to be put right."""
    events = [event for event in standing_events(examination) if without is None or event.pk != without.pk]
    seized = [event.at for event in events if event.kind == Kind.CASH_SEIZED and event.detail.get("ref") == seizure.ref]
    if not seized:
        raise Impossible("This seizure has been taken back. Record the one that happened.")
    if when.at < min(seized):
        raise Impossible("This is before the cash was seized. Correct one of the two times.", field="typed_at")
    gone = gone_at(events, seizure.ref)
    if gone is not None and when.at >= gone:
        raise Impossible("This cash had been returned or forfeited by then. Correct one of the two times.", field="typed_at")


def seize_afresh(*, seizure: CashSeizure, by: Actor, when: Instant, reason: str) -> CashSeizure:
    """Let cash whose detention had run out go, and seize it again at the same instant, with the reason why that is right. New hours run.

    The return of the first seizure stands on the timeline, with its breach. Raises `Refusal` without a reason, and `Impossible`.
    """
    if not reason.strip():
        raise Refusal("Say why a fresh seizure is right, and no abuse of the first.", field="words")
    with transaction.atomic():
        row = locked(seizure.examination)
        require_recorder(by, row, Kind.CASH_SEIZED)
        refuse_when_gone(row, seizure, when)
        back = CashStep(
            seizure=seizure, examination=row, kind=CashStep.Kind.RETURNED, at=when.at, officer=officer_of(by), words="Seized afresh"
        )
        changed = _write(row, back, by, when)
        kept = {name: getattr(seizure, name) for name in ("place", "grounds", "explanation", "sealed_bag")}
        afresh = _seize(row, power=seizure.power, ref=str(uuid4()), by=by, when=when, follows=seizure, afresh_reason=reason, **kept)
        save(row)
        ledger.record("examination.cash_seized_afresh", row, changed=[*changed, afresh.event, afresh], reason=when.late_reason)
        void_spent_notices(row, when.received_at)
    return afresh
