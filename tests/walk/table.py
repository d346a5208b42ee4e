"""What is expected, written out by hand and never derived from the application: who may do what to which thing, and what each address asks.

`CAN` is read as: role, then how far it reaches (`own`: takes part in it or it is theirs; `author`: writes it up; `port`: it is at a port of
their posting; `all`), then, after a colon, the states in which. A thing in a compartment is nothing to anybody outside it, whatever this
table says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tests.walk.world import Thing

CAN = {
    # Examinations
    "examination.view": (
        "CONSTABLE own | SERGEANT own port | INSPECTOR own port:LIVE | DI own port | SUPERINTENDENT own | ANYONE author:LIVE,ENDED,RETURNED"
    ),
    "examination.join": "CONSTABLE port:LIVE | SERGEANT port:LIVE",
    "examination.start": "CONSTABLE port | SERGEANT port",
    "examination.act": "CONSTABLE own:LIVE | SERGEANT own:LIVE | ANYONE author:LIVE",
    "examination.hand_over": "ANYONE author:LIVE,ENDED,RETURNED",
    "examination.give": "SERGEANT port:ENDED,RETURNED | DI port:ENDED,RETURNED",
    "examination.complete": "CONSTABLE own:LIVE,ENDED | SERGEANT own:LIVE,ENDED | ANYONE author:LIVE,ENDED",
    "examination.submit": "CONSTABLE own:ENDED | SERGEANT own:ENDED | ANYONE author:ENDED",
    "examination.amend": "CONSTABLE own:RETURNED | SERGEANT own:RETURNED | ANYONE author:RETURNED",
    "examination.supplement": "CONSTABLE own:SUBMITTED,ACCEPTED | SERGEANT own:SUBMITTED,ACCEPTED",
    "examination.explain": (
        "CONSTABLE own:LIVE,ENDED,RETURNED | SERGEANT own:LIVE,ENDED,RETURNED |"
        " INSPECTOR own:LIVE,ENDED,RETURNED | DI own:LIVE,ENDED,RETURNED | ANYONE author:LIVE,ENDED,RETURNED"
    ),
    "examination.retain": "CONSTABLE own | SERGEANT own port",
    "examination.review": "SERGEANT port:LIVE,ENDED | INSPECTOR port:LIVE,ENDED | DI port:LIVE,ENDED",
    "examination.nominate": "CONSTABLE own:LIVE | SERGEANT own:LIVE | SERGEANT port:LIVE | INSPECTOR port:LIVE | DI port:LIVE",
    "examination.attach": "CONSTABLE own | SERGEANT own port | ANYONE author:LIVE,ENDED",
    "examination.release_file": "SERGEANT port | DI port",
    "examination.authorise": "SUPERINTENDENT own",
    "examination.disclose": "SERGEANT port:SUBMITTED,RETURNED,ACCEPTED | DI port:SUBMITTED,RETURNED,ACCEPTED",
    "examination.readers": "SERGEANT port | DI port",
    "examination.list": "CONSTABLE own | SERGEANT own port | INSPECTOR own port:LIVE | DI own port | SUPERINTENDENT own",
    "unfinished.view": "SERGEANT port:ENDED,RETURNED | DI port:ENDED,RETURNED",
    "board.view": "CONSTABLE own:LIVE | SERGEANT port:LIVE | INSPECTOR port:LIVE | DI port:LIVE",
    "screening.start": "CONSTABLE port | SERGEANT port",
    "screening.act": "CONSTABLE own | SERGEANT own",
    "screening.view": "CONSTABLE own | SERGEANT port | DI port",
    "pad.print": "CONSTABLE all | SERGEANT all | INSPECTOR all | DI all",
    # The law as it is applied
    "law.view": "ANYONE all",
    "law.propose": "ADMIN all",
    "law.decide": "DI all",
    "clock.calculate": "ANYONE all",
    # Quality assurance
    "assessment.queue": "SERGEANT port:SUBMITTED | DI port:SUBMITTED",
    "assessment.claim": "SERGEANT port:SUBMITTED | DI port:SUBMITTED",
    "assessment.answer": "SERGEANT own | DI own",
    "assessment.view": "CONSTABLE own | SERGEANT own port | DI port",
    "learning.acknowledge": "CONSTABLE own | SERGEANT own",
    # People and what belongs to them
    "people.view": "ANYONE own | ADMIN all | DI all | AUDITOR all",
    "people.list": "ADMIN all | DI all | AUDITOR all",
    "people.administer": "ADMIN all",
    "posting.propose": "ADMIN all",
    "posting.end": "ADMIN all",
    "posting.decide": "ADMIN all | DI all",
    "award.view": "ANYONE own | DI all | ADMIN all | AUDITOR all",
    "award.enter": "ADMIN all",
    "award.withdraw": "ADMIN all",
    "duty.view": "ANYONE own | CONSTABLE port | INSPECTOR port | SERGEANT port | DI port | ADMIN port | AUDITOR all",
    "duty.enter": "SERGEANT port | DI port | ADMIN port",
    "duty.cancel": "SERGEANT port | DI port | ADMIN port",
    # The workbench
    "notice.read": "ANYONE own",
    "record.find": "ANYONE all",
    "dashboard.view": "SERGEANT port | INSPECTOR port | DI port",
    "ledger.view": "AUDITOR all",
}

# What each verb is asked about; verbs that are not here are asked about nothing in particular.
ABOUT = {
    "examination": [verb for verb in CAN if verb.startswith("examination.") and verb != "examination.start"]
    + ["board.view", "unfinished.view", "assessment.queue", "assessment.claim"],
    "assessment": ["assessment.view", "assessment.answer"],
    "learning": ["learning.acknowledge"],
    "screening": ["screening.view", "screening.act"],
    "person": ["people.view", "people.administer", "award.view"],
    "posting": ["posting.decide", "posting.end"],
    "duty": ["duty.view", "duty.cancel"],
    "notice": ["notice.read"],
}

# Verbs whose row reaches records that the database hides from the same people, and what that comes to.
BEYOND_THE_DATABASE = {
    "examination.join": "a colleague is shown reference and place of a live record at their port by a narrow way past the scope",
    "examination.review": "an inspector may review a record that has ended, but opens it only when they take part in it",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the cast as the table knows them: their role now, the ports it covers, and whether they are in the compartment."""

    role: str
    ports: frozenset[str] = frozenset()
    is_inside: bool = False

    @property
    def roles(self) -> frozenset[str]:
        return frozenset({self.role, "ANYONE"})


REGION = frozenset({"Luton", "Stansted", "Norwich", "Southend", "Harwich"})
NOBODY = ("nobody", "pc.deactivated")
PEOPLE = {
    "pc.luton": Person("CONSTABLE", frozenset({"Luton"})),
    "pc.stansted": Person("CONSTABLE", frozenset({"Stansted"})),
    "pc.stansted.second": Person("CONSTABLE", frozenset({"Stansted"})),
    "pc.harwich": Person("CONSTABLE", frozenset({"Harwich"})),
    "sgt.luton": Person("SERGEANT", frozenset({"Luton"})),
    "sgt.stansted": Person("SERGEANT", frozenset({"Stansted"})),
    "sgt.norwich": Person("SERGEANT", frozenset({"Norwich", "Stansted"})),
    "insp.region": Person("INSPECTOR", REGION),
    "di.region": Person("DI", REGION),
    "supt.oncall": Person("SUPERINTENDENT", REGION),
    "admin.vetting": Person("ADMIN", REGION),
    "psd.auditor": Person("AUDITOR", REGION),
    "pc.compartment": Person("CONSTABLE", frozenset({"Stansted"}), is_inside=True),
    "pc.leaver": Person(""),
    "pc.elsewhere": Person("CONSTABLE", frozenset({"Newcastle"})),
    "sgt.elsewhere": Person("SERGEANT", frozenset({"Newcastle"})),
}
EVERYBODY = (*PEOPLE, *NOBODY)


@dataclass(frozen=True, slots=True)
class Entry:
    role: str
    reach: str
    states: frozenset[str]


@lru_cache
def entries(verb: str) -> tuple[Entry, ...]:
    """The rows of one verb."""
    found = []
    for part in CAN[verb].split(" | "):
        role, *reaches = part.split(" ")
        for reach in reaches:
            how_far, _, states = reach.partition(":")
            found.append(Entry(role, how_far, frozenset(states.split(",")) if states else frozenset()))
    return tuple(found)


def may_try(name: str, verb: str) -> bool:
    """Whether any row of the verb is for this person at all."""
    return name in PEOPLE and any(entry.role in PEOPLE[name].roles for entry in entries(verb))


def can(name: str, verb: str, thing: Thing) -> bool:
    """What the table says of this person, this verb and this thing."""
    if name not in PEOPLE:
        return False
    person = PEOPLE[name]
    if thing.is_restricted and not person.is_inside:
        return False
    return any(entry.role in person.roles and _reaches(entry, name, person, thing) for entry in entries(verb))


def _reaches(entry: Entry, name: str, person: Person, thing: Thing) -> bool:
    if entry.states and thing.state not in entry.states:
        return False
    reached = {"all": True, "own": name in thing.own, "author": name in thing.authors, "port": thing.port in person.ports}
    return reached[entry.reach]


def seen_by(name: str, things: Iterable[Thing], verb: str = "examination.view") -> set[str]:
    return {thing.key for thing in things if can(name, verb, thing)}
