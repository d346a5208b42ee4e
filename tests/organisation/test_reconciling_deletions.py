"""Only the owner of the schema can delete a record; that too is found."""

from borderops.kit.clock import now
from organisation.models import OpeningHours
from organisation.policy import SYSTEM
from organisation.reconciling import GONE, Difference, reconcile
from organisation.scopes import acting_as
from tests.cast import make_cast
from tests.plugins.databases import as_owner


def test_a_row_that_was_taken_away_is_reported(fresh_database: str) -> None:
    make_cast(now())
    hours = OpeningHours.objects.first()
    assert hours is not None
    as_owner(f"DELETE FROM organisation_openinghours WHERE id = '{hours.pk}'", database=fresh_database)
    with acting_as(SYSTEM):
        findings = reconcile(now())
    assert findings.differences == [Difference("organisation.openinghours", hours.pk, GONE)]
