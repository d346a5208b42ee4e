"""The second line's cost: PostgreSQL reads a person's scope once a statement, however many rows the statement looks at."""

import pytest
from django.db import connection

from examinations.models import Examination, TimelineEvent
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import begin

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Examination, TimelineEvent])
def test_no_row_is_filtered_by_reading_a_setting(cast: Cast, model: type[Examination] | type[TimelineEvent]) -> None:
    begin(cast)
    with acting_as(cast.actor("di.region")), connection.cursor():
        plan = model.objects.all().explain()
    assert "InitPlan" in plan
    filters = [line for line in plan.splitlines() if "Filter:" in line]
    assert filters
    assert not any("current_setting" in line for line in filters), plan
