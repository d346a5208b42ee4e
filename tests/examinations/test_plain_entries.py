"""The entry that is written as one text says what the template of all other entries would say, and lets nothing through that it escapes."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.template.loader import render_to_string

from examinations.faces import Line, lines
from examinations.models import Examination, Kind, TimelineEvent
from examinations.templatetags.timeline import plain_entry
from organisation.models import User

AT = datetime(2026, 11, 25, 10, 42, 3, tzinfo=UTC)
OF = Examination(power="TACT_S7", started_at=AT)
HOSTILE = "<script>alert('1')</script> & \"Ann\" {{ person }} {% now %}"


def squeezed(drawn: str) -> str:
    """Without the white space between elements and at their edges."""
    return re.sub(r"\s+", " ", re.sub(r"\s*([<>])\s*", r"\1", drawn)).strip()


def line(words: str = "", by: str = "4201") -> Line:
    officer = User(id=uuid4(), collar_number=by) if by else None
    event = TimelineEvent(id=uuid4(), kind=Kind.WELFARE, at=AT, received_at=AT, officer=officer, entered_by=officer, words=words)
    return lines([event], of=OF)[0]


@pytest.mark.parametrize("words", ["", "A drink was offered.", HOSTILE])
@pytest.mark.parametrize("by", ["4201", "", "<b>4201</b>"])
def test_a_plain_entry_is_drawn_as_the_template_draws_it(words: str, by: str) -> None:
    drawn = line(words, by)
    assert drawn.is_plain
    assert squeezed(plain_entry(drawn)) == squeezed(render_to_string("examinations/timeline_entry.html", {"line": drawn}))


def test_a_hostile_title_is_escaped() -> None:
    assert "<script>" not in plain_entry(replace(line(), title=HOSTILE))


def test_an_entry_with_more_to_say_is_not_plain() -> None:
    plain = TimelineEvent(id=uuid4(), kind=Kind.WELFARE, at=AT, received_at=AT, words="")
    assert not lines([plain], of=OF, may_correct=True)[0].is_plain
    for more in (
        {"words": "Two\nlines"},
        {"until": AT},
        {"late_reason": "No signal."},
        {"entered_by": User(id=uuid4(), collar_number="9")},
    ):
        event = TimelineEvent(**{"id": uuid4(), "kind": Kind.WELFARE, "at": AT, "received_at": AT, "words": "", **more})
        assert not lines([event], of=OF)[0].is_plain
