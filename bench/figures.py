"""A figure beside its bar, and the one table of all of them."""

import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeVar

Label = TypeVar("Label")
HEADS = ("measure", "bar", "figure", "met?")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `facts` are the numbers behind the words, for results.json: seconds, ratios, counts."""

    measure: str
    bar: str
    figure: str
    is_met: bool
    facts: Mapping[str, float] = field(default_factory=dict)

    @property
    def cells(self) -> tuple[str, str, str, str]:
        return self.measure, self.bar, self.figure, "yes" if self.is_met else "NO"


def median(seconds: Sequence[float]) -> float:
    return statistics.median(seconds)


def p95(seconds: Sequence[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def alternately(calls: Mapping[Label, Callable[[], float]], *, times: int, warm: int = 5) -> dict[Label, list[float]]:
    """Call each in turn, over and over, so that whatever else the machine does falls on all of them alike. What each call returned."""
    found: dict[Label, list[float]] = {label: [] for label in calls}
    for turn in range(-warm, times):
        for label, call in calls.items():
            seconds = call()
            if turn >= 0:
                found[label].append(seconds)
    return found


def table(figures: Sequence[Figure]) -> str:
    lines = [HEADS, *(figure.cells for figure in figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADS))]
    drawn = [" | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([drawn[0], "-|-".join("-" * width for width in widths), *drawn[1:]])


def keep(figures: Sequence[Figure], path: Path, **about: object) -> None:
    path.write_text(json.dumps({**about, "figures": [asdict(figure) for figure in figures]}, indent=1) + "\n", encoding="utf-8")
