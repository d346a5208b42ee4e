"""Where rules put what they find. `settle` is the one place that decides in which state a clock stands."""

from datetime import datetime

from borderops.kit.localtime import shown
from examinations.clocks.law import Provision
from examinations.clocks.results import Basis, Breach, Clock, State, Uncomputed, Warning_
from examinations.clocks.words import limit, seconds_between, spelled


class Findings:
    """Clocks, breaches and warnings gathered while the rules run, for the instant `at`."""

    __slots__ = ("applied", "at", "breaches", "clocks", "warnings")

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.applied: list[Provision] = []
        self.clocks: list[Clock] = []
        self.breaches: list[Breach] = []
        self.warnings: list[Warning_] = []

    def settle(
        self,
        provision: Provision,
        *,
        act: str,
        starts_at: datetime,
        due_at: datetime,
        done_at: datetime | None = None,
        lapses_at: datetime | None = None,
        soon_at: datetime | None = None,
        ref: str | None = None,
        basis: Basis = Basis.STATUTE,
        remedy: str = "",
    ) -> State:
        """Add a clock, and its breach if there is one. `act` is what had to be done (`the first review`), as the subject of a sentence.

        The duty ends undone at `lapses_at`: harmlessly when that is not after `due_at` (before it, where the limit is the end of a day),
        otherwise it stays undone for ever.
        `remedy` is a further sentence for the breach.
        """
        strict = provision.strict or provision.ends_with_day
        by = self.at if lapses_at is None else lapses_at
        if soon_at is None:
            soon_at = due_at - provision.soon
        if done_at is not None:
            state = State.BREACHED if _late(done_at, due_at, strict) else State.MET
        elif lapses_at is not None and not _late(lapses_at, due_at, provision.ends_with_day):
            state = State.MET
        elif _late(by, due_at, strict):
            state = State.OVERDUE
        else:
            state = self.waiting(starts_at, soon_at)
        if state is State.BREACHED or state is State.OVERDUE:
            late = seconds_between(due_at, done_at or by)
            text = _sentence(act, provision, due_at, done_at, late)
            self.breach(provision, text + remedy, due_at=due_at, actual_at=done_at, late_seconds=late, ref=ref, basis=basis)
        self.clock(
            provision, starts_at=starts_at, due_at=due_at, state=state, soon_at=soon_at, ref=ref, live=done_at is None and lapses_at is None
        )
        return state

    def waiting(self, starts_at: datetime, soon_at: datetime) -> State:
        """The state of a clock that is neither passed nor done."""
        if self.at < starts_at:
            return State.NOT_STARTED
        return State.SOON if self.at >= soon_at else State.RUNNING

    def clock(
        self,
        provision: Provision,
        *,
        starts_at: datetime,
        due_at: datetime,
        state: State,
        soon_at: datetime,
        live: bool,
        ref: str | None = None,
        strict: bool | None = None,
    ) -> None:
        """Add a clock whose state the rule has decided itself."""
        self.applied.append(provision)
        self.clocks.append(
            Clock(
                rule=provision.rule,
                name=provision.name,
                ref=ref,
                starts_at=starts_at,
                due_at=due_at,
                strict=provision.strict or provision.ends_with_day if strict is None else strict,
                ends_with_day=provision.ends_with_day,
                state=state,
                authority=provision.authority,
                verified=provision.verified,
                soon_at=soon_at,
                live=live,
            )
        )

    def breach(
        self,
        provision: Provision,
        text: str,
        *,
        actual_at: datetime | None,
        due_at: datetime | None = None,
        late_seconds: int | None = None,
        ref: str | None = None,
        basis: Basis = Basis.STATUTE,
    ) -> None:
        """Add a breach of this provision."""
        self.breaches.append(
            Breach(
                rule=provision.rule,
                ref=ref,
                due_at=due_at,
                actual_at=actual_at,
                late_seconds=late_seconds,
                basis=basis,
                authority=provision.authority,
                text=text,
                verified=provision.verified,
            )
        )

    def warn(self, rule: str, text: str, *, due_at: datetime | None = None, ref: str | None = None, basis: Basis = Basis.POLICY) -> None:
        """Add a warning."""
        self.warnings.append(Warning_(rule=rule, ref=ref, due_at=due_at, basis=basis, text=text))

    def not_computed(self, provision: Provision, why: str, *, since: datetime, ref: str | None, is_open: bool) -> None:
        """Add a warning in the place of a clock that cannot be worked out; `is_open`: nothing has ended what it would have measured."""
        limit = Uncomputed(provision.name, since) if is_open else None
        self.warnings.append(Warning_(rule=provision.rule, ref=ref, due_at=None, basis=Basis.POLICY, text=why, uncomputed=limit))


def _late(at: datetime, due_at: datetime, strict: bool) -> bool:
    return at >= due_at if strict else at > due_at


def _sentence(act: str, provision: Provision, due_at: datetime, done_at: datetime | None, late: int) -> str:
    had_to = limit(due_at, strict=provision.strict, ends_with_day=provision.ends_with_day)
    subject = act[0].upper() + act[1:]
    if done_at is None:
        return f"{subject} was due {had_to} and is not on record, {spelled(late)} past the limit."
    if late == 0:
        return f"{subject} came at {shown(done_at)}, exactly when the time had run out; it was due {had_to}."
    return f"{subject} came {spelled(late)} late, at {shown(done_at)}; it was due {had_to}."
