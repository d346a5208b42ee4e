"""The review board: every live examination in scope by the next instant at which the law needs something; and the same for a wall."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from borderops.kit.clock import now
from borderops.kit.methods import require_GET
from examinations import clocks, faces, queries
from examinations.queries import BoardRow, Reviewer
from examinations.views.common import actor_of
from organisation import policy
from organisation.doors import needs, shown
from organisation.policy import Actor

MOST_REVIEWERS = 3


@dataclass(frozen=True, slots=True)
class Drawn:
    """One row of the board with what this person may do about it."""

    row: BoardRow
    clock: clocks.Clock | None
    others: tuple[clocks.Clock, ...]
    instruction: str
    instructions: dict[str, str]
    power: str
    examiners: str
    may_open: bool
    may_join: bool
    may_review: bool
    who_may: tuple[Reviewer, ...]
    state: str

    @property
    def label(self) -> str:
        """What the alarm says of it: reference and place, nothing of the person."""
        examination = self.row.examination
        return ", ".join(part for part in (examination.reference, examination.port.name, examination.place) if part)


def _draw(actor: Actor, row: BoardRow) -> Drawn:
    examination = row.examination
    is_examiner = any(each.officer_id == actor.id for each in row.examiners)
    others = tuple(each for each in row.clocks if row.next_clock is None or each.rule != row.next_clock.rule)
    if row.release_now:
        others = tuple(each for each in others if each.rule not in faces.REVIEW_RULES)
    return Drawn(
        row=row,
        clock=row.next_clock,
        others=others,
        instruction=faces.instruction_for(row.next_clock, release_now=row.release_now),
        instructions=faces.INSTRUCTIONS,
        power=faces.short_power(examination),
        examiners=faces.examiner_numbers(row.examiners),
        may_open=bool(policy.can(actor, "examination.view", examination)),
        may_join=not is_examiner and bool(policy.can(actor, "examination.join", examination)),
        may_review=bool(policy.can(actor, "examination.review", examination)),
        who_may=tuple(each for each in row.reviewers if each.may_review)[:MOST_REVIEWERS],
        state=row.next_clock.state.value if row.next_clock else "",
    )


def _digest(rows: list[BoardRow]) -> str:
    """Stands for which records a page shows, so that asking again each minute is entered as read only when that changes."""
    return hashlib.sha256(",".join(sorted(str(row.examination.pk) for row in rows)).encode()).hexdigest()[:16]


def _context(request: HttpRequest, at: datetime) -> dict[str, Any]:
    actor = actor_of(request)
    rows = queries.review_board(actor, at)
    digest = _digest(rows)
    if request.GET.get("shown") != digest:
        shown(request, "board.view", [row.examination for row in rows])
    drawn = [_draw(actor, row) for row in rows]
    return {
        "rows": drawn,
        "digest": digest,
        "may_start": policy.may(actor, "examination.start"),
        "overdue": sum(each.state == "OVERDUE" for each in drawn),
        "soon": sum(each.state == "SOON" for each in drawn),
    }


@needs("board.view")
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    return render(request, "examinations/board.html", _context(request, now()))


@needs("board.view")
@require_GET
def board_rows(request: HttpRequest) -> HttpResponse:
    """The rows alone, asked for again each minute."""
    return render(request, "examinations/board_rows.html", _context(request, now()))


@needs("board.view")
@require_GET
def wall(request: HttpRequest) -> HttpResponse:
    """The board for a screen that others can see: no officer, no number to ring, nothing of any person."""
    return render(request, "examinations/wall.html", _context(request, now()))


@needs("board.view")
@require_GET
def wall_rows(request: HttpRequest) -> HttpResponse:
    return render(request, "examinations/wall_rows.html", _context(request, now()))
