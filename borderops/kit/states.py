"""States and the moves between them, as a table that can be read and walked. Pure: it decides what may follow, never who may do it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """`act` takes a thing from `source` to `target`; `mover` says, in words, who or what makes it."""

    source: str
    act: str
    target: str
    mover: str


class NoSuchMove(Exception):
    """The act does not belong to this state. The text is fit for the screen."""


class StateTable:
    """Every move there is; what is not in the table cannot happen."""

    def __init__(self, moves: Iterable[Move], refusals: dict[str, str]) -> None:
        self._moves = {(move.source, move.act): move for move in moves}
        self._refusals = refusals

    def __iter__(self) -> Iterator[Move]:
        return iter(self._moves.values())

    @property
    def states(self) -> frozenset[str]:
        """Every state that a move leads from or to."""
        return frozenset(state for move in self for state in (move.source, move.target))

    @property
    def acts(self) -> frozenset[str]:
        """Every act of the table."""
        return frozenset(move.act for move in self)

    def allows(self, state: str, act: str) -> bool:
        """Whether the act belongs to the state."""
        return (state, act) in self._moves

    def after(self, state: str, act: str) -> str:
        """The state in which the act leaves a thing; raises `NoSuchMove` with the state's own sentence where there is none."""
        move = self._moves.get((state, act))
        if move is None:
            raise NoSuchMove(self.refusal(state))
        return move.target

    def refusal(self, state: str) -> str:
        """What is said to whoever tries an act that does not belong to the state."""
        return self._refusals.get(state, "This cannot be done as it stands now.")
