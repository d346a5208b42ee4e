"""Searches as they were made, and the authority that is asked for beforehand. A search by somebody of another sex is taken with its reason;
an authority is asked only of an officer who can lawfully give it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.urls import reverse

import audit.actions as ledger
from examinations.actions.officers import authoriser_of, refs_of
from examinations.actions.writing import append, locked, officer_of, require_recorder, save
from examinations.details import answered
from examinations.instants import Instant
from examinations.models import AuthorityAnswer, AuthorityRequest, Examination, Item, Kind, Search, TimelineEvent
from examinations.participants import admit
from examinations.property import authority
from examinations.property.conduct import is_mismatch
from examinations.property.designations import ROOM, at_police_station, room_of
from examinations.refusals import Refusal
from examinations.rights.recording import AT_STATION
from examinations.timeline import standing_events, timeline_of
from organisation import policy
from organisation.acting import rank_of
from organisation.models import User
from organisation.notices import raise_notice, void_notices
from organisation.policy import Actor

SEARCHES = frozenset({Kind.BAGS_SEARCHED, Kind.PERSON_SEARCHED, Kind.VEHICLE_SEARCHED, Kind.CRAFT_SEARCHED, Kind.STRIP_SEARCH})
OF_THE_PERSON = frozenset({Kind.PERSON_SEARCHED.value, Kind.STRIP_SEARCH.value})


class AnotherSex(Refusal):
    """The searcher is of another sex than the person, and nobody has said why."""


class CannotAuthorise(Refusal):
    """The officer cannot lawfully give this authority; the text says why."""


@dataclass(frozen=True, slots=True)
class SearchDetails:
    """What is stated of a search. Names are those of `Search`; `searcher` None with `searcher_other` empty is whoever records it."""

    searcher: User | None = None
    searcher_other: str = ""
    searcher_allowed_by: User | None = None
    searcher_sex: str = ""
    person_sex: str = ""
    mismatch_reason: str = ""
    grounds: str = ""
    authorised_by: User | None = None
    appropriate_adult_present: bool | None = None
    no_adult_reason: str = ""
    # A search for cash under the Proceeds of Crime Act; kept with the fact, where it may still be filled in.
    for_cash: bool = False
    cash_approval: str = ""
    cash_approver: str = ""
    cash_reason: str = ""
    cash_report: str = ""
    # Of a ship or aircraft that was searched for persons; kept with the fact as well.
    craft: str = ""
    which: str = ""
    was_anybody_found: bool | None = None
    words: str = ""


def known_sex(value: str) -> str:
    """Sex as the engine knows it; empty where it is not stated."""
    return value if value in {"FEMALE", "MALE"} else ""


def record_search(*, examination: Examination, kind: str, by: Actor, when: Instant, details: SearchDetails) -> Search:
    """Put a search on the timeline. What speaks against it is recorded with it and becomes a breach (R5) or a finding; what it should say
    and does not is owed.

    Raises `AnotherSex` for a search of the person by somebody of another sex without a reason, `Impossible`, and `NotNow` after submission.
    (TACT Sch 7 paras 7, 8 and 10; CTBSA Sch 3 paras 7, 8 and 10; for cash: Proceeds of Crime Act 2002 ss.289 and 290)
    """
    refuse_another_sex(kind, details)
    searcher = details.searcher or (None if details.searcher_other.strip() else officer_of(by))
    ref = uuid4()
    with transaction.atomic():
        row = locked(examination)
        require_recorder(by, row, kind)
        given = detail_of_search(ref, row, kind, searcher, details, when.at)
        event = append(row, kind=kind, by=by, when=when, officer=searcher, words=details.words, detail=given)
        search = write_search(event, searcher, details)
        save(row)
        detail = {"is_late_entry": when.is_late_entry, "is_mismatch": bool(search.mismatch_reason)}
        ledger.record(f"examination.{kind.lower()}", row, changed=[event, search], reason=when.late_reason, detail=detail)
    return search


def refuse_another_sex(kind: str, details: SearchDetails) -> None:
    """Raise `AnotherSex` for a search of the person by somebody of another sex without a reason."""
    if kind in OF_THE_PERSON and is_mismatch(details.searcher_sex, details.person_sex) and not details.mismatch_reason.strip():
        raise AnotherSex(
            "A person may be searched only by somebody of the same sex. If the search was made all the same, say why: it is recorded as it "
            "happened and goes to quality assurance.",
            field="mismatch_reason",
        )


def write_search(event: TimelineEvent, searcher: User | None, details: SearchDetails) -> Search:
    """What is kept of a search beside its fact, which names it; the ranks are those that the fact says."""
    return Search.objects.create(
        pk=UUID(event.detail["ref"]),
        event=event,
        examination_id=event.examination_id,
        searcher=searcher,
        searcher_rank=event.detail.get("searcher", {}).get("rank", ""),
        searcher_other=details.searcher_other.strip(),
        searcher_allowed_by=details.searcher_allowed_by,
        searcher_sex=details.searcher_sex,
        person_sex=details.person_sex,
        mismatch_reason=details.mismatch_reason.strip(),
        grounds=details.grounds.strip(),
        authorised_by=details.authorised_by,
        authorised_rank=event.detail.get("authorised_by", {}).get("rank", ""),
        appropriate_adult_present=details.appropriate_adult_present,
    )


def detail_of_search(
    ref: object, examination: Examination, kind: str, searcher: User | None, details: SearchDetails, at: datetime
) -> dict[str, Any]:
    """The kind's own fields, as the clock engine names them, of a search made at `at`."""
    given: dict[str, Any] = {
        "ref": str(ref),
        "searcher_sex": known_sex(details.searcher_sex),
        "person_sex": known_sex(details.person_sex),
        "has_grounds": bool(details.grounds.strip()),
        "is_outsider": bool(details.searcher_other.strip()),
        "adult_present": answered(details.appropriate_adult_present),
        **refs_of(at, searcher=searcher, allowed_by=details.searcher_allowed_by),
        "authorised_by": authoriser_of(examination.pk, kind, details.authorised_by, at),  # what is asked for is named as the kind is
        **beside_search(details),
    }
    return {name: value for name, value in given.items() if value not in (None, "", False)}


def beside_search(details: SearchDetails) -> dict[str, str]:
    """What is kept with the fact alone, as `examinations.details` keeps it: why no adult was there, who approved a search for cash and what
    was reported of it, and which ship or aircraft was searched."""
    said = {
        "no_adult_reason": details.no_adult_reason.strip(),
        "craft": details.craft,
        "which": details.which.strip(),
        "was_anybody_found": answered(details.was_anybody_found) or "",
    }
    if not details.for_cash:
        return said
    named = ("cash_approval", "cash_approver", "cash_reason", "cash_report")
    return {**said, "for_cash": "YES", **{name: getattr(details, name).strip() for name in named}}


def standing_for(examination: Examination, at: datetime, item: Item | None = None) -> authority.Standing:
    """What an authority asked for at `at` depends on. The place is the record's own."""
    place = examination.place
    is_station = at_police_station(examination.power, ROOM, room_of(place, examination.port.designations)) or _moved_to_station(examination)
    facts = standing_events(examination)
    return authority.Standing(
        power=examination.power,
        timeline=timeline_of(examination, at),
        facts=tuple(facts),
        is_detained=examination.detained_at is not None and examination.ended_at is None,
        is_at_police_station=is_station,
        ref=str(item.pk) if item else "",
    )


def _moved_to_station(examination: Examination) -> bool:
    """Whether the last move on the timeline was to a police station."""
    moves = [event for event in standing_events(examination) if event.kind == Kind.TRANSFERRED]
    return bool(moves) and bool(moves[-1].detail.get(AT_STATION))


def ask_authority(
    *, examination: Examination, what: str, officer: User, grounds: str, by: Actor, at: datetime, item: Item | None = None
) -> AuthorityRequest:
    """Ask an officer for an authority before it is used; they are told at once and may open the record.

    `item` is that of which urgent use is asked. Raises `CannotAuthorise` where this officer cannot lawfully give it, and `Refusal` without
    grounds or, for urgent use, without the item.
    """
    if not grounds.strip():
        raise Refusal("Say on what grounds the authority is asked for.", field="grounds")
    asked_by = officer_of(by)
    if officer.pk == asked_by.pk:
        raise CannotAuthorise("Nobody authorises their own request. Ask another officer.", field="officer")
    with transaction.atomic():
        row = locked(examination)
        require_recorder(by, row, Kind.URGENT_IPC_GRANTED if what == AuthorityRequest.What.URGENT_USE else "")
        if found := authority.objections(what, str(officer.pk), rank_of(officer, at).rank, standing_for(row, at, item)):
            raise CannotAuthorise(" ".join(found), field="officer")
        if what == AuthorityRequest.What.URGENT_USE and item is None:
            raise Refusal("Choose the item of which urgent use is asked.", field="item")
        request = AuthorityRequest.objects.create(
            examination=row, what=what, asked_of=officer, asked_by=asked_by, asked_at=at, grounds=grounds.strip(), item=item
        )
        admit(row, officer.pk)
        save(row)
        ledger.record("examination.authority_asked", row, changed=[request], detail={"what": what})
        raise_notice(
            recipient=officer.pk,
            key=f"{row.pk}/authority/{request.pk}",
            text=f"{row.reference}: you are asked to authorise {request.get_what_display().lower()}.",
            link=reverse("examinations:answer_request", args=[row.pk, request.pk]),
            thing_id=row.pk,
            at=at,
            mailed=True,
        )
    return request


def answer_request(*, request: AuthorityRequest, is_given: bool, words: str, by: Actor, at: datetime) -> AuthorityAnswer:
    """The asked officer's own word. What may be authorised is judged again as it stands now, and whoever asked is told.

    Raises `Forbidden` for anybody but the officer asked, `CannotAuthorise` where it can no longer lawfully be given, and `Refusal` for a
    second answer or a refusal without words.
    """
    with transaction.atomic():
        row = locked(request.examination)
        policy.require(by, "examination.view", row)
        if by.id != request.asked_of_id:
            raise policy.Forbidden("Only the officer who was asked answers this.")
        if AuthorityAnswer.objects.filter(request=request).exists():
            raise Refusal("You have answered this already.")
        if not is_given and not words.strip():
            raise Refusal("Say why you do not authorise it.", field="words")
        officer = officer_of(by)
        rank = rank_of(officer, at).rank
        if is_given and (found := authority.objections(request.what, str(officer.pk), rank, standing_for(row, at, request.item))):
            raise CannotAuthorise(" ".join(found), field="is_given")
        answer = AuthorityAnswer.objects.create(
            request=request,
            examination=row,
            is_given=is_given,
            words=words.strip(),
            answered_by=officer,
            answered_rank=rank,
            answered_at=at,
        )
        ledger.record("examination.authority_answered", row, changed=[answer], detail={"what": request.what, "is_given": is_given})
        void_notices(at=at, thing_id=row.pk, key_prefix=f"{row.pk}/authority/{request.pk}")
        raise_notice(
            recipient=request.asked_by_id,
            key=f"{row.pk}/authority/{request.pk}/answer",
            text=f"{row.reference}: {request.get_what_display().lower()} is {'authorised' if is_given else 'not authorised'}.",
            link=reverse("examinations:property", args=[row.pk]),
            thing_id=row.pk,
            at=at,
            mailed=True,
        )
    return answer
