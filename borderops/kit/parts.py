"""The small shapes which pages hand to the kit's templates: rows of facts, events of a timeline, acts of a row of buttons.
They hold only what is drawn, so that a page decides and the kit draws."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, runtime_checkable
from uuid import UUID, uuid4

from borderops.kit.dates import left, length, spoken_date, spoken_time
from borderops.kit.localtime import LONDON


@runtime_checkable
class ClockLike(Protocol):
    """What the panel needs of a statutory clock. `state` is one of the six words of STATES, as text or as an enum with that value."""

    @property
    def rule(self) -> Any: ...
    @property
    def name(self) -> str: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def state(self) -> Any: ...
    @property
    def strict(self) -> bool: ...
    @property
    def authority(self) -> str: ...
    @property
    def verified(self) -> bool: ...


# In order of urgency. Word and shape carry the meaning; colour only repeats it.
STATES: dict[str, str] = {
    "OVERDUE": "Overdue",
    "SOON": "Due soon",
    "RUNNING": "Running",
    "NOT_STARTED": "Not started",
    "BREACHED": "Breached",
    "MET": "Met",
}
ORDER = {state: place for place, state in enumerate(STATES)}
LIVE = ("OVERDUE", "SOON", "RUNNING")


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of a summary list. An empty value is shown as 'Not recorded'; `change_url` adds the link, `owed` marks what is to come."""

    label: str
    value: Any = ""
    change_url: str = ""
    owed: bool = False
    mono: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of a timeline. `struck` marks one superseded by a correction; `flag` is a short word drawn as a badge."""

    title: str
    at: datetime
    by: str = ""
    text: str = ""
    flag: str = ""
    struck: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """A button of the row of acts. With `url` alone it leads to a form; with `post` the press itself is the act. `key` is its shortcut."""

    label: str
    url: str
    key: str = ""
    post: bool = False
    primary: bool = False
    warning: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    submission_id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class Face:
    """One clock as it is drawn: the words are ready, the instants are there for the script to tick by."""

    rule: str
    name: str
    instruction: str
    state: str
    state_word: str
    due_at: datetime
    starts_at: datetime | None
    soon_at: datetime | None
    is_live: bool
    preposition: str
    due_text: str
    due_day: str
    left_text: str
    strict: bool
    ends_with_day: bool
    authority: str
    verified: bool
    total_seconds: int
    gone_seconds: int


def face(clock: Any, at: datetime, instruction: str = "") -> Face:
    """What to draw for a clock at an instant. `instruction` says what must be done, such as 'Detain or stop questioning'."""
    state = str(getattr(clock.state, "value", clock.state))
    ends_with_day = bool(getattr(clock, "ends_with_day", False))
    starts_at: datetime | None = getattr(clock, "starts_at", None)
    shown = clock.due_at - timedelta(seconds=1) if ends_with_day else clock.due_at
    day = shown.astimezone(LONDON).date()
    same_day = day == at.astimezone(LONDON).date()
    total = int((clock.due_at - starts_at).total_seconds()) if starts_at else 0
    return Face(
        rule=str(getattr(clock.rule, "value", clock.rule)),
        name=f"{clock.name} ({ref})" if (ref := getattr(clock, "ref", None)) else clock.name,
        instruction=instruction or clock.name,
        state=state,
        state_word=STATES.get(state, state.replace("_", " ").capitalize()),
        due_at=clock.due_at,
        starts_at=starts_at,
        soon_at=getattr(clock, "soon_at", None),
        is_live=state in LIVE and bool(getattr(clock, "live", True)),
        preposition="by the end of" if ends_with_day else "before" if clock.strict else "by",
        due_text=("today" if same_day else spoken_date(day)) if ends_with_day else spoken_time(clock.due_at),
        due_day="" if same_day or ends_with_day else spoken_date(day),
        left_text=_left_text(state, clock.due_at, at),
        strict=bool(clock.strict),
        ends_with_day=ends_with_day,
        authority=clock.authority,
        verified=bool(clock.verified),
        total_seconds=max(total, 0),
        gone_seconds=min(max(total - int((clock.due_at - at).total_seconds()), 0), max(total, 0)),
    )


def _left_text(state: str, due_at: datetime, at: datetime) -> str:
    if state in LIVE:
        return left(due_at, at)
    return {"MET": "met", "BREACHED": "breached", "NOT_STARTED": "not started"}.get(state, "")


@dataclass(frozen=True, slots=True)
class Panel:
    """The clock panel: the one that matters next, the other live ones, and those that are done."""

    next: Face | None
    others: tuple[Face, ...]
    done: tuple[Face, ...]


def panel(clocks: Iterable[Any], at: datetime, instructions: dict[str, str] | None = None) -> Panel:
    """Orders clocks for the panel: overdue before the rest, then by the instant at which the law needs something."""
    words = instructions or {}
    faces = [face(clock, at, words.get(str(getattr(clock.rule, "value", clock.rule)), "")) for clock in clocks]
    live = sorted((each for each in faces if each.is_live), key=lambda each: (each.state != "OVERDUE", each.due_at))
    rest = sorted(
        (each for each in faces if not each.is_live),
        key=lambda each: (ORDER.get(each.state, len(ORDER)), each.due_at),
    )
    return Panel(live[0] if live else None, tuple(live[1:]), tuple(rest))


def elapsed(since: datetime, at: datetime) -> str:
    """Time since an instant, for the strip of a record."""
    return length(at - since)


__all__ = ["LIVE", "STATES", "Act", "ClockLike", "Face", "Fact", "Happening", "Panel", "elapsed", "face", "panel"]
