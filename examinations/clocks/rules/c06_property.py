"""C6: property kept for examination goes back, or is kept on another ground, by the end of the seventh day. Weekends count. What was
destroyed can do neither: its days end there."""

from collections.abc import Sequence

from examinations.clocks.days import end_of_days
from examinations.clocks.events import Event, Ground, Kind, Power
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law
from examinations.clocks.matching import about, belongs, first_at

SCHEDULE_3_GROUNDS = (Ground.NATIONAL_SECURITY, Ground.PREVENT_HARM)


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """Seven London days beginning with the day of retention (TACT Sch 7 para 11(2)(a); CTBSA Sch 3 para 11(2)(a)).

    Cash held for examination ends its days when it is seized as cash; its 48 hours are counted from that seizure.
    Schedule 7 knows no national security ground: such a retention is counted as one for examination, with a warning.
    By policy what is kept for examination alone goes back: its destruction is a warning, which is no breach of either Act.
    """
    provision = law.find("C6", facts.power, facts.begun_at)
    if provision is None:
        return
    retained, returned, destroyed = (facts.all(kind) for kind in (Kind.PROPERTY_RETAINED, Kind.PROPERTY_RETURNED, Kind.PROPERTY_DESTROYED))
    for place, item in enumerate(retained):
        _warn_of_ground(facts, findings, item)
        if not _for_examination(facts, item) or _goes_on(facts, item, retained[:place], returned):
            continue
        converted = [other for other in retained if other.ref == item.ref and not _for_examination(facts, other)]
        findings.settle(
            provision,
            act="the return of the property, or another ground for keeping it,",
            starts_at=item.at,
            due_at=end_of_days(item.at, provision.days),
            done_at=first_at([*about(returned, item, retained), *about(converted, item, retained), *_seized_as_cash(facts, item)]),
            lapses_at=first_at(about(destroyed, item, retained)),
            ref=item.ref,
        )
    for gone in destroyed:
        _warn_of_destruction(facts, findings, gone, [item for item in retained if item.at <= gone.at and belongs(gone, item, retained)])


def _for_examination(facts: Facts, item: Event) -> bool:
    return item.ground is Ground.EXAMINATION or (facts.power is Power.TACT_S7 and item.ground in SCHEDULE_3_GROUNDS)


def _seized_as_cash(facts: Facts, item: Event) -> list[Event]:
    """Cash that was held for examination and is now seized under another Act: the same thing, by its reference, from its own instant."""
    return [cash for cash in facts.all(Kind.CASH_SEIZED) if item.ref is not None and cash.ref == item.ref and cash.at >= item.at]


def _goes_on(facts: Facts, item: Event, earlier: Sequence[Event], returned: Sequence[Event]) -> bool:
    """Whether an earlier retention of the same item, not returned since, is already counted; naming the ground again starts nothing."""
    before = [other for other in earlier if other.ref == item.ref and _for_examination(facts, other)] if item.ref is not None else []
    return any(not any(before_at.at <= back.at <= item.at and back.ref == item.ref for back in returned) for before_at in before[-1:])


def _warn_of_ground(facts: Facts, findings: Findings, item: Event) -> None:
    if facts.power is Power.TACT_S7 and item.ground in SCHEDULE_3_GROUNDS:
        text = (
            "Schedule 7 has no such ground for keeping property. It is counted as kept for examination: return it or name another ground."
        )
        findings.warn("C6", text, ref=item.ref)


def _warn_of_destruction(facts: Facts, findings: Findings, gone: Event, grounds: Sequence[Event]) -> None:
    if grounds and _for_examination(facts, grounds[-1]):
        text = (
            "It was destroyed while it was kept for examination alone. By policy what is kept for that goes back: "
            "make sure that the record says on whose direction it was destroyed."
        )
        findings.warn("C6", text, ref=gone.ref)
