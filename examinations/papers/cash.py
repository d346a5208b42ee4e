"""Seized cash on paper: each seizure as it was frozen, its last count by denomination, and every step; and goods. `paper` prints the rest
of the record."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from examinations.cash import Pieces, totals
from examinations.goods import goods_rows
from examinations.models import CashInstrument, CashPower, CashStep
from examinations.papers.record import Part, number, said
from examinations.papers.standing import dated_rows, standing_rows


def cash_parts(content: Mapping[str, Any]) -> list[Part]:
    """One heading a seizure; nothing where no cash was seized."""
    at = seized_at(content)
    return [Part("Cash seized", tuple(_rows(each, at.get(each["ref"]), content))) for each in content.get("cash", ())]


def seized_at(content: Mapping[str, Any]) -> dict[str, str]:
    """When each seizure happened, by its key, from the entries that stand."""
    return {event["detail"].get("ref"): event["at"] for event in standing_rows(content["events"]) if event["kind"] == "CASH_SEIZED"}


def goods_parts(content: Mapping[str, Any]) -> list[Part]:
    """What the goods are, on a record about goods."""
    return [Part("Goods", tuple(goods_rows(content["goods"])))] if content.get("goods") else []


def bag_of(seizure: Mapping[str, Any]) -> str:
    """The bag that it is in now: it is opened to be counted, and sealed into another."""
    last = standing_rows(seizure["counts"])[-1:]
    return next((str(count["sealed_bag"]) for count in last if count["sealed_bag"]), str(seizure["sealed_bag"]))


def _rows(seizure: Mapping[str, Any], at: str | None, content: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    yield "Seized", said(at)
    yield "Under", str(dict(CashPower.choices)[seizure["power"]])
    yield "Place", seizure["place"]
    yield "Grounds of the suspicion", seizure["grounds"]
    yield "Explanation given", seizure["explanation"]
    yield "Sealed bag", bag_of(seizure)
    yield "Receipt", seizure["receipt"] or (f"None: {seizure['no_receipt_reason']}" if seizure["no_receipt_reason"] else "")
    if seizure["afresh_reason"]:
        yield "Why it was seized afresh", seizure["afresh_reason"]
    for count in standing_rows(seizure["counts"])[-1:]:
        yield from _count(count)
    for step in dated_rows(seizure["steps"], content):
        yield str(dict(CashStep.Kind.choices)[step["kind"]]), step_said(step)


def _pieces(count: Mapping[str, Any]) -> list[Pieces]:
    return [Pieces(code, Decimal(worth), many) for code, worth, many in count["amounts"]]


def count_said(count: Mapping[str, Any]) -> str:
    """What a count came to, by currency."""
    return "; ".join(f"{code} {total:,.2f}" for code, total in totals(_pieces(count)).items())


def _count(count: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    first, second = count["counters"]
    yield "Counted", f"{said(count['counted_at'])} by {number(first)} and {number(second)}"
    yield "Amount", count_said(count)
    listed = [f"{each.pieces} × {each.currency} {each.denomination:,.2f}" for each in _pieces(count)]
    for kind, its_number, code, amount in count["instruments"]:
        worth = f"{code} {Decimal(amount):,.2f}" if amount else ""
        listed.append(" ".join(part for part in (str(dict(CashInstrument.Kind.choices)[kind]), its_number, worth) if part))
    yield "What was counted", "\n".join(listed)


def step_said(step: Mapping[str, Any]) -> str:
    parts = [f"{said(step['at'])} by {number(step['officer'])}", step["court"]]
    if step["expires_on"]:
        parts.append(f"until the end of {step['expires_on']}")
    if step["grounds_continue"] is not None:
        parts.append("The grounds continue" if step["grounds_continue"] else "The grounds have gone")
    return ". ".join(part for part in (*parts, step["words"]) if part)
