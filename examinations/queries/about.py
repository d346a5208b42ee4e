"""What the timeline and the clocks say of one thing: an item, a copy, a taking or a seizure. No query of its own."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from examinations.clocks import Clock, Evaluation, State
from examinations.models import TimelineEvent

URGENCY = (State.OVERDUE, State.BREACHED, State.SOON, State.RUNNING, State.NOT_STARTED, State.MET)


def by_ref(events: Iterable[TimelineEvent]) -> dict[str, list[TimelineEvent]]:
    """The entries by the key of the thing that they are about."""
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
