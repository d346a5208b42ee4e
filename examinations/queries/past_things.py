"""What had been kept, counted, attached and explained on a record by an instant. As with its timeline, a row is known from the instant at
which the service received it; what a row says that is changed in place, such as the description of an item, is not shown as the past."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch

from examinations.cash import Pieces, totals
from examinations.models import Attachment, BreachExplanation, CashCount, CashSeizure, Custody, Examination, Item


@dataclass(frozen=True, slots=True)
class KeptThen:
    """An item and where it had been by then, oldest first."""

    item: Item
    chain: tuple[Custody, ...]


@dataclass(frozen=True, slots=True)
class CashThen:
    """A seizure, and its last count by then with the sums of each currency."""

    seizure: CashSeizure
    count: CashCount | None
    sums: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class ThingsThen:
    """Everything beside the timeline that had reached the record by then."""

    kept: tuple[KeptThen, ...]
    cash: tuple[CashThen, ...]
    attachments: tuple[Attachment, ...]
    explanations: tuple[BreachExplanation, ...]


def things_then(examination: Examination, at: datetime) -> ThingsThen:
    """What was known at `at`. Seven queries at most, whatever it holds."""
    links = Custody.objects.filter(received_at__lte=at).select_related("holder").order_by("at", "id")
    items = examination.items.filter(created_at__lte=at).order_by("number").prefetch_related(Prefetch("chain", links))
    counts = CashCount.objects.filter(entered_at__lte=at).select_related("first_counter", "second_counter").prefetch_related("amounts")
    seizures = examination.cash_seizures.filter(event__received_at__lte=at).select_related("event").order_by("event__at", "id")
    explanations = examination.explanations.filter(explained_at__lte=at).select_related("explained_by")
    return ThingsThen(
        kept=tuple(KeptThen(item, tuple(item.chain.all())) for item in items),
        cash=tuple(_cash(row) for row in seizures.prefetch_related(Prefetch("counts", counts.order_by("counted_at", "id")))),
        attachments=tuple(examination.attachments.filter(added_at__lte=at).select_related("added_by").order_by("number")),
        explanations=tuple(explanations.order_by("explained_at", "id")),
    )


def _cash(seizure: CashSeizure) -> CashThen:
    counts: Sequence[CashCount] = list(seizure.counts.all())
    last = counts[-1] if counts else None
    pieces = [Pieces(each.currency, each.denomination, each.pieces) for each in last.amounts.all()] if last else []
    return CashThen(seizure, last, dict(totals(pieces)))
