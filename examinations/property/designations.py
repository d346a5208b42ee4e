"""Which places count as a police station for fingerprints, samples and recording: it differs by power. Pure: the designations of a room
are data of the port, shown as not verified until somebody has seen the instrument."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

S7_DETENTION, S41_43B = "S7_DETENTION", "S41_43B"
DESIGNATIONS = {
    S7_DETENTION: "Designated for detention under Schedule 7",
    S41_43B: "Designated for detention under sections 41 and 43B",
}
STATION, ROOM, ELSEWHERE = "STATION", "ROOM", "ELSEWHERE"
# TACT Sch 8 para 1(2); CTBSA Sch 3 para 25(4)(a).
COUNTS_FOR = {"TACT_S7": S41_43B, "CTBSA_S3": S7_DETENTION}


@dataclass(frozen=True, slots=True)
class Room:
    """What is known of one place of a port."""

    place: str
    designations: frozenset[str] = frozenset()
    is_verified: bool = False

    def counts_as_police_station(self, power: str) -> bool:
        """Whether the room is a police station for the purposes of this power."""
        return COUNTS_FOR[power] in self.designations


def room_of(place: str, known: Iterable[Mapping[str, Any]]) -> Room:
    """The room of that name among the port's designations; one that nobody described is designated for nothing, unverified."""
    for entry in known:
        if str(entry.get("place", "")).casefold() == place.strip().casefold():
            return Room(str(entry["place"]), frozenset(entry.get("designations", ())), bool(entry.get("verified")))
    return Room(place.strip())


def rooms_counting(power: str, known: Iterable[Mapping[str, Any]]) -> tuple[Room, ...]:
    """The rooms of a port that count as a police station under this power."""
    rooms = [room_of(str(entry.get("place", "")), [entry]) for entry in known]
    return tuple(room for room in rooms if room.place and room.counts_as_police_station(power))


def at_police_station(power: str, kind: str, room: Room) -> bool:
    """Whether something done there was done at a police station: in one, or in a room that counts as one under this power."""
    return kind == STATION or (kind == ROOM and room.counts_as_police_station(power))
