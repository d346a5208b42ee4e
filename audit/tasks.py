"""The ledger's one job: a seal a minute. A run that is lost or doubled does no harm; the next seals what it finds."""

from celery import shared_task

from audit import sealing
from audit.heartbeats import heard
from audit.queries import SEALING
from borderops.kit import clock


@shared_task(name="audit.tasks.seal_ledger")
def seal_ledger() -> None:
    """Heard of only up to the oldest entry that is still unsealed, so that one long transaction which holds up the seals shows as late."""
    made = sealing.seal_ledger()
    heard(SEALING, at=clock.now() - sealing.age_of_the_unsealed(), detail={"seals": made})
