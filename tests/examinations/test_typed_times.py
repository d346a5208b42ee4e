"""A time that the clock on the wall shows twice is asked about, whether or not its date was typed."""

from datetime import UTC, datetime

import pytest

from examinations.forms.acts import NoteForm

NIGHT = datetime(2026, 10, 25, 1, 5, tzinfo=UTC)  # 01:05 for the second time
TYPED = {
    "submission_id": "7b1a4a5e-0000-4000-8000-000000000001",
    "words": "Seen.",
    "reason": "Entered from the pad.",
    "typed_at_time": "01:03",
}
WITH_DATE = {"typed_at_day": "25", "typed_at_month": "10", "typed_at_year": "2026"}


@pytest.mark.parametrize("day", [{}, WITH_DATE], ids=["today's, left out", "typed"])
def test_an_hour_that_happens_twice_is_asked_about_and_the_answer_taken(day: dict[str, str]) -> None:
    asked = NoteForm({**TYPED, **day}, at=NIGHT)
    assert not asked.is_valid()
    assert "GMT, the second" in str(asked["typed_at"])
    answered = NoteForm({**TYPED, **day, "typed_at_zone": "GMT"}, at=NIGHT)
    assert answered.is_valid(), answered.errors
    assert answered.cleaned_data["typed_at"] == datetime(2026, 10, 25, 1, 3, tzinfo=UTC)


def test_any_other_time_is_not_asked_about() -> None:
    form = NoteForm({**TYPED, "typed_at_time": "00:40", "reason": ""}, at=NIGHT)
    form.add_error("reason", "Say why.")
    assert "GMT, the second" not in str(form["typed_at"])
