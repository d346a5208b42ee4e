"""The region at a glance: live clocks, recent breaches and the work of quality assurance, port by port. Costs what it shows."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet

from examinations import clocks
from examinations.models import Examination, FrozenBreach, State, Subject
from examinations.queries.board import review_board
from examinations.queries.results import BoardRow, PortPicture, RegionPicture
from organisation import policy
from organisation.models import Port
from organisation.policy import Actor

BREACHES_SHOWN = timedelta(days=28)
WAITING = (State.ENDED, State.SUBMITTED, State.RETURNED)
MOST_COUNTED = 100  # of one port: a page that counts all that waits would grow with the backlog
Row = tuple[UUID, str, list[str] | None]


def region_picture(actor: Actor, at: datetime) -> RegionPicture:
    """Live clocks, breaches of the last 28 days and of what is not submitted yet, and what waits at the actor's ports, of people alone.
    Nine queries."""
    since = at - BREACHES_SHOWN
    rows = review_board(actor, at)
    ports = list(Port.objects.filter(pk__in=_ports_of(actor)).order_by("name"))
    here = [port.pk for port in ports]
    waiting, unsubmitted = _waiting(actor, here)
    found = FrozenBreach.objects.filter(
        port__in=here, found_at__gte=since, found_at__lte=at, is_repeat=False, examination__subject=Subject.PERSON
    )
    found = policy.scope(actor, "examination.view", found)
    breaches = Counter({(port, rule): number for port, rule, number in found.values_list("port", "rule").annotate(Count("pk")).order_by()})
    breaches.update(unsubmitted)
    return RegionPicture(rows=tuple(rows), ports=tuple(_port(port, rows, waiting, breaches) for port in ports), since=since)


def _ports_of(actor: Actor) -> set[UUID]:
    """The ports whose records the actor may see as such, not only those that they took part in."""
    rules = [rule for rule in policy.rules_for(actor, "examination.view") if rule.reach is policy.Reach.PORT and rule.states is None]
    return {port for rule in rules for port in actor.ports.get(rule.role, ())}


def _waiting(actor: Actor, ports: Sequence[UUID]) -> tuple[Counter[tuple[UUID, str]], Counter[tuple[UUID, str]]]:
    """How many records of people each port has in each state that waits for somebody, counted up to MOST_COUNTED + 1, and how often those
    of them that are not submitted yet breached which rule. One query, answered by the states' indexes."""
    of_people = policy.scope(actor, "examination.view", Examination.objects.filter(subject=Subject.PERSON)).order_by()
    parts = [
        of_people.filter(port=port, state=state).values_list("port", "state", "open_breaches")[: MOST_COUNTED + 1]
        for port in ports
        for state in WAITING
    ]
    found = list(_together(parts)) if parts else []
    waiting = Counter((port, state) for port, state, _ in found)
    return waiting, Counter((port, rule) for port, state, rules in found if state == State.ENDED for rule in rules or ())


def _together(parts: Sequence[QuerySet[Examination, Row]]) -> QuerySet[Examination, Row]:
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def _port(port: Port, rows: Sequence[BoardRow], waiting: Counter[tuple[UUID, str]], breaches: Counter[tuple[UUID, str]]) -> PortPicture:
    here = [row for row in rows if row.examination.port_id == port.pk]
    states = Counter(row.next_clock.state for row in here if row.next_clock)
    return PortPicture(
        port_id=port.pk,
        port_name=port.name,
        live=len(here),
        soon=states[clocks.State.SOON],
        overdue=states[clocks.State.OVERDUE] + states[clocks.State.BREACHED],
        to_complete=waiting[port.pk, State.ENDED],
        awaiting_assurance=waiting[port.pk, State.SUBMITTED],
        returned=waiting[port.pk, State.RETURNED],
        breaches={rule: number for (at_port, rule), number in sorted(breaches.items()) if at_port == port.pk},
    )
