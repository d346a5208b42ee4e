"""How far what was kept and the cash that was seized are described, which copies wait for a superintendent's authority and of which things
what was derived is to be destroyed, for the list of what a record owes: one query for all, as a record's page has none to spare."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Exists,
    Expression,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from borderops.kit.compiled import compiled
from borderops.kit.dates import spoken_time
from examinations import cash, clocks
from examinations.models import (
    Biometric,
    CashCount,
    CashSeizure,
    CashStep,
    CommissionerStep,
    DeviceCopy,
    Examination,
    Handover,
    Item,
    Kind,
)
from examinations.owed import Kept, Seized
from examinations.owed.cash import MISSING, Since
from examinations.owed.cash import later as later_owed
from examinations.property.decided import DESTROY_DERIVED, DIRECT_DERIVED, JUDICIAL, REFUSE_DECISION
from examinations.property.things import name_of
from examinations.timeline import standing_events

SINCE = ("is_placed", "assessed_at", "grounds_continue", "handed_over_at")
"""Fields of `Since` that are columns here."""
COLUMNS = (
    "ref_",
    "is_cash",
    "is_copy",
    "is_derived",
    "in_order",
    "copy_number",
    "is_described",
    *(f"has_{name}" for name in MISSING),
    *SINCE,
)

DESTROYED = (Kind.SAMPLE_DESTROYED, Kind.BIOMETRIC_DATA_DESTROYED)
PLACED = (CashStep.Kind.PAID_IN, CashStep.Kind.NOT_PAID_IN)


class Described(TypedDict):
    """Four fields of `Held`."""

    kept: list[Kept]
    cash: list[Seized]
    unauthorised: list[int]
    derived: list[str]


def described(examination: Examination, evaluation: clocks.Evaluation, at: datetime) -> Described:
    """Every item that was kept, every seizure that stands with what it owes at `at`, the items of copies without their authority, and the
    things of which what was derived is to be destroyed. One query, none where nothing was kept or seized."""
    events = standing_events(examination)
    refs = {str(event.detail.get("ref")) for event in events}
    seized_at = {str(event.detail.get("ref")): event.at for event in events if event.kind == Kind.CASH_SEIZED}
    gone = {str(event.detail.get("ref")) for event in events if event.kind in {Kind.CASH_RETURNED, Kind.CASH_FORFEITED}}
    found: Described = {"kept": [], "cash": [], "unauthorised": [], "derived": []}
    if not seized_at and all(event.kind != Kind.PROPERTY_RETAINED for event in events):
        return found
    for row in _rows(examination.pk):
        one = dict(zip(COLUMNS, row, strict=True))
        if one["is_derived"]:
            name = name_of("", {"item": one["in_order"], "copy": one["copy_number"]})
            if one["ref_"] in refs and name not in found["derived"]:
                found["derived"].append(name)
        elif one["is_copy"]:
            if one["ref_"] in refs and one["in_order"] not in found["unauthorised"]:
                found["unauthorised"].append(one["in_order"])
        elif not one["is_cash"]:
            found["kept"].append(Kept(one["in_order"], one["is_described"], one["has_receipt"]))
        elif one["ref_"] in seized_at:
            since = Since(
                seized_at[one["ref_"]],
                cash.first_hours_end(evaluation.clocks, one["ref_"]),
                is_gone=one["ref_"] in gone,
                **{name: one[name] for name in SINCE},
            )
            found["cash"].append(_seized(one, since, at))
    found["cash"].sort(key=lambda one: one.at)
    return found


def _seized(one: Mapping[str, Any], since: Since, at: datetime) -> Seized:
    return Seized(since.seized_at, frozenset(name for name in MISSING if one[f"has_{name}"]), later_owed(since, at))


def _is(condition: Any) -> Expression:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _there(*names: str) -> Expression:
    """Whether one of these texts says something."""
    said = Q()
    for name in names:
        said |= ~Q(**{name: ""})
    return _is(said)


def last_handover() -> QuerySet[Handover]:
    """The latest handover that was accepted, of the record that an outer row belongs to."""
    rows = Handover.objects.filter(examination=OuterRef("examination"), answer=Handover.Answer.ACCEPTED)
    return rows.order_by("-answered_at", "-id")


def _steps() -> QuerySet[Any, Any]:
    """The steps of the Commissioner's route that stand, each with the key of the `thing`: the copy, or the item."""
    thing = Coalesce("device_copy_id", "item_id", output_field=UUIDField())
    return CommissionerStep.objects.filter(superseded_by__isnull=True, is_withdrawn=False).annotate(thing=thing)


@compiled
def _rows(key: UUID) -> QuerySet[Any, Any]:
    """COLUMNS of all four, in the order of the items."""
    counts = CashCount.objects.filter(seizure=OuterRef("pk"), superseded_by__isnull=True, is_withdrawn=False)
    steps = CashStep.objects.filter(seizure=OuterRef("pk"), superseded_by__isnull=True, is_withdrawn=False)
    assessed = steps.filter(kind=CashStep.Kind.ASSESSED).order_by("-at", "-id")
    items: dict[str, Any] = {
        "in_order": F("number"),
        "is_described": _there("description"),
        "has_receipt": _is(Q(receipt_given_at__isnull=False) | ~Q(receipt_not_given_reason="")),
    }
    seizures: dict[str, Any] = {
        "ref_": F("ref"),
        "is_cash": _is(Value(value=True)),
        "has_count": Exists(counts),
        "has_receipt": _there("receipt", "no_receipt_reason"),
        **{f"has_{name}": _there(name) for name in ("place", "grounds", "explanation")},
        "has_bag": _is(~Q(sealed_bag="") | Exists(counts.exclude(sealed_bag=""))),
        "is_placed": Exists(steps.filter(kind__in=PLACED)),
        "assessed_at": Subquery(assessed.values("at")[:1]),
        "grounds_continue": Subquery(assessed.values("grounds_continue")[:1]),
        "handed_over_at": Subquery(last_handover().values("offered_at")[:1]),
    }
    copies: dict[str, Any] = {
        "ref_": Cast("pk", CharField()),
        "is_copy": _is(Value(value=True)),
        "in_order": F("item__number"),
    }
    derived: dict[str, Any] = {
        "ref_": Cast("thing", CharField()),
        "is_derived": _is(Value(value=True)),
        "in_order": F("item__number"),
        "copy_number": Coalesce("device_copy__number", Value(0), output_field=IntegerField()),
    }
    # As `business.is_owed` says it of one copy.
    waiting = DeviceCopy.objects.filter(examination=key, is_business=True, business_authorised_at=None, destroyed_at=None)
    # As `decided_of` folds it: destroyed since, or a Judicial Commissioner's direction that was not approved.
    later = _steps().filter(thing=OuterRef("thing"), at__gte=OuterRef("at"))
    directed = _steps().filter(examination=key, act=DIRECT_DERIVED).exclude(Exists(later.filter(act=DESTROY_DERIVED)))
    directed = directed.exclude(Exists(later.filter(act=REFUSE_DECISION)), decided_by=JUDICIAL)
    of_items = _columns(Item.objects.filter(examination=key), items)
    of_cash = _columns(CashSeizure.objects.filter(examination=key), seizures)
    found: QuerySet[Any, Any] = of_items.union(of_cash, _columns(waiting, copies), _columns(directed, derived), all=True)
    return found.order_by("in_order")


def _columns(rows: QuerySet[Any], given: dict[str, Any]) -> QuerySet[Any, Any]:
    """These rows in COLUMNS, which are the same for each part of the union; what is not given is empty."""
    never = Cast(Value(None), DateTimeField())
    empty = {"ref_": Value(""), "in_order": Value(0), "copy_number": Value(0), "assessed_at": never, "handed_over_at": never}
    shown = {name: given.get(name, empty.get(name, _is(Value(value=False)))) for name in COLUMNS}
    found: QuerySet[Any, Any] = rows.annotate(**shown).values_list(*COLUMNS)
    return found


def unlawful_takings(examination: Examination, evaluation: clocks.Evaluation) -> list[str]:
    """Prints and samples that the law did not allow (R6) and that are not recorded as destroyed, each in words. No query of its own."""
    against = {breach.ref for breach in evaluation.breaches if breach.rule == "R6"}
    events = standing_events(examination)
    gone = {str(event.detail.get("ref")) for event in events if event.kind in DESTROYED}
    return [
        f"{Biometric.What(event.detail.get('what', Biometric.What.FINGERPRINTS)).label}, {spoken_time(event.at)}"
        for event in events
        if event.kind == Kind.BIOMETRICS_TAKEN and str(event.detail.get("ref")) in against - gone
    ]
