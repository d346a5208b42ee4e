"""What the home page, the lists of one's own work and the ledger's pages show: one function a page, a known number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain
from operator import attrgetter
from uuid import UUID

from django.db.models import F, ForeignObjectRel, Model, Q, QuerySet

from assurance.models import Assessment, LearningPoint
from assurance.queries import learning_of
from audit.models import Event, Reading, Seal
from examinations.models import AuthorityRequest, Examination, Examiner, Handover, Nomination, State
from organisation import policy
from organisation.models import Notice
from organisation.policy import Actor

MOST = 10
OPEN = (State.LIVE, State.ENDED, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Home:
    """What waits for one person."""

    mine: tuple[Examination, ...]  # live, to complete, returned
    handovers: tuple[Handover, ...]
    nominations: tuple[Nomination, ...]
    requests: tuple[AuthorityRequest, ...]  # for my authority, before something is done
    assessments: tuple[Assessment, ...]  # opened by me
    learning: tuple[LearningPoint, ...]
    notices: tuple[Notice, ...]
    waiting: int | None  # for quality assurance, at most 101; None when that is not this person's work

    @property
    def is_empty(self) -> bool:
        waits = (self.mine, self.handovers, self.nominations, self.requests, self.assessments, self.learning, self.notices, self.waiting)
        return not any(waits)

    @property
    def shown(self) -> list[UUID]:
        """The key of every record of which something stands on the page, by whichever of its parts."""
        parts: tuple[Handover | Nomination | AuthorityRequest | Assessment, ...]
        parts = (*self.handovers, *self.nominations, *self.requests, *self.assessments)
        learnt = (point.assessment.examination_id for point in self.learning)
        return [*(row.pk for row in self.mine), *(part.examination_id for part in parts), *learnt, *things_of(self.notices)]


def things_of(notices: Iterable[Notice]) -> list[UUID]:
    """What the notices are about, which their words name."""
    return [notice.thing_id for notice in notices if notice.thing_id is not None]


def home(actor: Actor) -> Home:
    """Everything that waits for the actor, at most ten of each kind. Eight queries."""
    own = Examination.objects.filter(examiners__officer_id=actor.id, examiners__left_at__isnull=True, state__in=OPEN)
    mine = policy.scope(actor, "examination.view", own.select_related("port"))
    waiting = None
    if policy.may(actor, "assessment.queue"):
        waiting = policy.scope(actor, "assessment.queue", Examination.objects.filter(state=State.SUBMITTED))[:101].count()
    nominated = Nomination.objects.filter(officer_id=actor.id, withdrawn_at__isnull=True, examination__state=State.LIVE)
    opened = Assessment.objects.filter(assessor_id=actor.id, state=Assessment.State.OPEN)
    return Home(
        mine=tuple(mine.order_by("-started_at")[:MOST]),
        handovers=tuple(waiting_handovers(actor)[:MOST]),
        nominations=tuple(nominated.select_related("examination__port", "nominated_by")[:MOST]),
        requests=tuple(requests_to(actor)[:MOST]),
        assessments=tuple(opened.select_related("examination").order_by("opened_at")[:MOST]),
        learning=tuple(learning_of(actor)[:MOST]),
        notices=tuple(unread(actor)[:MOST]),
        waiting=waiting,
    )


def waiting_handovers(actor: Actor) -> QuerySet[Handover]:
    rows = Handover.objects.filter(offered_to_id=actor.id, answer=Handover.Answer.WAITING)
    return rows.select_related("examination__port", "offered_by").order_by("offered_at")


def requests_to(actor: Actor) -> QuerySet[AuthorityRequest]:
    """What the actor was asked to authorise and has not answered: of a person while they are there, of property until it is answered."""
    still = Q(what=AuthorityRequest.What.URGENT_USE) | Q(examination__state=State.LIVE)
    asked = AuthorityRequest.objects.filter(still, asked_of_id=actor.id, reply=None)
    return asked.select_related("examination__port", "asked_by").order_by("asked_at", "id")


def unread(actor: Actor) -> QuerySet[Notice]:
    rows = Notice.objects.filter(recipient_id=actor.id, read_at__isnull=True, voided_at__isnull=True)
    return rows.order_by("-raised_at")


def my_records(actor: Actor) -> QuerySet[Examiner]:
    """The actor's own examinations through their part in them, to be ordered by when they joined."""
    visible = policy.scope(actor, "examination.view", Examiner.objects.filter(officer_id=actor.id))
    return visible.select_related("examination__port")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a trail: an act or a look."""

    row: Event | Reading
    is_reading: bool


MOST_PARTS = 1_000  # of one kind; no record comes near it


def parts_of(examination: Examination) -> list[UUID]:
    """The key of every row that hangs on a record, of whichever app: its particulars and its timeline, what was kept, copied, taken and
    seized, who had it, what was attached, assessed and disclosed. One query by index for each kind, sent as one."""
    first, *others = [_keys(model, path, examination.pk) for model, path in _hanging()]
    return list(first.union(*others, all=True))


@cache
def _hanging() -> tuple[tuple[type[Model], str], ...]:
    """Every model that names an examination, and every one that names one of those and no examination itself, with the way to it. What
    keeps a history is not a part of its own."""
    direct = _naming(Examination)
    known = {model for model, _ in direct}
    beyond = [(model, f"{name}__{path}") for each, path in direct for model, name in _naming(each) if model not in known]
    return tuple(dict.fromkeys((*direct, *beyond)))


def _naming(target: type[Model]) -> list[tuple[type[Model], str]]:
    related = [one for one in target._meta.get_fields(include_hidden=True) if isinstance(one, ForeignObjectRel)]
    found = [(one.related_model, one.field.name) for one in related if not hasattr(one.related_model, "history_object")]
    return [(model, name) for model, name in found if model is not Examination]


def _keys(model: type[Model], path: str, key: UUID) -> QuerySet[Model, UUID]:
    return model._base_manager.filter(**{path: key}).order_by().values_list("pk", flat=True)[:MOST_PARTS]


def trail(*, thing_ids: list[UUID] | None = None, actor_id: UUID | None = None, size: int = 100) -> list[Entry]:
    """The newest acts and looks about things, or by one person. Two queries by index, whatever the ledger holds."""
    wanted = Q(thing_id__in=thing_ids) if thing_ids is not None else Q(actor_id=actor_id)
    # Of several things the index gives no common order; by the bare key PostgreSQL would walk back through the ledger until it has enough.
    newest = (F("id") + 0).desc() if thing_ids is not None else F("id").desc()
    events = (Entry(row, False) for row in Event.objects.filter(wanted).order_by(newest)[:size])
    readings = (Entry(row, True) for row in Reading.objects.filter(wanted).order_by(newest)[:size])
    return sorted(chain(events, readings), key=attrgetter("row.at"), reverse=True)[:size]


def seals(size: int = 20) -> list[Seal]:
    return list(Seal.objects.order_by("-number")[:size])
