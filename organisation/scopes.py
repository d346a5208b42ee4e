"""The second line: tells PostgreSQL's row security who is acting, for one transaction, and puts back what it found."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from audit.context import Origin, arriving, current
from organisation import policy
from organisation.policy import Actor

# `ports`: records in any state at these ports; `live_ports`: those still running; `actor`: records that one takes part in, in any state;
# `open_actor`: those that one writes up, until they are sent in; `person`: whoever it is, for what is theirs alone (drafts).
SETTINGS = ("app.everything", "app.actor", "app.open_actor", "app.ports", "app.live_ports", "app.compartments", "app.person")
RECORD = "examination.view"  # the verb whose rows decide what the database lets through


def _array(ids: Iterable[UUID]) -> str:
    return "{" + ",".join(sorted(str(one) for one in ids)) + "}"


def settings_of(actor: Actor) -> list[str]:
    """The values of SETTINGS for this actor, derived from the same policy rows that the application asks."""
    if actor.is_system:
        return ["on", "", "", "", "", "", ""]
    ports: set[UUID] = set()
    live_ports: set[UUID] = set()
    own = open_own = ""
    for rule in policy.rules_for(actor, RECORD):
        is_limited = rule.states is not None
        if rule.reach is policy.Reach.PORT:
            (live_ports if is_limited else ports).update(actor.ports.get(rule.role, ()))
        elif rule.reach is policy.Reach.AUTHOR:
            open_own = str(actor.id or "")
        elif rule.reach is policy.Reach.OWN:
            own = str(actor.id or "")
    return ["", own, open_own, _array(ports), _array(live_ports), _array(actor.compartments), str(actor.id or "")]


def set_scope(values: list[str]) -> None:
    """Set the row-security settings for the rest of this transaction. One query."""
    calls = ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", values)


def _scope_found() -> list[str]:
    reads = ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in SETTINGS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {reads}")
        return list(cursor.fetchone() or ())


@contextmanager
def acting_as(actor: Actor, *, request_id: str = "") -> Iterator[Actor]:
    """A transaction in which everything is done, seen and recorded as `actor`; used by tasks, commands, factories and tests.

    Restores the scope and the origin that it found, so that it can stand inside a request or another `acting_as`.
    """
    origin = Origin(actor_id=actor.id, actor_label=actor.label, request_id=request_id or current().request_id)
    with transaction.atomic():
        found = _scope_found()
        set_scope(settings_of(actor))
        with arriving(origin):
            yield actor
        # Not after an exception: rolling back restores what was set before, and until then the transaction takes no statement.
        if not connection.needs_rollback:
            set_scope(found)
