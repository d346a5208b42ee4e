"""What a wrong entry holds beside its instant and its words, and what goes with it to the corrected one: its own fields, what was filled in
about it, the authority, the search or the taking that it stands for, what else stands beside it, and who examines because of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db.models import F, Model

from examinations.actions.authorising import Manner, Sought, State, check_sought, fact_of, is_high_enough
from examinations.actions.beside import Beside, ranks_kept
from examinations.actions.biometrics import BiometricDetails, beside_taking, detail_of_taking, determination_as_it_is, write_taking
from examinations.actions.commissioning import step_as_it_is
from examinations.actions.correcting_cash import cash_as_it_is
from examinations.actions.correcting_copies import copy_as_it_is
from examinations.actions.correcting_reviews import review_as_it_is
from examinations.actions.property import check_ground
from examinations.actions.rights import follow
from examinations.actions.searching import SearchDetails, beside_search, detail_of_search, refuse_another_sex, write_search
from examinations.actions.writing import ensure_examiner
from examinations.models import Authority, Biometric, Examination, Examiner, Handover, Kind, Search, TimelineEvent
from examinations.outsiders import is_outsider
from examinations.participants import admit, dismiss, relieve
from examinations.refusals import Refusal
from examinations.telling import tell_of_authority
from examinations.timeline import QUESTIONS, standing_events
from organisation.models import User
from organisation.notices import void_notices
from organisation.policy import Actor

OTHERS_ACTS = frozenset({Kind.REVIEW.value, Kind.RIGHT_DELAYED.value, Kind.DIFFERENT_SOLICITOR_DIRECTED.value})
"""What an officer puts on the timeline without examining, where they say themselves what they decided."""
BESIDE = {
    Search: frozenset(
        {
            *("no_adult_reason", "for_cash", "cash_approval", "cash_approver", "cash_reason", "cash_report"),
            *("craft", "which", "was_anybody_found"),
        }
    ),
    Biometric: frozenset(
        {
            *("child_consent", "parent_consent", "parent_who"),
            *("authority_test", "authority_grounds", "told_of_authority", "told_of_offence", "offence"),
            *("conviction_kind", "exempt_conviction"),
        }
    ),
}
"""What is said of a search or a taking and is kept with the fact alone."""
COLUMNS = {
    Search: frozenset(SearchDetails.__dataclass_fields__) - {"words"} - BESIDE[Search],
    Biometric: frozenset(BiometricDetails.__dataclass_fields__) - BESIDE[Biometric],
}


@dataclass(frozen=True, slots=True)
class Instead:
    """What the corrected entry says where the wrong one said something else; None leaves as it was.

    `detail` holds the kind's own fields, all of them. An authority, a search and a taking are said whole, as when they are recorded, and
    bring officer and fields with them, as does `beside`, what stands beside the entry otherwise; `is_oral` says whether the authority was
    given aloud, `has_no_end` that no end is known after all.
    """

    officer: User | None = None
    detail: Mapping[str, Any] | None = None
    sought: Sought | None = None
    is_oral: bool = False
    search: SearchDetails | None = None
    taking: BiometricDetails | None = None
    has_no_end: bool = False
    beside: Beside | None = None


def beside_as_it_is(event: TimelineEvent) -> Beside | None:
    """What is on record beside this entry; None where nothing stands there, or an authority, a search or a taking does."""
    for read in (step_as_it_is, cash_as_it_is, determination_as_it_is, copy_as_it_is, review_as_it_is):
        found: Beside | None = read(event)
        if found is not None:
            return found
    return None


def officer_and_detail(row: Examination, wrong: TimelineEvent, instead: Instead, at: datetime) -> tuple[User | None, Mapping[str, Any]]:
    """Who did it at `at` and the kind's own fields, as the corrected entry says them. Raises the refusals of the acts that first recorded
    them."""
    if instead.sought is not None:
        return instead.sought.authoriser, _authority_fields(row, wrong, instead.sought)
    if instead.search is not None and differs(Search, wrong, instead.search):
        refuse_another_sex(wrong.kind, instead.search)
        said = detail_of_search(uuid4(), row, wrong.kind, instead.search.searcher, instead.search, at)
        return instead.search.searcher or wrong.entered_by, ranks_kept(said, wrong.detail)
    if instead.taking is not None and differs(Biometric, wrong, instead.taking) and not _has_its_fate(row, wrong, instead.taking):
        return wrong.officer, ranks_kept(detail_of_taking(uuid4(), row, instead.taking, at), wrong.detail)
    detail = wrong.detail if instead.detail is None else instead.detail
    if wrong.kind == Kind.PROPERTY_RETAINED and detail != wrong.detail:
        check_ground(row, str(detail.get("ground", "")))
    return None if is_outsider(detail) else instead.officer or wrong.officer, detail


def differs(model: type[Search] | type[Biometric], wrong: TimelineEvent, said: Any, *, without: str = "") -> bool:
    """Whether anything is said of the search or the taking that is not on record of it already; only then is it another row."""
    kept = model._default_manager.get(pk=wrong.detail["ref"])
    beside: Mapping[str, Any] = beside_search(said) if isinstance(said, SearchDetails) else beside_taking(said)
    is_other = any((beside.get(name) or None) != (wrong.detail.get(name) or None) for name in BESIDE[model])
    return is_other or any(getattr(kept, name) != getattr(said, name) for name in COLUMNS[model] - {without})


def _authority_fields(row: Examination, wrong: TimelineEvent, sought: Sought) -> dict[str, Any]:
    check_sought(row, sought)
    authority = Authority.objects.get(event=wrong)
    if authority.manner == Manner.ASKED and _is_other(authority, sought, Manner.ASKED):
        raise Refusal("The superintendent gave this authority here themself, so nobody else changes it. Take it back and ask them again.")
    kind, detail = fact_of(row, sought)
    if kind != wrong.kind:
        raise Refusal("This is another kind of authority. Take the entry back and record that one.", field="what")
    return detail


def _is_other(authority: Authority, sought: Sought, manner: str) -> bool:
    before = (authority.what, authority.ground, authority.reason, authority.authoriser_id, authority.manner)
    return before != (sought.what, sought.ground, sought.reason.strip(), sought.authoriser.pk, manner)


def _has_its_fate(row: Examination, wrong: TimelineEvent, said: BiometricDetails) -> bool:
    """Whether what became of it is on record, which names this taking; then nothing but the words of its entry is put right."""
    if all(one.detail.get("ref") != wrong.detail["ref"] or one.pk == wrong.pk for one in standing_events(row)):
        return False
    if differs(Biometric, wrong, said, without="reason"):
        raise Refusal("What became of it is on record already. Take that entry back, correct this one, then record it again.")
    return True


def follow_along(row: Examination, corrected: TimelineEvent, wrong: TimelineEvent, instead: Instead, by: Actor) -> list[Model]:
    """What belongs to the wrong entry goes with the corrected one; returns the rows written. The record is not saved."""
    changed: list[Model] = [*follow(corrected, wrong, by, corrected.received_at), *_follow_authority(row, corrected, wrong, instead)]
    if instead.search is not None and corrected.detail.get("ref") != wrong.detail.get("ref"):
        changed.append(write_search(corrected, instead.search.searcher, instead.search))
    if instead.taking is not None and corrected.detail.get("ref") != wrong.detail.get("ref"):
        changed.append(write_taking(corrected, row, instead.taking))
    if instead.beside is not None:
        changed += instead.beside.follow(row, corrected, wrong, by)
    return [*changed, *follow_questions(row, wrong, corrected.received_at, corrected)]


def _follow_authority(row: Examination, corrected: TimelineEvent, wrong: TimelineEvent, instead: Instead) -> list[Model]:
    """A superintendent's word covers what they were asked about: where that reads otherwise now, it is asked for again."""
    authority = Authority.objects.filter(event=wrong).first()
    if authority is None:
        return []
    authority.event, sought, former = corrected, instead.sought, authority.authoriser_id
    manner = authority.manner if authority.manner == Manner.ASKED else Manner.ORAL if instead.is_oral else Manner.WRITTEN
    if sought is None or not _is_other(authority, sought, manner):
        authority.save()
        return [authority]
    authority.what, authority.ground, authority.reason, authority.manner = sought.what, sought.ground, sought.reason.strip(), manner
    authority.authoriser, authority.authoriser_rank = sought.authoriser, corrected.officer_rank
    authority.state, authority.answered_at, authority.answer = State.WAITING, None, ""
    authority.save()
    admit(row, sought.authoriser.pk)
    if former != sought.authoriser.pk:
        dismiss(row, former)
    void_notices(at=corrected.received_at, thing_id=row.pk, key_prefix=f"{row.pk}/authority/{authority.pk}")
    if instead.is_oral and is_high_enough(corrected.officer_rank):
        tell_of_authority(row, authority, corrected.received_at)
    return [authority]


def follow_questions(row: Examination, wrong: TimelineEvent, at: datetime, corrected: TimelineEvent | None = None) -> list[Model]:
    """Whoever asked examines; whom nothing but the wrong entry had named does not, and loses sight of the record. `at`: put right when."""
    if wrong.kind not in QUESTIONS:
        return []
    changed: list[Model] = []
    if corrected is not None and corrected.officer is not None:
        changed += ensure_examiner(row, corrected.officer, corrected.at, corrected.officer_rank)
    examiner = row.examiners.filter(officer=wrong.officer).first() if wrong.officer else None
    if examiner is not None and not _examines_otherwise(row, examiner, wrong):
        examiner.named_wrongly_at = at
        examiner.save()
        relieve(row, examiner.officer_id)
        dismiss(row, examiner.officer_id)
        changed.append(examiner)
    return changed


def _examines_otherwise(row: Examination, examiner: Examiner, wrong: TimelineEvent) -> bool:
    """Whether anything but the wrong entry makes this officer an examiner: that they began it, joined it, took it over or offered it, put
    anything on its timeline as an examiner, or asked another question. Nobody who took part is let off by the correction of one entry."""
    who, named_at = examiner.officer_id, set()
    entry: TimelineEvent | None = wrong
    while entry is not None:  # the same entry may have been put right before, at another time
        named_at.add(entry.at)
        entry = entry.supersedes
    entered = row.events.filter(entered_by=who).exclude(kind__in=OTHERS_ACTS, officer=F("entered_by"))
    return (
        examiner.joined_at not in named_at
        or row.created_by_id == who
        or any(event.kind in QUESTIONS and event.officer_id == who for event in standing_events(row) if event.pk != wrong.pk)
        or entered.exists()
        or row.handovers.filter(offered_by=who).exists()
        or row.handovers.filter(offered_to=who, answer__in=[Handover.Answer.ACCEPTED, Handover.Answer.GIVEN]).exists()
    )
