"""What else hangs on a record, as plain values: each part is frozen with a submission and printed from there. Registered when the app is
ready, so that `frozen` needs to know none of them."""

from typing import Any

from examinations.goods import goods_values
from examinations.models import CashCount, CashSeizure, CashStep, Examination, LinkedEncounter, Screening, Subject
from examinations.papers.frozen import plain


def cash(examination: Examination) -> list[dict[str, Any]]:
    """Every seizure of cash with all its counts and steps. Five queries."""
    rows = CashSeizure.objects.filter(examination=examination).select_related("event", "follows").order_by("event__at", "id")
    found = rows.prefetch_related(
        "counts__amounts", "counts__instruments", "counts__first_counter", "counts__second_counter", "steps__officer"
    )
    return [_seizure(row) for row in found]


def _seizure(row: CashSeizure) -> dict[str, Any]:
    names = ("ref", "power", "place", "grounds", "explanation", "sealed_bag", "receipt", "no_receipt_reason", "was_property")
    return {
        **{name: plain(getattr(row, name)) for name in names},
        "follows": row.follows.ref if row.follows else None,
        "afresh_reason": row.afresh_reason,
        "counts": [_count(one) for one in sorted(row.counts.all(), key=lambda one: (one.counted_at, one.pk))],
        "steps": [_step(one) for one in sorted(row.steps.all(), key=lambda one: (one.at, one.pk))],
    }


def _count(row: CashCount) -> dict[str, Any]:
    amounts = sorted(row.amounts.all(), key=lambda each: (each.currency, -each.denomination))
    return {
        **_superseding(row),
        "counted_at": plain(row.counted_at),
        "entered_at": plain(row.entered_at),
        "counters": [row.first_counter.collar_number, row.second_counter.collar_number],
        "sealed_bag": row.sealed_bag,
        "worth_in_pounds": None if row.worth_in_pounds is None else f"{row.worth_in_pounds:.2f}",
        "words": row.words,
        "amounts": [[each.currency, f"{each.denomination:.2f}", each.pieces] for each in amounts],
        "instruments": [
            [each.kind, each.number, each.currency, None if each.amount is None else f"{each.amount:.2f}"]
            for each in sorted(row.instruments.all(), key=lambda each: (each.kind, each.number, each.pk))
        ],
    }


def _step(row: CashStep) -> dict[str, Any]:
    return {
        **_superseding(row),
        "kind": row.kind,
        "at": plain(row.at),
        "entered_at": plain(row.entered_at),
        "event": str(row.event_id) if row.event_id else None,
        "officer": row.officer.collar_number,
        "court": row.court,
        "expires_on": plain(row.expires_on),
        "grounds_continue": row.grounds_continue,
        "words": row.words,
    }


def _superseding(row: CashCount | CashStep) -> dict[str, Any]:
    """Its key, what it took the place of and why: a paper shows the rows that stand, and the frozen version holds all of them."""
    replaced = str(row.supersedes_id) if row.supersedes_id else None
    return {"id": str(row.pk), "supersedes": replaced, "superseding_reason": row.superseding_reason, "is_withdrawn": row.is_withdrawn}


def screening(examination: Examination) -> dict[str, Any] | None:
    """The screening that this examination came from, if it was recorded by presses of its own. One query."""
    row = Screening.objects.filter(examination=examination).select_related("officer").first()
    if row is None:
        return None
    names = ("began_at", "ended_at", "place", "questions", "documents", "searched_at", "device_at", "passcode_at", "held_at")
    return {**{name: plain(getattr(row, name)) for name in names}, "officer": row.officer.collar_number}


def goods(examination: Examination) -> dict[str, Any] | None:
    """What the goods are; nothing on a record about a person. One query."""
    return goods_values(examination.goods) if examination.subject == Subject.GOODS else None


def linked(examination: Examination) -> list[str]:
    """The reference of the record that this one follows, as far as it may be seen. One query, none where nothing is linked."""
    if examination.encounter_began_at is None:
        return []
    rows = LinkedEncounter.objects.filter(examination=examination)
    return list(rows.values_list("earlier__reference", flat=True))
