"""Seen before: earlier examinations of the same document or the same person. Only what the asker may see is looked at, so that a record
which is kept from them leaves no trace here, not in a list and not in a number."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from examinations.models import Examination
from examinations.sameness import document_key, person_key
from organisation import policy
from organisation.policy import Actor

YEAR = timedelta(days=365)
MOST_SHOWN = 20
SHOWN = ("id", "reference", "power", "state", "started_at", "port__name", "particulars__outcome", "particulars__document_key")


@dataclass(frozen=True, slots=True)
class Sought:
    """What an earlier record is found by. Empty keys find nothing."""

    document_key: str = ""
    person_key: str = ""

    def __bool__(self) -> bool:
        return bool(self.document_key or self.person_key)


@dataclass(frozen=True, slots=True)
class Before:
    """One earlier examination, and by what it is the same."""

    examination: Examination
    is_same_document: bool

    @property
    def by(self) -> str:
        return "same document" if self.is_same_document else "same name and date of birth"


@dataclass(frozen=True, slots=True)
class Previous:
    """The earlier examinations that the asker may see, newest first."""

    rows: tuple[Before, ...] = ()
    in_twelve_months: int = 0
    has_more: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows)


def sought_by(examination: Examination) -> Sought:
    """By what this record's own document and person are found."""
    return Sought(examination.particulars.document_key, examination.particulars.person_key)


def sought_in(number: str, family_name: str, given_names: str, born_on: date | None) -> Sought:
    """The same for a document just read."""
    return Sought(document_key(number), person_key(family_name, given_names, born_on))


def previous(actor: Actor, sought: Sought, *, before: datetime, besides: UUID | None = None) -> Previous:
    """Examinations of the same document or person that began before `before` and that the actor may see. One query over two indexes, or
    none; the number of rows read is bounded. The twelve months are counted back from `before`."""
    if not sought:
        return Previous()
    same = _same(actor, sought).filter(started_at__lt=before)
    if besides is not None:
        same = same.exclude(pk=besides)
    found = list(same.order_by("-started_at", "-id")[: MOST_SHOWN + 1])
    rows = tuple(
        Before(one, bool(sought.document_key) and one.particulars.document_key == sought.document_key) for one in found[:MOST_SHOWN]
    )
    return Previous(rows, sum(row.examination.started_at > before - YEAR for row in rows), len(found) > MOST_SHOWN)


def _same(actor: Actor, sought: Sought) -> QuerySet[Examination]:
    same = Q()
    if sought.document_key:
        same |= Q(particulars__document_key=sought.document_key)
    if sought.person_key:
        same |= Q(particulars__person_key=sought.person_key)
    rows = Examination.objects.select_related("port", "particulars").only(*SHOWN).filter(same)
    return policy.scope(actor, "examination.view", rows)
