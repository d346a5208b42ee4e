"""How far what was kept and the cash that was seized are described, for the list of what a record owes: one query for both, because the
page of a record has none to spare."""

from typing import Any, TypedDict
from uuid import UUID

from django.db.models import BooleanField, Exists, Expression, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value

from borderops.kit.compiled import compiled
from examinations.models import CashCount, CashSeizure, Examination, Item, Kind
from examinations.owed import Kept, Seized
from examinations.owed.cash import MISSING
from examinations.timeline import standing_events

COLUMNS = ("ref_", "is_cash", "in_order", "is_described", *(f"has_{name}" for name in MISSING))


class Described(TypedDict):
    """Two fields of `Held`."""

    kept: list[Kept]
    cash: list[Seized]


def described(examination: Examination) -> Described:
    """Every item that was kept and every seizure that stands. One query, none where nothing was kept or seized."""
    events = standing_events(examination)
    seized_at = {str(event.detail.get("ref")): event.at for event in events if event.kind == Kind.CASH_SEIZED}
    found: Described = {"kept": [], "cash": []}
    if not seized_at and all(event.kind != Kind.PROPERTY_RETAINED for event in events):
        return found
    for row in _rows(examination.pk):
        one = dict(zip(COLUMNS, row, strict=True))
        if not one["is_cash"]:
            found["kept"].append(Kept(one["in_order"], one["is_described"], one["has_receipt"]))
        elif one["ref_"] in seized_at:
            found["cash"].append(Seized(seized_at[one["ref_"]], frozenset(name for name in MISSING if one[f"has_{name}"])))
    found["cash"].sort(key=lambda one: one.at)
    return found


def _is(condition: Any) -> Expression:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _there(*names: str) -> Expression:
    """Whether one of these texts says something."""
    said = Q()
    for name in names:
        said |= ~Q(**{name: ""})
    return _is(said)


@compiled
def _rows(key: UUID) -> QuerySet[Any, Any]:
    """COLUMNS of both, in the order of the items."""
    counts = CashCount.objects.filter(seizure=OuterRef("pk"), superseded_by__isnull=True, is_withdrawn=False)
    items: dict[str, Any] = {
        "in_order": F("number"),
        "is_described": _there("description"),
        "has_receipt": _is(Q(receipt_given_at__isnull=False) | ~Q(receipt_not_given_reason="")),
    }
    cash: dict[str, Any] = {
        "ref_": F("ref"),
        "is_cash": _is(Value(value=True)),
        "has_count": Exists(counts),
        "has_receipt": _there("receipt", "no_receipt_reason"),
        **{f"has_{name}": _there(name) for name in ("place", "grounds", "explanation")},
        "has_bag": _is(~Q(sealed_bag="") | Exists(counts.exclude(sealed_bag=""))),
    }
    of_items = _columns(Item.objects.filter(examination=key), items)
    both: QuerySet[Any, Any] = of_items.union(_columns(CashSeizure.objects.filter(examination=key), cash), all=True)
    return both.order_by("in_order")


def _columns(rows: QuerySet[Any], given: dict[str, Any]) -> QuerySet[Any, Any]:
    """These rows in COLUMNS, which are the same for each part of the union; what is not given is empty."""
    empty = {"ref_": Value(""), "in_order": Value(0)}
    shown = {name: given.get(name, empty.get(name, _is(Value(value=False)))) for name in COLUMNS}
    found: QuerySet[Any, Any] = rows.annotate(**shown).values_list(*COLUMNS)
    return found
