"""The forms that correct a step or a count without an entry on the timeline: that of the act that recorded it, filled in as it stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from borderops.kit.forms import Radios
from examinations.actions import CashStepDetails, CountDetails, StepDetails, correct_cash_step, correct_count, correct_step
from examinations.cash import Pieces, currencies
from examinations.forms.cash import INSTRUMENTS, OTHERS, STEPS, CountForm, box
from examinations.forms.commissioning import step_form
from examinations.forms.correcting import CorrectForm
from examinations.forms.correcting_things import sent
from examinations.forms.when import When
from examinations.instants import Instant
from examinations.models import CashCount, CashStep, CommissionerStep, Examination
from examinations.property import commissioner
from examinations.property.decided import ANSWERS
from organisation.models import User
from organisation.policy import Actor

Row = CashCount | CashStep | CommissionerStep


@dataclass(frozen=True, slots=True)
class Wrong:
    """A step or a count that may be put right, with what a page says of it."""

    row: Row
    title: str
    at: datetime
    by: User


def wrong_row(examination: Examination, slug: str, pk: object) -> Wrong | None:
    """The row of this record by the name that its addresses have for it; None for one that is none, has an entry of its own on the
    timeline, or takes another one back."""
    if slug == "count":
        count = _of(CashCount, examination, pk, "seizure", "first_counter", "second_counter")
        return Wrong(count, "Counted", count.counted_at, count.entered_by) if count else None
    if slug == "cash-step":
        step = _of(CashStep, examination, pk, "seizure", "officer")
        return Wrong(step, str(CashStep.Kind(step.kind).label), step.at, step.officer) if step and step.event_id is None else None
    if slug == "step":
        act = _of(CommissionerStep, examination, pk, "item", "device_copy", "granted_by", "done_by")
        return Wrong(act, commissioner.ACTS[act.act], act.at, act.entered_by) if act and act.event_id is None else None
    return None


def _of(model: Any, examination: Examination, pk: object, *related: str) -> Any:
    rows = model.objects.filter(examination=examination, pk=pk, is_withdrawn=False)
    return rows.select_related("examination", "entered_by", *related).first()


def row_form(wrong: Wrong, data: Any, at: datetime) -> Any:
    """The form that corrects it, filled in as it stands."""
    base, initial = _base_and_initial(wrong.row)
    asked = _other_answer(wrong.row)
    order = ("happened_at", *asked, *(name for name in base.field_order or () if name not in {"typed_at", "reason"}), "reason")
    made: Any = type(f"Correct{base.__name__}", (CorrectForm, base), {"field_order": order, "until": None, **asked})
    form = made(data, at=at, initial={**initial, "happened_at": wrong.at})
    form.known = {"happened_at": wrong.at}
    return form


def _base_and_initial(row: Row) -> tuple[type[When], dict[str, Any]]:
    if isinstance(row, CashCount):
        return CountForm, _count_as_sent(row)
    if isinstance(row, CashStep):
        return next(form for form in STEPS.values() if form.kind == row.kind), sent(row, CashStepDetails)
    return step_form(row.act), {"act": row.act, **sent(row, StepDetails)}


def _other_answer(row: Row) -> dict[str, forms.ChoiceField]:
    """What the Commissioner decided on a referral may have been the other answer."""
    if not isinstance(row, CommissionerStep) or row.act not in ANSWERS:
        return {}
    choices = [(code, words) for code, words in commissioner.ACTS.items() if code in ANSWERS]
    return {"act": forms.ChoiceField(label="What the Commissioner decided", choices=choices, widget=Radios(small=True))}


def _count_as_sent(count: CashCount) -> dict[str, Any]:
    """Every box as it was filled in; what is in no list stands under the other currencies."""
    found: dict[str, Any] = {
        "first_counter": count.first_counter.collar_number,
        "second_counter": count.second_counter.collar_number,
        **{name: getattr(count, name) for name in ("sealed_bag", "worth_in_pounds", "words")},
    }
    listed = {(one.code, worth) for one in currencies() for worth in one.denominations}
    others = []
    for each in count.amounts.order_by("currency", "-denomination"):
        if (each.currency, each.denomination) in listed:
            worth = next(worth for code, worth in listed if (code, worth) == (each.currency, each.denomination))
            found[box(each.currency, worth)] = each.pieces
        else:
            others.append(each)
    for place, each in enumerate(others[:OTHERS], start=1):
        found |= {f"other_{place}_{part}": getattr(each, part) for part in ("currency", "denomination", "pieces")}
    for place, one in enumerate(count.instruments.order_by("id")[:INSTRUMENTS], start=1):
        found |= {f"instrument_{place}_{part}": getattr(one, part) for part in ("kind", "number", "currency", "amount")}
    return found


def put_right(wrong: Wrong, form: Any, by: Actor, when: Instant) -> Row:
    """What the form says, in the place of the wrong row. Raises what the act refuses."""
    row, reason = wrong.row, form.cleaned_data["reason"]
    if isinstance(row, CashCount):
        return correct_count(count=row, by=by, when=when, reason=reason, details=count_details(form))
    if isinstance(row, CashStep):
        return correct_cash_step(step=row, by=by, when=when, reason=reason, details=CashStepDetails(**form.values()))
    act = form.cleaned_data.get("act", row.act)
    return correct_step(step=row, act=act, by=by, when=when, reason=reason, details=form.details())


def count_details(form: CountForm) -> CountDetails:
    """What is stated of a count, from its form."""
    given = form.cleaned_data
    pieces: list[Pieces] = form.pieces()
    return CountDetails(
        counters=(form.people["first_counter"], form.people["second_counter"]),
        pieces=tuple(pieces),
        instruments=tuple(form.counted_instruments()),
        sealed_bag=given["sealed_bag"],
        worth_in_pounds=given["worth_in_pounds"],
        words=given["words"],
    )
