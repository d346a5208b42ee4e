"""Keeping the list of open limits as the timeline says: called whenever a fact that begins, moves or ends one is added or taken back."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Min

from borderops.kit.localtime import midnight
from examinations.clocks import OUTLASTING, Clock
from examinations.models import CalendarSpan, Examination, Kind, OpenLimit, TimelineEvent
from examinations.timeline import LASTING, assess, standing_events

MOVING = LASTING | {Kind.BIOMETRICS_TAKEN.value}
"""Kinds of fact that begin, move or end one of them."""
BY_WORKING_DAYS = (Kind.CASH_SEIZED, Kind.URGENT_IPC_GRANTED)
"""Kinds that begin one which is counted by the calendar of bank holidays."""
REACH = timedelta(days=30)
"""More than any limit of theirs that a calendar could cut short: what began so long before its end was computed."""


def lasting(clocks: Iterable[Clock]) -> list[Clock]:
    """Those of the clocks that outlast the examination and are still open."""
    return [clock for clock in clocks if clock.live and clock.rule in OUTLASTING]


def renew_limits(examination: Examination) -> None:
    """Write down which limits are open now, from the standing facts alone; nothing where nothing has changed. At most three queries."""
    events = standing_events(examination)
    at = max((event.at for event in events), default=examination.started_at)
    evaluation = assess(examination, at, clocks_alone=True)
    wanted = {(clock.rule, clock.ref or "", clock.due_at): (clock.soon_at, True) for clock in lasting(evaluation.clocks)}
    for warning in evaluation.warnings:
        if warning.uncomputed and warning.rule in OUTLASTING:
            wanted[warning.rule, warning.ref or "", warning.uncomputed.since] = (warning.uncomputed.since, False)
    spent = []
    for row in OpenLimit.objects.filter(examination=examination):
        key = (row.rule, row.ref, row.due_at)
        if wanted.get(key) == (row.soon_at, row.is_computed):
            del wanted[key]
        else:
            spent.append(row.pk)
    if spent:
        OpenLimit.objects.filter(pk__in=spent).delete()
    about = {"examination": examination, "port_id": examination.port_id}
    OpenLimit.objects.bulk_create(
        OpenLimit(**about, rule=rule, ref=ref, due_at=due_at, soon_at=soon_at, is_computed=is_computed)
        for (rule, ref, due_at), (soon_at, is_computed) in wanted.items()
    )


def renew_beyond_the_calendar() -> int:
    """Write down the limits that could not be computed while the calendar of bank holidays ended before them, now that it may be known
    further. Returns how many records were looked at: none until the end of the committed calendar comes near."""
    ends = CalendarSpan.objects.filter(correction=None).aggregate(first=Min("last"))["first"]
    if ends is None:
        return 0
    begun = TimelineEvent.objects.filter(kind__in=BY_WORKING_DAYS, at__gte=midnight(ends) - REACH)
    found = Examination.objects.filter(pk__in=begun.values("examination"))
    for examination in found.iterator():
        renew_limits(examination)
    return found.count()
