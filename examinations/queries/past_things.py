"""What had been kept, counted, attached and explained on a record by an instant. As with its timeline, a row is known from the instant at
which the service received it, and when something was kept is what the timeline said of it then; what a row says that is changed in place,
such as the description of an item, is not shown as the past."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch

from examinations.cash import Pieces, totals
from examinations.models import Attachment, BreachExplanation, CashCount, CashSeizure, Custody, Examination, Item, Kind
from examinations.queries.past import Past, standing_then


@dataclass(frozen=True, slots=True)
class KeptThen:
    """An item, since when it was kept as known then (None: that entry had been taken back), and where it had been, oldest first."""

    item: Item
    kept_at: datetime | None
    chain: tuple[Custody, ...]


@dataclass(frozen=True, slots=True)
class CashThen:
    """A seizure, when it was as known then (None: that entry had been taken back), and its last count with the sums of each currency."""

    seizure: CashSeizure
    seized_at: datetime | None
    count: CashCount | None
    sums: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class ThingsThen:
    """Everything beside the timeline that had reached the record by then."""

    kept: tuple[KeptThen, ...]
    cash: tuple[CashThen, ...]
    attachments: tuple[Attachment, ...]
    explanations: tuple[BreachExplanation, ...]


def things_then(examination: Examination, known: Past) -> ThingsThen:
    """What was known at `known.at`. Seven queries at most, whatever it holds."""
    at, kept, seized = known.at, _first(known, Kind.PROPERTY_RETAINED), _first(known, Kind.CASH_SEIZED)
    links = Custody.objects.filter(received_at__lte=at).select_related("holder").order_by("at", "id")
    items = examination.items.filter(created_at__lte=at).order_by("number").prefetch_related(Prefetch("chain", links))
    counts = CashCount.objects.filter(entered_at__lte=at).select_related("first_counter", "second_counter").prefetch_related("amounts")
    seizures = examination.cash_seizures.filter(event__received_at__lte=at).order_by("event__at", "id")
    counted = Prefetch("counts", counts.order_by("counted_at", "id"))
    explanations = examination.explanations.filter(explained_at__lte=at).select_related("explained_by")
    return ThingsThen(
        kept=tuple(KeptThen(item, kept.get(str(item.pk)), tuple(item.chain.all())) for item in items),
        cash=tuple(_cash(row, seized.get(row.ref)) for row in seizures.prefetch_related(counted)),
        attachments=tuple(examination.attachments.filter(added_at__lte=at).select_related("added_by").order_by("number")),
        explanations=tuple(explanations.order_by("explained_at", "id")),
    )


def _first(known: Past, kind: Kind) -> dict[str, datetime]:
    """When each thing was first kept, or seized, by its key, from the entries that stood then."""
    first: dict[str, datetime] = {}
    for event in sorted(standing_then(known.events), key=lambda event: (event.at, event.pk)):
        if event.kind == kind:
            first.setdefault(str(event.detail.get("ref", "")), event.at)
    return first


def _cash(seizure: CashSeizure, seized_at: datetime | None) -> CashThen:
    counts: Sequence[CashCount] = list(seizure.counts.all())
    last = counts[-1] if counts else None
    pieces = [Pieces(each.currency, each.denomination, each.pieces) for each in last.amounts.all()] if last else []
    return CashThen(seizure, seized_at, last, dict(totals(pieces)))
