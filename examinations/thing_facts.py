"""The rows that say what is known of one thing: an item, its filter, a copy, a search, prints and samples. The record's own pages and
those of its quality assurance draw the same rows."""

from collections.abc import Iterator
from typing import Any

from django.template.defaultfilters import linebreaksbr

from borderops.kit.dates import spoken, spoken_date
from borderops.kit.parts import Fact
from examinations.choices import SHORT_OF_POWER
from examinations.faces import details_of, number_of, title_of
from examinations.law.lists import COPY
from examinations.models import Examination, Item, Kind, TimelineEvent
from examinations.property import business
from examinations.queries import BiometricLine, CopyLine, ItemLine
from examinations.queries.bodies import SearchLine
from examinations.reference import kept_words

BUSINESS, AUTHORITY = "Confidential business material", "Keeping and using it authorised by"


def _yes_no(value: bool | None) -> str:
    return "" if value is None else "Yes" if value else "No"


def _said(at: Any) -> str:
    return spoken(at, seconds=True) if at else ""


def _day(value: Any) -> str:
    return spoken_date(value) if value else ""


def _filled(rows: list[Fact], *always: str) -> list[Fact]:
    """The rows that say something, and those whose absence says something too."""
    return [row for row in rows if row.value or row.label in always]


def item_facts(line: ItemLine) -> list[Fact]:
    item = line.item
    rows = [
        Fact("Description", linebreaksbr(item.description), owed=not item.description),
        Fact("How it came to us", item.get_obtained_display()),
        Fact("Kept since", _said(line.retained_at)),
        Fact("Seal", item.seal_number, mono=True),
        Fact("Receipt given", _said(item.receipt_given_at), owed=not item.receipt_given_at and not item.receipt_not_given_reason),
        Fact("Why no receipt", item.receipt_not_given_reason),
        Fact("Litigation hold since", _said(item.hold_since)),
        Fact("Hold: last placed or lifted because", item.hold_reason),
    ]
    return _filled(rows, "Description", "How it came to us", "Seal", *([] if item.receipt_not_given_reason else ["Receipt given"]))


def filter_facts(item: Item) -> list[Fact]:
    rows = [
        Fact("Legal privilege claimed or likely", _yes_no(item.lpp_claimed)),
        Fact("Journalistic material", _yes_no(item.is_journalistic)),
        Fact("Reasons", linebreaksbr(item.filter_reasons)),
        Fact("Independent counsel", item.independent_counsel),
        Fact("Sift", item.get_sift_status_display()),
        Fact("Held separate until", item.held_separate_until),
    ]
    return rows if item.is_confidential else rows[:2]


def copy_facts(line: CopyLine, examination: Examination) -> list[Fact]:
    copy = line.copy
    rows = [
        Fact("Copied by", number_of(copy.operator) if copy.operator else copy.operator_other),
        Fact("By a constable", _yes_no(copy.is_by_constable)),
        Fact("Kind of copy", copy.method),
        Fact("Begun", _said(line.begun_at)),
        Fact("Ended", _said(copy.ended_at)),
        Fact("Reference", copy.reference, mono=True),
        Fact("Privileged or journalistic material", _yes_no(copy.is_confidential)),
        *_business(line, examination),
        Fact("Kept because", kept_words(examination.power, copy.ground, examination.started_at, kind=COPY) if copy.ground else ""),
        Fact("Why", linebreaksbr(copy.ground_reason)),
        Fact("To be looked at again", _look_again(line), owed=line.is_review_past),
        Fact("Destroyed", _destroyed(line)),
    ]
    always = ["Ended", "Privileged or journalistic material", BUSINESS]
    always += [] if copy.destroyed_at else ["To be looked at again"]
    always += [AUTHORITY] if line.is_authority_owed else []
    return _filled(rows, *always)


def _business(line: CopyLine, examination: Examination) -> Iterator[Fact]:
    """Confidential business material and its authority, where it is asked at all."""
    copy = line.copy
    if not business.is_asked_of(examination.power, examination.started_at):
        return
    yield Fact(BUSINESS, _yes_no(copy.is_business))
    if copy.is_business:
        by = number_of(copy.business_authorised_by, copy.business_authorised_rank)
        said = "\n".join(filter(None, (by and f"{by}, {_said(copy.business_authorised_at)}", copy.business_authority_reason)))
        yield Fact(AUTHORITY, linebreaksbr(said), owed=line.is_authority_owed)
        yield Fact("Why a superintendent is asked", business.POLICY)


def _look_again(line: CopyLine) -> str:
    day = _day(line.copy.review_on)
    return f"{day} (this day has gone by)" if day and line.is_review_past else day


def _destroyed(line: CopyLine) -> str:
    """When, why and how, as the entry that stands says it."""
    why = line.destroyed.words if line.destroyed else ""
    return linebreaksbr("\n".join(filter(None, (_said(line.copy.destroyed_at), why))))


def search_facts(line: SearchLine) -> list[Fact]:
    search = line.search
    is_strip, details = line.fact.kind == Kind.STRIP_SEARCH, details_of(line.fact)
    rows = [
        Fact("Searched by", number_of(search.searcher, search.searcher_rank) if search.searcher else search.searcher_other),
        Fact("Authorised to search by", number_of(search.searcher_allowed_by)),
        Fact("Sex of the searcher", search.get_searcher_sex_display()),
        Fact("Sex of the person", search.get_person_sex_display()),
        Fact("Why by another sex", search.mismatch_reason),
        Fact("Grounds", linebreaksbr(search.grounds)),
        Fact("Authorised by", number_of(search.authorised_by, search.authorised_rank)),
        Fact("Appropriate adult present", "" if details else _yes_no(search.appropriate_adult_present)),
        *(Fact(label, linebreaksbr(value)) for label, value in details),
        Fact("What, how far, what was found", linebreaksbr(line.fact.words)),
    ]
    return _filled(rows, "What, how far, what was found", *(["Grounds", "Authorised by"] if is_strip else []))


def _fate(fact: TimelineEvent) -> str:
    """When, and of further prints which they are and whether that was determined in writing."""
    if fact.kind != Kind.FURTHER_PRINTS:
        return _said(fact.at)
    how = "in writing" if fact.detail.get("is_written") else "not in writing"
    return linebreaksbr(f"{_said(fact.at)}, {how}, by {number_of(fact.officer, fact.officer_rank)}\n{fact.words}")


def biometric_facts(line: BiometricLine) -> list[Fact]:
    taken = line.taken
    station = "A police station under " if line.fact.detail.get("at_police_station") else "Not a police station under "
    station += SHORT_OF_POWER[taken.examination.power] + ("" if taken.is_place_verified else " (not verified)")
    rows = [
        Fact("Rests on", taken.get_basis_display()),
        Fact("Authorised by", number_of(taken.authorised_by, taken.authorised_rank)),
        Fact("Authority in writing", _yes_no(taken.is_authority_written)),
        Fact("Convicted", _day(taken.convicted_on)),
        Fact("Where", ", ".join(part for part in (taken.get_place_kind_display(), taken.place, station) if part)),
        Fact("Told of the use in searches", _yes_no(taken.was_told_of_use)),
        Fact("Reason", linebreaksbr(taken.reason)),
        *(Fact(label, linebreaksbr(value)) for label, value in details_of(line.fact)),
        *(Fact(title_of(fact, taken.examination), _fate(fact)) for fact in line.fates),
        *(
            Fact("Determination by", f"{each.made_by}{', until ' + _day(each.lasts_through) if each.lasts_through else ''}")
            for each in line.determinations
        ),
    ]
    return _filled(rows, "Told of the use in searches", "Reason")
