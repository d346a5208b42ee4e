"""Goods in words: the rows of their page, of the assurer's evidence and of the printed record, from plain values."""

from collections.abc import Iterator, Mapping
from typing import Any

from examinations.models import Goods

NAMES = (
    "place_kind",
    "what",
    "freight",
    "consignment",
    "is_sender_known",
    "sender",
    "is_recipient_known",
    "recipient",
    "was_opened",
    "notice",
    "reasons",
    "account",
)
YES_NO = {True: "Yes", False: "No", None: ""}


def goods_values(goods: Goods) -> dict[str, Any]:
    """What is known, by the names of the fields."""
    return {name: getattr(goods, name) for name in NAMES}


def goods_rows(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Label and value in the order of the form; a name that is not known has no row."""
    yield "Kind of place", str(dict(Goods.Place.choices).get(values["place_kind"], ""))
    yield "What the goods are", values["what"]
    yield "How they travelled", str(dict(Goods.Freight.choices).get(values["freight"], ""))
    yield "Consignment", values["consignment"]
    yield "Sender known", YES_NO[values["is_sender_known"]]
    if values["sender"]:
        yield "Sender", values["sender"]
    yield "Recipient known", YES_NO[values["is_recipient_known"]]
    if values["recipient"]:
        yield "Recipient", values["recipient"]
    yield "Opened", YES_NO[values["was_opened"]]
    yield "Notice given", values["notice"]
    yield "Reasons for examining them", values["reasons"]
    yield "Account of the examination", values["account"]
