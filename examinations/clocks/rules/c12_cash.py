"""C12: seized cash goes back within 48 counted hours unless a court has ordered its detention, and orders last six months, two years
in all."""

from datetime import timedelta

from borderops.kit.localtime import shown
from examinations.clocks.days import BeyondHorizon, end_of_months
from examinations.clocks.events import CashPower, Event, Kind
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law
from examinations.clocks.matching import about, first_at

REMEDY = " Detention had already ended: release the cash, or record a fresh seizure and its reason."


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """Hours run on whole working days of England and Wales alone (ATCSA Sch 1 para 3(1),(1A); POCA s.295(1),(1B)); the order must be made,
    not asked for, in time."""
    seizures, calendar = facts.all(Kind.CASH_SEIZED), law.calendar_of(facts.begun_at)
    for seizure in seizures:
        scope = seizure.cash_power or CashPower.POCA
        provision = law.find("C12", scope, facts.begun_at)
        orders = about(facts.all(Kind.CASH_ORDER_MADE), seizure, seizures)
        returned = about([*facts.all(Kind.CASH_RETURNED), *facts.all(Kind.CASH_FORFEITED)], seizure, seizures)
        if provision is None:
            continue
        try:
            starts_at, due_at = calendar.counted(seizure.at, provision.limit)
            _, soon_at = calendar.counted(seizure.at, provision.limit - provision.soon)
        except BeyondHorizon as beyond:
            findings.not_computed(provision, str(beyond), since=seizure.at, ref=seizure.ref, is_open=not orders and not returned)
        else:
            findings.settle(
                provision,
                act="a court order or the return of the cash",
                starts_at=starts_at,
                due_at=due_at,
                done_at=first_at([*orders, *returned]),
                soon_at=soon_at,
                ref=seizure.ref,
                remedy=REMEDY,
            )
        _orders(facts, law, findings, f"{scope}_ORDER", seizure, orders, returned)


def _orders(facts: Facts, law: Law, findings: Findings, scope: str, seizure: Event, orders: list[Event], returned: list[Event]) -> None:
    """Each order runs out when the court said, at the latest six months beginning with its day, and never later than two years
    beginning with the day of the first."""
    provision = law.find("C12", scope, facts.begun_at)
    if provision is None or not orders:
        return
    cap = end_of_months(orders[0].at, provision.cap_months)
    for place, order in enumerate(orders):
        if order.at >= cap:
            findings.breach(
                provision, f"The order was made at {shown(order.at)}, when two years from the first had run out.", actual_at=order.at
            )
            continue
        due_at = min(end_of_months(order.at, provision.months), cap, order.expires_at or cap)
        following = [*orders[place + 1 :], *returned] if due_at < cap else returned
        findings.settle(
            provision,
            act="a further order, or the return or forfeiture of the cash," if due_at < cap else "the return or forfeiture of the cash",
            starts_at=order.at,
            due_at=due_at,
            done_at=first_at([act for act in following if act.at >= order.at]),
            soon_at=due_at - max(provision.soon, timedelta(0)),
            ref=seizure.ref,
            remedy=REMEDY,
        )
