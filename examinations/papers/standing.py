"""Which entries and rows of a frozen version stand: neither corrected nor taken back. Versions frozen before rows could be put right have
none of the names that are asked for here, and print as they did."""

from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[str, Any]


def answers_in(rows: Iterable[Row]) -> dict[str, Row]:
    """By the key of an entry or a row, what took its place or took it back."""
    return {str(row["supersedes"]): row for row in rows if row.get("supersedes")}


def standing_rows(rows: Iterable[Row]) -> list[Row]:
    """Those that stand, in their order."""
    known = list(rows)
    struck = answers_in(known)
    return [row for row in known if row.get("id") not in struck and not row.get("is_withdrawn")]


def dated_rows(rows: Iterable[Row], content: Row) -> list[Row]:
    """The steps that stand, each with the instant of its entry on the timeline where it has one; one whose entry was taken back is none."""
    dated = {str(event["detail"].get("step")): event["at"] for event in standing_rows(content["events"]) if event["detail"].get("step")}
    found = []
    for row in standing_rows(rows):
        if "id" not in row or not row.get("event"):
            found.append(row)
        elif row["id"] in dated:
            found.append({**row, "at": dated[row["id"]]})
    return sorted(found, key=lambda row: str(row["at"]))
