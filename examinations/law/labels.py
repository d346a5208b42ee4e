"""What stands on our own notices and receipts besides their words, in English: by the keys under which another language has it. Pure."""

from collections.abc import Mapping

EXAMINATION, DETENTION, PROPERTY, CASH = "EXAMINATION", "DETENTION", "PROPERTY", "CASH"
NOTICES_SAID = {
    EXAMINATION: "Notice of examination",
    DETENTION: "Notice of detention",
    PROPERTY: "Receipt for property",
    CASH: "Receipt for cash",
}
"""What is handed to the person, by the name under which the lists of the law have its words."""

NOTICE_LABELS = {
    "reference": "Reference",
    "family_name": "Family name",
    "given_names": "Given names",
    "port": "Port",
    "place": "Place",
    "first_question": "First question",
    "detained": "Detained",
    "officers": "Examining officers",
    "numbers": "Officers are named by number. Times are London time.",
    "explained": "Explained by, number",
    "interpreter": "Through interpreter",
    "signed": "Signed by the person",
    "time": "Time",
}
_HANDED = {
    **{key: NOTICE_LABELS[key] for key in ("reference", "family_name", "given_names", "port", "place", "numbers")},
    "received": "Received by the person",
    "refused": "Refused to sign",
    "given": "Given by, number",
    "time": NOTICE_LABELS["time"],
}
PROPERTY_LABELS = {
    "what": "What was taken",
    "item": "Item",
    "description": "Description",
    "seal": "Seal",
    "taken": "Taken",
    "now": "Now",
    "kept": "Kept",
    **_HANDED,
}
CASH_LABELS = {
    "cash": "Cash seized",
    "seized": "Seized",
    "under": "Under",
    "receipt_number": "Receipt number",
    "sealed_bag": "Sealed bag",
    "counted": "Counted",
    "total": "Notes and coins in",
    "currency": "Currency",
    "denomination": "Denomination",
    "pieces": "Pieces",
    "amount": "Amount",
    "not_counted": "Not counted yet.",
    **_HANDED,
}
ALL_LABELS: Mapping[str, str] = {**NOTICE_LABELS, **PROPERTY_LABELS, **CASH_LABELS}


def labels_of(paper: str) -> Mapping[str, str]:
    """The labels of one of these papers in English, in the order in which whoever translates them is asked for them."""
    return {PROPERTY: PROPERTY_LABELS, CASH: CASH_LABELS}.get(paper, NOTICE_LABELS)


def in_english(key: str, after: str = "") -> str:
    """A label in English alone. `after` ends it, such as the currency of a sum."""
    return f"{ALL_LABELS[key]} {after}".rstrip()
