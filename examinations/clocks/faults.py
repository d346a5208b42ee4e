"""What is wrong with a timeline, in sentences that name the place, the fault and the cure."""

import json
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where it is (a line or a field) and a sentence on what is wrong and how to put it right."""

    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}" if self.where else self.text


class TimelineFaults(ValueError):
    """A timeline that cannot be read or cannot have happened; `faults` holds every fault found, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def said(value: object) -> str:
    """A value as the file wrote it, safe to print and cut short."""
    written = json.dumps(value, default=str)
    return written if len(written) <= 60 else f"{written[:57]}..."
