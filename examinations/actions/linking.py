"""A second examination of the same person, under the other Act: begun from the first record with what is known of the person, each with its
own clocks, and both tied together."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

import audit.actions as ledger
from examinations.actions.starting import PREFIX, save_under_a_free_reference
from examinations.actions.writing import append, ensure_examiner, locked, officer_of
from examinations.instants import Instant
from examinations.models import Examination, Kind, LinkedEncounter, Particulars, Power, State, Subject
from examinations.refusals import Refusal
from organisation import policy
from organisation.models import Port, User
from organisation.policy import Actor

OTHER = {Power.TACT_S7.value: Power.CTBSA_S3, Power.CTBSA_S3.value: Power.TACT_S7}
OF_THE_PERSON = (
    "direction",
    "carrier",
    "service_number",
    "origin",
    "destination",
    "family_name",
    "given_names",
    "born_on",
    "sex",
    "nationality",
    "document_number",
    "document_key",
    "person_key",
    "address",
    "ethnicity_stated",
    "ethnicity_not_stated_reason",
    "ethnicity_observed",
    "looks_under_18",
    "is_unaccompanied",
    "is_vulnerable",
)
"""What is carried from the first record: the person and the journey, never the reasons, the notice or the account of the first power."""


class CannotLink(Refusal):
    """There is nothing to follow, or it has been followed already."""


def start_linked(*, earlier: Examination, by: Actor, when: Instant, is_detained_first: bool = False) -> Examination:
    """Open a record under the other Act about the person of `earlier`, with their particulars, and tie the two together.

    Needs `examination.start` at the port, and part in the earlier examination. Raises `CannotLink`.
    """
    officer = officer_of(by)
    with transaction.atomic():
        first = locked(earlier)
        _require_linkable(first, officer)
        examination = _second(first, officer, when)
        policy.require(by, "examination.start", examination)
        kind = Kind.DETAINED if is_detained_first else Kind.FIRST_QUESTION
        examination.first_questioned_at, examination.detained_at = (None, when.at) if is_detained_first else (when.at, None)
        save_under_a_free_reference(examination, PREFIX[examination.power])
        particulars = _carried(first, examination)
        event = append(examination, kind=kind, by=by, when=when)
        entry = ensure_examiner(examination, officer, when.at, event.officer_rank)
        link = LinkedEncounter.objects.create(examination=examination, earlier=first, linked_by=officer, linked_at=when.received_at)
        moved = [one for one in renew_encounter(examination) if one.pk != examination.pk]
        changed = [particulars, event, *entry, link, *moved]
        detail = {"kind": kind.value, "power": examination.power, "is_late_entry": when.is_late_entry, "follows": str(first.pk)}
        ledger.record("examination.linked", examination, changed=changed, reason=when.late_reason, detail=detail)
    return examination


def _require_linkable(first: Examination, officer: User) -> None:
    if first.subject != Subject.PERSON:
        raise CannotLink("These are goods. A person is examined on a record of their own.")
    if officer.pk not in first.participants:
        raise policy.Forbidden("Only somebody who took part in this examination can go on from it.")
    if LinkedEncounter.objects.filter(earlier=first).exists():
        raise CannotLink("This examination has been followed by another already. Open that one.")


def _second(first: Examination, officer: User, when: Instant) -> Examination:
    port: Port = first.port
    return Examination(
        power=OTHER[first.power],
        port=port,
        place=first.place,
        compartment_id=first.compartment_id,
        state=State.LIVE,
        started_at=when.at,
        participants=[officer.pk],
        authors=[officer.pk],
        is_late_entry=when.is_late_entry,
        created_by=officer,
        created_at=when.received_at,
    )


def _carried(first: Examination, second: Examination) -> Particulars:
    known = Particulars.objects.get(examination=first)
    names = {field.name for field in Particulars._meta.concrete_fields}
    return Particulars.objects.create(examination=second, **{name: getattr(known, name) for name in OF_THE_PERSON if name in names})


def encounter_of(examination: Examination) -> list[Examination]:
    """This record and all that are linked with it, as far as the reader may see them; alone where none is. Two queries a link."""
    found = {examination.pk: examination}
    waiting = [examination.pk]
    while waiting:
        pk = waiting.pop()
        linked = Examination.objects.filter(Q(follows__earlier=pk) | Q(followed_by__examination=pk)).select_related("port")
        for other in linked:
            if other.pk not in found:
                found[other.pk] = other
                waiting.append(other.pk)
    return sorted(found.values(), key=lambda one: one.started_at)


def renew_encounter(examination: Examination) -> list[Examination]:
    """Copy the earliest first question of all linked records to each of them; returns those that were changed, saved."""
    linked = encounter_of(examination)
    asked: list[datetime] = [one.first_questioned_at for one in linked if one.first_questioned_at]
    began_at = min(asked) if len(linked) > 1 and asked else None
    changed = []
    for one in linked:
        if one.encounter_began_at != began_at:
            one.encounter_began_at = began_at
            one.version += 1
            one.save()
            changed.append(one)
    return changed
