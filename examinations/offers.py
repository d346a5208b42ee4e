"""Which acts make sense on a live examination now, and in a few words why the others do not. Pure: kinds of fact in, buttons out.
It only spares a useless press; what may be recorded is decided by the action."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
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
    """One act of the row. `why_not` is empty when it can be pressed; `since` dates that reason. `asks`: the press opens a form first, which
    is that of the act unless `page` names another address of the record."""

    slug: str
    kind: str
    label: str
    key: str
    asks: bool = False
    is_ending: bool = False
    why_not: str = ""
    since: datetime | None = None
    page: str = ""

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
    Offer("hospital-out", "LEFT_FOR_HOSPITAL", "Left for hospital", "h"),
    Offer("hospital-back", "RETURNED_FROM_HOSPITAL", "Back from hospital", "b"),
    Offer("transfer", "TRANSFERRED", "Moved", "m", asks=True),
    Offer("note", "NOTE", "Note", "t", asks=True),
    Offer("release", "RELEASED", "Release", "r", is_ending=True),
    Offer("arrest", "ARRESTED", "Arrest", "a", asks=True, is_ending=True),
)
# In front of the person each right and each thing done for them is one press, described afterwards. The two that ask are no such acts: they
# record what only a superintendent may authorise, on a ground and by name.
RIGHTS = (
    Offer("rights-told", "RIGHTS_TOLD", "Told of rights", "R"),
    Offer("named-person-asked", "NAMED_PERSON_REQUESTED", "Somebody to be told", "k"),
    Offer("named-person-told", "NAMED_PERSON_INFORMED", "Named person told", "K"),
    Offer("named-person-declined", "NAMED_PERSON_DECLINED", "Wants nobody told", "N"),
    Offer("solicitor-arrived", "SOLICITOR_ARRIVED", "Solicitor arrived", "S"),
    Offer("solicitor-declined", "SOLICITOR_DECLINED", "Wants no solicitor", "X"),
    Offer("solicitor-withdrawn", "SOLICITOR_REQUEST_WITHDRAWN", "Solicitor request withdrawn", "W"),
    Offer("before-solicitor", "QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED", "Question before solicitor", "B"),
    Offer("delay", "RIGHT_DELAYED", "Delay a right", "D", asks=True),
    Offer("delay-ended", "DELAY_ENDED", "Delay ended", "E"),
    Offer("different-solicitor", "DIFFERENT_SOLICITOR_DIRECTED", "Different solicitor", "O", asks=True),
    Offer("interpreter-called", "INTERPRETER_CALLED", "Interpreter called", "i"),
    Offer("interpreter-arrived", "INTERPRETER_ARRIVED", "Interpreter ready", "I"),
    Offer("adult-called", "APPROPRIATE_ADULT_CALLED", "Appropriate adult called", "g"),
    Offer("adult-arrived", "APPROPRIATE_ADULT_ARRIVED", "Appropriate adult here", "G"),
    Offer("adult-left", "APPROPRIATE_ADULT_LEFT", "Appropriate adult left", "L"),
    Offer("consulate-asked", "CONSULATE_REQUESTED", "Consulate to be told", "u"),
    Offer("consulate-told", "CONSULATE_INFORMED", "Consulate told", "U"),
    Offer("consulate-declined", "CONSULATE_DECLINED", "Wants no consulate", "V"),
    Offer("complaint-information", "COMPLAINT_INFORMATION_GIVEN", "Told how to complain", "C"),
)
WELFARE = (
    Offer("refreshments", "REFRESHMENTS", "Refreshments", "j"),
    Offer("break", "BREAK", "Break begins", "z"),
    Offer("break-ended", "BREAK_ENDED", "Break ended", "Z"),
    Offer("prayer", "PRAYER", "Prayer", "Y"),
    Offer("medical", "MEDICAL", "Medical attention", "M"),
    Offer("recording-started", "RECORDING_STARTED", "Recording started", "T"),
    Offer("recording-stopped", "RECORDING_STOPPED", "Recording stopped", "Q"),
    Offer("not-recorded", "NOT_RECORDED", "No recording", "H"),
    Offer("force", "FORCE_USED", "Force used", "F"),
    Offer("welfare", "WELFARE", "Other welfare", "w"),
)
CASH = Offer("cash", "CASH_SEIZED", "Cash", "8", asks=True, page="examinations:seize_cash")
"""Cash is seized under an Act of its own, and by naming it: on its own page."""
SEARCHES = (
    Offer("search-bags", "BAGS_SEARCHED", "Bags searched", "1"),
    Offer("search-person", "PERSON_SEARCHED", "Person searched", "2", asks=True),
    Offer("search-vehicle", "VEHICLE_SEARCHED", "Vehicle searched", "3"),
    Offer("search-craft", "CRAFT_SEARCHED", "Ship or aircraft searched", "0"),
    Offer("strip-search", "STRIP_SEARCH", "Strip search", "4", asks=True),
    Offer("keep-device", "PROPERTY_RETAINED", "Device kept", "5"),
    Offer("keep-property", "PROPERTY_RETAINED", "Property kept", "6"),
    Offer("biometrics", "BIOMETRICS_TAKEN", "Prints or sample", "7", asks=True),
    Offer("identify", "IDENTIFIED", "Photo or measurement", "9"),
    CASH,
)
GROUPS = (
    ("rights", "Rights", RIGHTS),
    ("welfare", "Welfare and recording", WELFARE),
    ("searches", "Searches, property and cash", SEARCHES),
)
GOODS_ACTS = (
    Offer("note", "NOTE", "Note", "t", asks=True),
    CASH,
    Offer("goods-ended", "GOODS_EXAMINATION_ENDED", "Examination ended", "r", is_ending=True),
)
"""The row of a record about goods: nobody is questioned, detained or looked after."""
# Asked only where somebody arrived by small boat, which gives power under Schedule 7 alone; beside the row, not in it.
SMALL_BOAT = (Offer("landed", "LANDED", "Landed", "", asks=True), Offer("apprehended", "APPREHENDED", "Apprehended", "", asks=True))
# Asked only where somebody without accreditation examines; beside the row, not in it.
EMERGENCY = Offer("emergency-use", "EMERGENCY_USE_AUTHORISED", "Emergency use", "", asks=True)
EVERY = (*ACTS, *(offer for _, _, offers in GROUPS for offer in offers))
BY_SLUG = {offer.slug: offer for offer in (FIRST_QUESTION, *EVERY, *SMALL_BOAT, EMERGENCY, *GOODS_ACTS) if not offer.page}
"""The acts that are recorded by their own press."""

QUESTIONS = ("FIRST_QUESTION", "QUESTION")
ASKED = ("SOLICITOR_REQUESTED",)
ANSWERED = ("SOLICITOR_CONSULTED", "SOLICITOR_REQUEST_WITHDRAWN")
SPANS: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "solicitor-asked": (ASKED, ANSWERED, "Asked for"),
    "hospital-out": (("LEFT_FOR_HOSPITAL",), ("RETURNED_FROM_HOSPITAL",), "Away since"),
    "adult-arrived": (("APPROPRIATE_ADULT_ARRIVED",), ("APPROPRIATE_ADULT_LEFT",), "Here since"),
    "break": (("BREAK",), ("BREAK_ENDED",), "Since"),
    "recording-started": (("RECORDING_STARTED",), ("RECORDING_STOPPED",), "Running since"),
}
"""What is going on from one kind of fact to another, and what the button that begins it says meanwhile."""
ENDS: dict[str, tuple[str, str]] = {
    "solicitor-consulted": ("solicitor-asked", "No request open"),
    "solicitor-withdrawn": ("solicitor-asked", "No request open"),
    "before-solicitor": ("solicitor-asked", "No request open"),
    "hospital-back": ("hospital-out", "Not away"),
    "adult-left": ("adult-arrived", "Not here"),
    "break-ended": ("break", "No break"),
    "recording-stopped": ("recording-started", "Not running"),
}
"""The buttons that make sense only while something is going on, and what they say otherwise."""


@dataclass(frozen=True, slots=True)
class Group:
    """Acts that stand together under one heading."""

    slug: str
    title: str
    acts: tuple[Offer, ...]


class Row:
    """The row of acts for the facts that stand. `needs_adult`: an appropriate adult is needed and not here, so a question asks why.
    `delayed`: how many rights are being delayed; where it is more than one, the end of a delay asks which."""

    def __init__(self, facts: Iterable[Fact], *, needs_adult: bool = False, delayed: int = 0) -> None:
        self.last: dict[str, datetime] = {}
        self.needs_adult = needs_adult
        self.delayed = delayed
        for fact in facts:
            self.last[fact.kind] = max(fact.at, self.last.get(fact.kind, fact.at))

    def acts(self) -> list[Offer]:
        """The main acts, each in its place. The first question takes the place of a further one until it has been asked."""
        return [self._offer(FIRST_QUESTION if act.slug == "question" and not self._has("FIRST_QUESTION") else act) for act in ACTS]

    def groups(self) -> list[Group]:
        """The other acts, each in its place."""
        return [Group(slug, title, tuple(self._offer(offer) for offer in offers)) for slug, title, offers in GROUPS]

    def _has(self, kind: str) -> bool:
        return kind in self.last

    def _latest(self, *kinds: str) -> datetime | None:
        return max((self.last[kind] for kind in kinds if kind in self.last), default=None)

    def _is_open(self, opening: tuple[str, ...], closing: tuple[str, ...]) -> datetime | None:
        """Since when something is going on; None when it has ended or never began."""
        begun, ended = self._latest(*opening), self._latest(*closing)
        return begun if begun is not None and (ended is None or ended < begun) else None

    def _offer(self, offer: Offer) -> Offer:
        if offer.slug in SPANS:
            opening, closing, said = SPANS[offer.slug]
            since = self._is_open(opening, closing)
            return replace(offer, why_not=said, since=since) if since else offer
        if offer.slug in ENDS:
            begins, why_not = ENDS[offer.slug]
            opening, closing, _ = SPANS[begins]
            return offer if self._is_open(opening, closing) else replace(offer, why_not=why_not)
        shut = getattr(self, f"_shut_{offer.slug.replace('-', '_')}", None)
        return shut(offer) if shut else offer

    def _shut_detain(self, offer: Offer) -> Offer:
        return replace(offer, why_not="Detained since", since=self.last["DETAINED"]) if self._has("DETAINED") else offer

    def _shut_rights_told(self, offer: Offer) -> Offer:
        """Both are rights of a detained person, who is told once detained: what was said before would be owed again."""
        return offer if self._has("DETAINED") else replace(offer, why_not="Not detained")

    def _shut_question(self, offer: Offer) -> Offer:
        return replace(offer, asks=True) if self.needs_adult else offer

    _shut_first_question = _shut_question

    def _shut_questioning_ended(self, offer: Offer) -> Offer:
        if not self._has("FIRST_QUESTION"):
            return replace(offer, why_not="Not questioned yet")
        since = self._is_open(("QUESTIONING_ENDED",), QUESTIONS)
        return replace(offer, why_not="Ended", since=since) if since else offer

    def _shut_solicitor_declined(self, offer: Offer) -> Offer:
        """While one is asked for the person withdraws the request, which is an act of its own: until then no question may be put."""
        since = self._is_open(ASKED, ANSWERED)
        return replace(offer, why_not="Asked for", since=since) if since else offer

    def _shut_identify(self, offer: Offer) -> Offer:
        """The power is over a detained person alone: of anybody else the press asks first, and what was done is taken all the same."""
        return offer if self._has("DETAINED") else replace(offer, asks=True)

    def _shut_delay_ended(self, offer: Offer) -> Offer:
        return replace(offer, asks=self.delayed > 1) if self.delayed else replace(offer, why_not="Nothing delayed")
