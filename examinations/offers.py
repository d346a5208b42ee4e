"""Which acts make sense on a live examination now, and in a few words why the others do not. Pure: kinds of fact in, buttons out.
It only spares a useless press; what may be recorded is decided by the action."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Fact(Protocol):
    """A fact of the timeline that stands: neither superseded nor withdrawn."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Offer:
    """One act of the row. `why_not` is empty when it can be pressed; `since` dates that reason. `asks`: the press opens a form first."""

    slug: str
    kind: str
    label: str
    key: str
    asks: bool = False
    is_ending: bool = False
    why_not: str = ""
    since: datetime | None = None

    @property
    def is_open(self) -> bool:
        return not self.why_not


# The order of the row never changes, so that a hand finds the same button in the same place.
FIRST_QUESTION = Offer("first-question", "FIRST_QUESTION", "First question", "f")
ACTS = (
    Offer("detain", "DETAINED", "Detain", "d"),
    Offer("question", "QUESTION", "Question asked", "q"),
    Offer("questioning-ended", "QUESTIONING_ENDED", "Questioning ended", "e"),
    Offer("notice", "NOTICE_SERVED", "Notice served", "n"),
    Offer("solicitor-asked", "SOLICITOR_REQUESTED", "Solicitor asked for", "s"),
    Offer("solicitor-consulted", "SOLICITOR_CONSULTED", "Solicitor consulted", "c"),
    Offer("solicitor-withdrawn", "SOLICITOR_REQUEST_WITHDRAWN", "Solicitor request withdrawn", ""),
    Offer("before-solicitor", "QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED", "Question before solicitor", "", asks=True),
    Offer("hospital-out", "LEFT_FOR_HOSPITAL", "Left for hospital", "h"),
    Offer("hospital-back", "RETURNED_FROM_HOSPITAL", "Back from hospital", "b"),
    Offer("transfer", "TRANSFERRED", "Moved", "m", asks=True),
    Offer("welfare", "WELFARE", "Welfare", "w", asks=True),
    Offer("note", "NOTE", "Note", "t", asks=True),
    # Search and property
    Offer("search-bags", "BAGS_SEARCHED", "Bags searched", "1"),
    Offer("search-person", "PERSON_SEARCHED", "Person searched", "2", asks=True),
    Offer("search-vehicle", "VEHICLE_SEARCHED", "Vehicle searched", "3"),
    Offer("strip-search", "STRIP_SEARCH", "Strip search", "4", asks=True),
    Offer("keep-device", "PROPERTY_RETAINED", "Device kept", "5"),
    Offer("keep-property", "PROPERTY_RETAINED", "Property kept", "6"),
    Offer("biometrics", "BIOMETRICS_TAKEN", "Prints or sample", "7", asks=True),
    Offer("release", "RELEASED", "Release", "r", is_ending=True),
    Offer("arrest", "ARRESTED", "Arrest", "a", asks=True, is_ending=True),
)
BY_SLUG = {offer.slug: offer for offer in (FIRST_QUESTION, *ACTS)}

ASKED = ("SOLICITOR_REQUESTED",)
ANSWERED = ("SOLICITOR_CONSULTED", "SOLICITOR_REQUEST_WITHDRAWN")


def _shut(offer: Offer, why_not: str, since: datetime | None = None) -> Offer:
    return Offer(offer.slug, offer.kind, offer.label, offer.key, offer.asks, offer.is_ending, why_not, since)


class Row:
    """The row of acts for the facts that stand."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.last: dict[str, datetime] = {}
        for fact in facts:
            self.last[fact.kind] = max(fact.at, self.last.get(fact.kind, fact.at))

    def acts(self) -> list[Offer]:
        """Every act in its place. The first question takes the place of a further one until it has been asked."""
        return [self._offer(FIRST_QUESTION if act.slug == "question" and not self._has("FIRST_QUESTION") else act) for act in ACTS]

    def _has(self, kind: str) -> bool:
        return kind in self.last

    def _latest(self, *kinds: str) -> datetime | None:
        return max((self.last[kind] for kind in kinds if kind in self.last), default=None)

    def _is_open(self, opening: tuple[str, ...], closing: tuple[str, ...]) -> datetime | None:
        """Since when something is going on; None when it has ended or never began."""
        begun, ended = self._latest(*opening), self._latest(*closing)
        return begun if begun is not None and (ended is None or ended < begun) else None

    def _offer(self, offer: Offer) -> Offer:
        shut = getattr(self, f"_shut_{offer.slug.replace('-', '_')}", None)
        return shut(offer) if shut else offer

    def _shut_detain(self, offer: Offer) -> Offer:
        return _shut(offer, "Detained since", self.last["DETAINED"]) if self._has("DETAINED") else offer

    def _shut_questioning_ended(self, offer: Offer) -> Offer:
        if not self._has("FIRST_QUESTION"):
            return _shut(offer, "Not questioned yet")
        since = self._is_open(("QUESTIONING_ENDED",), ("FIRST_QUESTION", "QUESTION"))
        return _shut(offer, "Ended", since) if since else offer

    def _shut_solicitor_asked(self, offer: Offer) -> Offer:
        since = self._is_open(ASKED, ANSWERED)
        return _shut(offer, "Asked for", since) if since else offer

    def _shut_solicitor_consulted(self, offer: Offer) -> Offer:
        return offer if self._is_open(ASKED, ANSWERED) else _shut(offer, "No request open")

    _shut_solicitor_withdrawn = _shut_before_solicitor = _shut_solicitor_consulted

    def _shut_hospital_out(self, offer: Offer) -> Offer:
        since = self._is_open(("LEFT_FOR_HOSPITAL",), ("RETURNED_FROM_HOSPITAL",))
        return _shut(offer, "Away since", since) if since else offer

    def _shut_hospital_back(self, offer: Offer) -> Offer:
        return offer if self._is_open(("LEFT_FOR_HOSPITAL",), ("RETURNED_FROM_HOSPITAL",)) else _shut(offer, "Not away")
