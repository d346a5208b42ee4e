"""The flights and sailings that an officer recorded lately."""

from uuid import UUID

from examinations.models import Examiner

LATEST = 100  # examinations of one officer that are looked at
MOST = 20


def services_of(officer: UUID | None) -> list[tuple[str, str]]:
    """The numbers on the officer's own latest records, newest first, each once with its carrier. One query."""
    rows = Examiner.objects.filter(officer=officer).order_by("-joined_at")
    found: dict[str, str] = {}
    for number, carrier in rows.values_list("examination__particulars__service_number", "examination__particulars__carrier")[:LATEST]:
        if number:
            found.setdefault(number, carrier or "")
    return list(found.items())[:MOST]
