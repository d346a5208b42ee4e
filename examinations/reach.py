"""Two ways past one's own row-security scope, both only after the policy table has said yes: for a write that takes a record into or out
of it, and for the live records that a verb shows to people who may not open them."""

from collections.abc import Iterator
from contextlib import contextmanager

from audit.context import arriving, current
from examinations import states
from organisation import policy
from organisation.policy import SYSTEM, Actor
from organisation.scopes import SETTINGS, acting_as, set_scope, settings_of

LIVE_PORTS = SETTINGS.index("app.live_ports")


@contextmanager
def beyond_own_scope() -> Iterator[None]:
    """Everything inside is seen and written as the system; the ledger still names the actor."""
    origin = current()
    with acting_as(SYSTEM), arriving(origin):
        yield


@contextmanager
def seeing_live(actor: Actor, verb: str) -> Iterator[None]:
    """The database lets through the live records of every port at which `verb` reaches them. No query where the scope does so already."""
    own = settings_of(actor)
    ports = {
        port
        for rule in policy.rules_for(actor, verb)
        if rule.reach is policy.Reach.PORT and rule.states == frozenset({states.LIVE})
        for port in actor.ports.get(rule.role, ())
    }
    seen = {
        port for rule in policy.rules_for(actor, "examination.view") if rule.reach is policy.Reach.PORT for port in actor.ports[rule.role]
    }
    if actor.is_system or ports <= seen:
        yield
        return
    wider = list(own)
    wider[LIVE_PORTS] = "{" + ",".join(sorted(str(port) for port in ports | seen)) + "}"
    set_scope(wider)
    try:
        yield
    finally:
        set_scope(own)
