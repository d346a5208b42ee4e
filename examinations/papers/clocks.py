"""The clocks and breaches on paper, as they were computed when a record was submitted or for a calculation: each clock with what it is
about, each breach with what was said about it, and every time in the words of the rest of the document."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from borderops.kit.dates import spoken, spoken_date
from examinations.clocks.words import note_on
from examinations.models import Biometric
from examinations.papers.record import instant, number, said

STATES = {"MET": "Met", "BREACHED": "Breached", "OVERDUE": "Overdue", "NOT_STARTED": "Not started"}
ENGINE_TIME = re.compile(r"\b(\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d)(:\d\d)? (GMT|BST)\b")
ENGINE_DAY = re.compile(r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}\b")


@dataclass(frozen=True, slots=True)
class Found:
    """A breach as it was computed when the record was submitted, and what was said about it."""

    name: str
    text: str
    is_policy: bool
    explanations: tuple[str, ...]
    is_verified: bool


def in_words(sentence: str) -> str:
    """A sentence of the clock engine with its instants (`25 Oct 2026 01:30:05 BST`) and days said as paper says every other."""
    return ENGINE_DAY.sub(_spoken_day, ENGINE_TIME.sub(_spoken, sentence))


def _spoken(found: re.Match[str]) -> str:
    at = datetime.strptime(f"{found[1]}{found[2] or ':00'}", "%d %b %Y %H:%M:%S").replace(tzinfo=UTC)
    return spoken(at - timedelta(hours=found[3] == "BST"), seconds=True)


def _spoken_day(found: re.Match[str]) -> str:
    return spoken_date(datetime.strptime(found[0], "%d %b %Y").replace(tzinfo=UTC).date())


def breaches(content: Mapping[str, Any]) -> list[Found]:
    """What the clocks found, with the explanations that name the same rule and due instant."""
    names = {each["rule"]: f"{each['rule']} {each['name']}" for each in content["computed"]["clocks"]}
    return [_found(each, content.get("explanations", ()), names) for each in content["computed"]["breaches"]]


def warnings(content: Mapping[str, Any]) -> list[str]:
    """What the clocks ask somebody to look at, as that the calendar of bank holidays ends before a limit, each with what it is about."""
    things = _things(content)
    found = (f"{each['rule']}{_about(each.get('ref'), things)}: {in_words(each['text'])}" for each in content["computed"]["warnings"])
    return [sentence.removeprefix(": ") for sentence in dict.fromkeys(found)]


def _found(breach: Mapping[str, Any], explanations: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> Found:
    due = instant(breach["due_at"])
    return Found(
        name=names.get(breach["rule"], breach["rule"]),
        text=in_words(breach["text"]),
        is_policy=breach["basis"] == "POLICY",
        explanations=tuple(
            f"{number(each['explained_by'])} at {said(each['explained_at'])}: {each['words']}"
            for each in explanations
            if each["rule"] == breach["rule"] and instant(each["due_at"]) == due
        ),
        is_verified=breach.get("verified", True),  # not said in versions frozen before breaches told
    )


def clock_rows(content: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """(rule, name and what it is about, due, state, authority) of every clock that ran."""
    things = _things(content)
    return [
        (
            f"{each['rule']} {each['name']}{_about(each.get('ref'), things)}",
            ("before " if each["strict"] else "by ") + said(each["due_at"]),
            STATES.get(each["state"], "Running"),
            _authority(each),
        )
        for each in content["computed"]["clocks"]
    ]


def _authority(clock: Mapping[str, Any]) -> str:
    """On what a clock rests, and what it leaves out."""
    authority = clock["authority"] if clock["verified"] else f"{clock['authority']} (not verified)"
    return ". ".join(part for part in (authority, note_on(clock["rule"])) if part)


def _about(ref: str | None, things: Mapping[str, str]) -> str:
    """What a clock is about, where there are several: by its number on a record, as it was typed in a calculation."""
    return f" ({things.get(ref, ref)})" if ref else ""


def _things(content: Mapping[str, Any]) -> dict[str, str]:
    """The words for every reference on the record that a clock may carry."""
    numbers = {item["id"]: item["number"] for item in content.get("items", ())}
    takings = dict(Biometric.What.choices)
    return {
        **{key: f"item {its}" for key, its in numbers.items()},
        **{each["id"]: f"item {numbers.get(each['item'], '')}, copy {each['number']}" for each in content.get("copies", ())},
        **{each["ref"]: f"cash in bag {each['sealed_bag']}" if each["sealed_bag"] else "cash" for each in content.get("cash", ())},
        **{each["id"]: str(takings[each["what"]]).lower() for each in content.get("biometrics", ())},
    }
