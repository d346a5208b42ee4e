"""When screening was an examination without its power: too long, or with what only the power allows. Pure: facts in, sentences for quality
assurance out; nothing is refused, because it has happened."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

LONG = timedelta(minutes=10)  # policy, not law: brief is what the codes ask for
SIGNS: Mapping[str, str] = {
    "searched_at": "something was searched",
    "device_at": "a device was looked at or taken",
    "passcode_at": "a passcode was asked for",
    "held_at": "the person was not free to leave",
}
SIGNS_OF_KIND: Mapping[str, str] = {
    "BAGS_SEARCHED": "bags were searched",
    "PERSON_SEARCHED": "the person was searched",
    "VEHICLE_SEARCHED": "a vehicle was searched",
    "STRIP_SEARCH": "the person was strip searched",
    "PASSCODE_DEMANDED": "a passcode was asked for",
    "PASSCODE_GIVEN": "a passcode was given",
    "DEVICE_COPIED": "a device was copied",
    "PROPERTY_RETAINED": "property was kept",
    "BIOMETRICS_TAKEN": "fingerprints or a sample were taken",
    "DETAINED": "the person was detained",
}
BEGUN = "The examination had in fact begun: during screening {}."


@dataclass(frozen=True, slots=True)
class Screened:
    """One screening: from, until (None while it goes on), and when each sign was seen, by its name in SIGNS."""

    began_at: datetime
    ended_at: datetime | None
    signs: Mapping[str, datetime | None]


def is_long(screened: Screened, at: datetime) -> bool:
    """Whether it has lasted more than ten minutes by `at`."""
    return (screened.ended_at or at) - screened.began_at > LONG


def findings(screened: Screened, at: datetime, facts: Iterable[tuple[str, datetime]] = ()) -> list[str]:
    """What quality assurance is told of it as of `at`. `facts` are kinds and instants of the examination's own timeline: one that fell into
    the screening is a sign too."""
    found = [BEGUN.format(words) for words in dict.fromkeys(_signs(screened, facts))]
    if is_long(screened, at):
        minutes = int(((screened.ended_at or at) - screened.began_at).total_seconds() // 60)
        found.append(f"Screening lasted {minutes} minutes; more than {int(LONG.total_seconds() // 60)} is long.")
    return found


def _signs(screened: Screened, facts: Iterable[tuple[str, datetime]]) -> Iterator[str]:
    for name, words in SIGNS.items():
        if screened.signs.get(name):
            yield words
    for kind, at in facts:
        if kind in SIGNS_OF_KIND and screened.began_at <= at and (screened.ended_at is None or at < screened.ended_at):
            yield SIGNS_OF_KIND[kind]
