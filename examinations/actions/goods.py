"""Examining goods without anybody: begun with one press at a place that the Acts know, described as it can be, and ended like any other
examination with its own fact."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

import audit.actions as ledger
from examinations.actions.starting import save_under_a_free_reference
from examinations.actions.writing import append, ensure_examiner, locked, officer_of, require_examiner, require_recorder
from examinations.instants import Instant
from examinations.models import Examination, Goods, Kind, Particulars, Power, State, Subject
from examinations.refusals import Refusal
from organisation import policy
from organisation.models import Compartment, Port
from organisation.policy import Actor

PREFIX = {Power.TACT_S7.value: "G7", Power.CTBSA_S3.value: "G3"}
DESCRIBED = frozenset(field.name for field in Goods._meta.concrete_fields) - {"id", "examination", "version", "place_kind"}


class NoPower(Refusal):
    """Goods may not be examined at such a place."""


def start_goods(
    *,
    port: Port,
    power: str,
    place_kind: str,
    by: Actor,
    when: Instant,
    place: str = "",
    details: Mapping[str, Any] | None = None,
    compartment: Compartment | None = None,
) -> Examination:
    """Open a record of goods examined from `when.at` on (TACT Sch 7 para 9; CTBSA Sch 3 para 9). No clock of a person runs.

    Raises `NoPower` where goods are about to be examined at another kind of place; that they were, entered afterwards, is taken and is a
    breach of R7.
    """
    officer = officer_of(by)
    kind = Goods.Place(place_kind)
    if kind == Goods.Place.ELSEWHERE and not when.is_late_entry:
        raise NoPower(
            "Goods may be examined at a port, at the premises of a sea or air cargo agent, at a temporary storage facility or at a "
            "designated location, and nowhere else. Have them brought to one, or use another power. If they were examined here already, "
            "type the time and the reason.",
            field="place_kind",
        )
    examination = Examination(
        power=Power(power),
        subject=Subject.GOODS,
        port=port,
        place=place.strip(),
        compartment=compartment,
        state=State.LIVE,
        started_at=when.at,
        participants=[officer.pk],
        authors=[officer.pk],
        is_late_entry=when.is_late_entry,
        created_by=officer,
        created_at=when.received_at,
    )
    policy.require(by, "examination.start", examination)
    with transaction.atomic():
        save_under_a_free_reference(examination, PREFIX[examination.power])
        particulars = Particulars.objects.create(examination=examination)
        goods = Goods.objects.create(examination=examination, place_kind=kind, **_cleaned(details or {}))
        event = append(examination, kind=Kind.GOODS_EXAMINED, by=by, when=when, detail={"goods_place": kind.value})
        changed = [particulars, goods, event, *ensure_examiner(examination, officer, when.at, event.officer_rank)]
        detail = {"power": examination.power, "place_kind": kind.value, "is_late_entry": when.is_late_entry}
        ledger.record("examination.goods_started", examination, changed=changed, reason=when.late_reason, detail=detail)
    return examination


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(values) - DESCRIBED:
        raise ValueError(f"No such details of goods: {', '.join(sorted(unknown))}.")
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def describe_goods(*, examination: Examination, by: Actor, version: int, changes: Mapping[str, Any]) -> Goods:
    """Fill in what is known of the goods, until the record is submitted. Raises `Refusal` when somebody else saved first."""
    with transaction.atomic():
        row = locked(examination)
        require_recorder(by, row)
        require_examiner(by, "examination.complete", row)
        goods = Goods.objects.select_for_update().get(examination=row)
        given = {name: value for name, value in _cleaned(changes).items() if value != getattr(goods, name)}
        if given and goods.version != version:
            raise Refusal("Somebody else has saved this since you opened it. Yours is below; open the page again to see theirs.")
        if given:
            for name, value in given.items():
                setattr(goods, name, value)
            goods.version += 1
            goods.save()
            ledger.record("examination.goods_described", row, changed=[goods], detail={"fields": sorted(given)})
    return goods
