"""The one policy engine: `can`, `scope` and `may`, all answered from one declarative table that each app's `permissions.py` adds
its rows to.
What no row allows is denied; a compartment is checked before anything else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from organisation.models.people import User

M = TypeVar("M", bound=Model)


class Reach(Enum):
    """How far a row of the table goes."""

    OWN = "own"  # the actor takes part in it, or it is theirs
    AUTHOR = "author"  # the actor writes it up: one who examines it and has not handed it over
    PORT = "port"  # at a port that the actor's posting in that role may act at
    ALL = "all"


ANYONE = "ANYONE"  # every signed-in person, whatever their posting, and without one


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: this role may do this verb this far, in these states (None: any), without these fields."""

    role: str
    verb: str
    reach: Reach
    states: frozenset[str] | None = None
    hides: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Guard:
    """Where a model keeps what the table asks about. Paths are attribute paths with double underscores; None means it has no such thing."""

    port: str | None = None
    state: str | None = None
    compartment: str | None = None
    own: tuple[str, ...] = ()  # foreign keys to a user, or array fields of user ids
    own_arrays: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()  # array fields of user ids; whoever stands in one stands in `own_arrays` too


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: worked out once a request from the postings that are current at that instant."""

    user: User | None = None
    ports: Mapping[str, frozenset[UUID]] = field(default_factory=dict)  # role -> ports
    compartments: frozenset[UUID] = frozenset()
    is_system: bool = False
    rank: str = ""  # in force at that instant, their own or an acting one; blank for police staff

    @property
    def id(self) -> UUID | None:
        return self.user.pk if self.user else None

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(self.ports) | {ANYONE}

    @property
    def label(self) -> str:
        return "SYSTEM" if self.is_system else (self.user.collar_number if self.user else "")

    def all_ports(self) -> frozenset[UUID]:
        return frozenset().union(*self.ports.values()) if self.ports else frozenset()


SYSTEM = Actor(is_system=True)
NOBODY = Actor()


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer and, when it is no, a sentence fit for the screen."""

    allowed: bool
    why: str = ""
    rule: Rule | None = None

    def __bool__(self) -> bool:
        return self.allowed


class Forbidden(Exception):
    """The actor may see the thing but not do this to it. The text is fit for the screen."""


_rules: dict[str, list[Rule]] = {}
_guards: dict[type[Model], Guard] = {}


def register(rules: Iterable[Rule], guards: Mapping[type[Model], Guard]) -> None:
    """Add an app's rows and guards. Called once by each app's `AppConfig.ready`."""
    for rule in rules:
        rows = _rules.setdefault(rule.verb, [])
        if rule not in rows:
            rows.append(rule)
    _guards.update(guards)


def table() -> list[Rule]:
    """Every row, for the tests and for the page that shows the policy."""
    return [rule for rows in _rules.values() for rule in rows]


def guard_of(model: type[Model]) -> Guard:
    return _guards[model._meta.concrete_model or model]


def rules_for(actor: Actor, verb: str) -> list[Rule]:
    """The rows of the verb that are for this actor, without those of an author that their own already reach: a list asks nothing twice."""
    found = [rule for rule in _rules.get(verb, ()) if rule.role in actor.roles]
    own = [rule.states for rule in found if rule.reach is Reach.OWN]
    return [rule for rule in found if rule.reach is not Reach.AUTHOR or not any(_covers(states, rule.states) for states in own)]


def _covers(wider: frozenset[str] | None, states: frozenset[str] | None) -> bool:
    return wider is None or (states is not None and states <= wider)


def may(actor: Actor, verb: str) -> bool:
    """Whether any row lets this person try the verb at all (for menus and buttons that are about no particular record)."""
    return actor.is_system or bool(rules_for(actor, verb))


def _read(thing: Model, path: str) -> Any:
    value: Any = thing
    for part in path.split("__"):
        value = getattr(value, part)
    return value


def _is_own(actor: Actor, guard: Guard, thing: Model) -> bool:
    return any(_read(thing, path) == actor.id for path in guard.own) or any(
        actor.id in (_read(thing, path) or ()) for path in guard.own_arrays
    )


def _reaches(actor: Actor, rule: Rule, guard: Guard, thing: Model) -> bool:
    if rule.states is not None and (guard.state is None or _read(thing, guard.state) not in rule.states):
        return False
    if rule.reach is Reach.ALL:
        return True
    if rule.reach is Reach.OWN:
        return _is_own(actor, guard, thing)
    if rule.reach is Reach.AUTHOR:
        return any(actor.id in (_read(thing, path) or ()) for path in guard.authors)
    return guard.port is not None and _read(thing, guard.port) in actor.ports.get(rule.role, frozenset())


def can(actor: Actor, verb: str, thing: Model | None = None) -> Decision:
    """Whether the actor may do the verb to the thing (or at all, when there is no thing)."""
    if actor.is_system:
        return Decision(True)
    if thing is None:
        return Decision(may(actor, verb), why="Your posting does not include this.")
    guard = guard_of(type(thing))
    if guard.compartment:
        compartment = _read(thing, guard.compartment)
        if compartment is not None and compartment not in actor.compartments:
            return Decision(False, why="No such record.")
    rules = rules_for(actor, verb)
    for rule in rules:
        if _reaches(actor, rule, guard, thing):
            return Decision(True, rule=rule)
    return Decision(
        False, why="Your posting does not include this." if not rules else "This cannot be done to this record by you as it stands now."
    )


def require(actor: Actor, verb: str, thing: Model | None = None) -> None:
    """Raise `Forbidden` unless the table allows it."""
    decision = can(actor, verb, thing)
    if not decision:
        raise Forbidden(decision.why)


def _rule_q(actor: Actor, rule: Rule, guard: Guard) -> Q | None:
    if rule.reach is Reach.ALL:
        q = Q()
    elif rule.reach is Reach.PORT:
        ports = actor.ports.get(rule.role, frozenset())
        if guard.port is None or not ports:
            return None
        q = Q(**{f"{guard.port}__in": sorted(ports)})
    else:
        keys, arrays = (guard.own, guard.own_arrays) if rule.reach is Reach.OWN else ((), guard.authors)
        parts = [Q(**{path: actor.id}) for path in keys] + [Q(**{f"{path}__contains": [actor.id]}) for path in arrays]
        if not parts or actor.id is None:
            return None
        q = parts[0]
        for part in parts[1:]:
            q |= part
    if rule.states is not None:
        if guard.state is None:
            return None
        q &= Q(**{f"{guard.state}__in": sorted(rule.states)})
    return q


def scope(actor: Actor, verb: str, queryset: QuerySet[M]) -> QuerySet[M]:
    """The rows of the queryset to which the actor may do the verb. Lists, counts, exports and jobs all start here."""
    if actor.is_system:
        return queryset
    guard = guard_of(queryset.model)
    parts = [q for rule in rules_for(actor, verb) if (q := _rule_q(actor, rule, guard)) is not None]
    if not parts:
        return queryset.none()
    if any(part == Q() for part in parts):
        parts = []
    allowed = Q()
    for part in parts:
        allowed |= part
    queryset = queryset.filter(allowed)
    if guard.compartment:
        inside = Q(**{f"{guard.compartment}__isnull": True})
        if actor.compartments:
            inside |= Q(**{f"{guard.compartment}__in": sorted(actor.compartments)})
        queryset = queryset.filter(inside)
    return queryset


def hidden_fields(actor: Actor, verb: str, thing: Model) -> frozenset[str]:
    """The fields that no row allowing the verb shows to this actor."""
    if actor.is_system:
        return frozenset()
    guard = guard_of(type(thing))
    masks = [rule.hides for rule in rules_for(actor, verb) if _reaches(actor, rule, guard, thing)]
    return frozenset.intersection(*masks) if masks else frozenset()
