"""Correcting the criteria of quality assurance, and adding to them: proposed here, and decided by a second person as every correction of
the law is (`examinations.actions.law`). Neither reaches a record begun before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from assurance.models import Criterion
from assurance.queries import in_force_at
from examinations.actions.law import enter_correction, open_correction
from examinations.law.in_force import HOLDS
from examinations.models import Correction
from examinations.refusals import Refusal
from organisation.policy import Actor

CHANGEABLE = ("text", "is_critical", "weight", "basis", "is_verified", "is_used")
WEIGHTS = {1: "1, the least", 2: "2", 3: "3, the most"}
EVIDENCE = {
    "selection": "Selection",
    "screening": "Screening",
    "journey": "Journey",
    "person": "Person",
    "rights": "Rights and welfare",
    "reviews": "Reviews",
    "searches": "Searches",
    "devices": "Devices",
    "property": "Other property",
    "biometrics": "Prints and samples",
    "cash": "Cash",
    "authorities": "Authorities",
    "report": "Outcome and account",
    "clocks": "Clocks and breaches",
    "timeline": "Timeline",
}
"""The parts of a record to which a criterion can point, by the key of the section in `assurance.evidence`."""
MOST_OF_A_SECTION = 99  # a code has room for two digits
ADDING = 4_017_262_113  # the advisory lock: two who add at once do not come by the same code


@dataclass(frozen=True, slots=True)
class NewCriterion:
    """What the assessor is to be asked as well, last in a section that there is. `prompt`: the key of the evidence beside it."""

    section: str
    text: str
    weight: int
    prompt: str
    is_critical: bool = False
    is_about_the_record: bool = False
    basis: str = ""
    is_verified: bool = False


def propose_criterion(
    *, criterion: Criterion, changes: Mapping[str, Any], in_force_from: date, reason: str, by: Actor, at: datetime
) -> Correction:
    """Propose another wording, weight, basis or standing of a criterion, or that it is no longer asked: `changes`, columns of CHANGEABLE.

    It reaches only records that begin once it is in force: an assessment keeps the criteria with which it was made. Raises `Refusal` for a
    past day, no reason, no words, or when nothing would change.
    """
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise ValueError(f"{sorted(unknown)} cannot be corrected.")
    _check(str(changes.get("text", criterion.text)), int(changes.get("weight", criterion.weight)))
    if all(getattr(criterion, name) == value for name, value in changes.items()):
        raise Refusal("Nothing here differs from the criterion as it is now. Change what is wrong.")
    kept = {field.attname: getattr(criterion, field.attname) for field in Criterion._meta.concrete_fields}
    kept.update({"id": Criterion().pk, "in_force_from": in_force_from, "in_force_until": None, **changes})
    with transaction.atomic():
        correction = open_correction(Correction.Subject.CRITERION, in_force_from, reason, by, at)
        row = Criterion.objects.create(**{**kept, "correction_id": correction.pk})
        enter_correction(correction, [row], at, {"code": row.code})
    return correction


def propose_new_criterion(*, new: NewCriterion, in_force_from: date, reason: str, by: Actor, at: datetime) -> Correction:
    """Propose a criterion that the list does not have yet: it is asked about records that begin once it is in force, of earlier ones never.

    Its code is the next of its section that nothing has or waits to have. Raises as `propose_criterion` does, and `Refusal` for a section
    that there is not and for a question that is asked already or waits for a decision.
    """
    _check(new.text, new.weight)
    if new.prompt not in EVIDENCE:
        raise Refusal("Choose which part of the record stands beside it.", field="prompt")
    with transaction.atomic():
        correction = open_correction(Correction.Subject.CRITERION, in_force_from, reason, by, at)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADDING])
        there = list(Criterion.objects.filter(HOLDS | Q(correction__state=Correction.State.PROPOSED)).select_related("correction"))
        _refuse_twice(new, there)
        ours = [one for one in there if one.section == new.section]
        if not ours:
            raise Refusal("Choose a section that there is.", field="section")
        row = Criterion.objects.create(
            correction=correction,
            code=_next_code(ours),
            section=new.section,
            text=new.text.strip(),
            prompt=new.prompt,
            is_critical=new.is_critical,
            weight=new.weight,
            is_about_the_record=new.is_about_the_record,
            basis=new.basis.strip(),
            is_verified=new.is_verified,
            in_force_from=in_force_from,
            position=max(one.position for one in ours),
        )
        enter_correction(correction, [row], at, {"code": row.code, "is_new": True})
    return correction


def _check(text: str, weight: int) -> None:
    if not text.strip():
        raise Refusal("Write what the assessor is asked.", field="text")
    if weight not in WEIGHTS:
        raise Refusal("A weight is 1, 2 or 3.", field="weight")


def _refuse_twice(new: NewCriterion, there: list[Criterion]) -> None:
    """Two questions that read the same could not be told apart. What was asked once and reads otherwise today may be asked again."""
    latest = {one.code: one for one in sorted(there, key=in_force_at)}
    wanted = new.text.strip().casefold()
    same = [one for one in latest.values() if one.text.strip().casefold() == wanted]
    if any(one.correction is not None and one.correction.state == Correction.State.PROPOSED for one in same):
        raise Refusal("The same waits for a decision already.", field="text")
    if same:
        how = (
            f"Criterion {same[0].code[3:]} asks it already" if same[0].is_used else f"It was criterion {same[0].code[3:]}, no longer asked"
        )
        raise Refusal(f"{how}. Correct that criterion instead.", field="text")


def _next_code(ours: list[Criterion]) -> str:
    """The next number of the section's letter: QA-A4 behind QA-A3."""
    letters = ours[0].code[:4]
    number = max(int(one.code[4:]) for one in ours) + 1
    if number > MOST_OF_A_SECTION:
        raise Refusal("This section has as many criteria as there are codes for. Choose another.", field="section")
    return f"{letters}{number}"
