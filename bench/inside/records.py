"""The records that a benchmark looks at, made by the service's own actions when the database does not hold them yet: one short and one
long, each live and submitted, one to be packed and one to be assured. They lie at Stansted under places by which they are found again."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from accreditation.models import Award, Requirement
from assurance.actions import claim_examination
from assurance.models import Assessment
from borderops.demo.stories import Story
from borderops.kit.clock import now
from examinations.models import Examination, Kind, State
from examinations.queries import eligible_reviewers
from organisation import policy
from organisation.models import Port, Posting, Role, User
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from organisation.standing import standing_of
from rostering.models import Duty

PORT, OFFICER = "Stansted", "pc.stansted"
REVIEWERS = {"sgt.stansted": Duty.Kind.AT_PORT, "insp.region": Duty.Kind.ON_CALL}
EMPTY_PORT = "Southend"
FEW, MANY = 1, 200  # entries of the timeline besides those that every record has
WANTED = {
    "live few": (f"Live with {FEW} facts", State.LIVE, FEW),
    "live many": (f"Live with {MANY} facts", State.LIVE, MANY),
    "submitted few": (f"Submitted with {FEW} facts", State.SUBMITTED, FEW),
    "submitted many": (f"Submitted with {MANY} facts", State.SUBMITTED, MANY),
    # Its pages are not timed: everybody who looks at a record makes its pack longer.
    "packed": (f"Packed with {MANY} facts", State.SUBMITTED, MANY),
    "assessed": (f"Assessed with {MANY} facts", State.SUBMITTED, MANY),
}
"""Name, place by which it is found again, state and entries of each record."""


def prepare() -> dict[str, str]:
    """Keys of the records by their names, with a reference and an assessment; and the user names of who has it open, and of the sergeant
    whose port has no record."""
    with acting_as(SYSTEM):
        at = now()
        _keep_current(at)
        found = {}
        for name, (place, state, facts) in WANTED.items():
            examination = Examination.objects.filter(place=place).first() or _make(place, facts, state, at)
            found[name] = str(examination.pk)
        if Examination.objects.filter(port__name=EMPTY_PORT).exists():
            raise RuntimeError(f"{EMPTY_PORT} has an examination, and no reader is left whose port has none.")
        opened = _opened(UUID(found["assessed"]), at)
        reference = Examination.objects.values_list("reference", flat=True).get(pk=found["submitted many"])
        besides = {"{reference}": reference, "assessment": str(opened.pk), "assessor": opened.assessor.username}
        return {**found, **besides, "reader of nothing": _sergeant_of_the_empty_port()}


def _opened(pk: UUID, at: datetime) -> Assessment:
    """The record's quality assurance, opened by the first sergeant who may."""
    if (standing := Assessment.objects.filter(examination=pk).select_related("assessor").first()) is not None:
        return standing
    examination = Examination.objects.select_related("port").get(pk=pk)
    for person in User.objects.filter(postings__role=Role.SERGEANT).order_by("username").distinct():
        by = standing_of(person, at)
        if policy.can(by, "assessment.claim", examination):
            with acting_as(by):
                return claim_examination(examination=examination, by=by, at=at)
    raise RuntimeError("No sergeant may assure the record that was made to be assured.")


def _keep_current(at: datetime) -> None:
    """The database may be older than the roster and the accreditations that were made with it."""
    port, today = Port.objects.get(name=PORT), at.date()
    for name, kind in REVIEWERS.items():
        person = User.objects.get(username=name)
        if not Duty.objects.filter(officer=person, port=port, duty_from__lte=at, duty_until__gt=at).exists():
            until = at + timedelta(hours=8)
            Duty.objects.create(officer=person, port=port, kind=kind, duty_from=at, duty_until=until, reachable_on=person.phone)
        if not person.awards.filter(requirement=Requirement.S7_REVIEW, valid_through__gt=today).exists():
            until_day = today + timedelta(days=700)
            Award.objects.create(holder=person, requirement=Requirement.S7_REVIEW, awarded_on=today, valid_through=until_day, entered_at=at)


def _make(place: str, facts: int, state: State, at: datetime) -> Examination:
    story = detained_since(place, OFFICER, at - timedelta(hours=5))
    story.review(User.objects.get(username="sgt.stansted"), 75)
    for number in range(facts):
        story.fact(Kind.WELFARE, 80 + 55 * number / facts, words="Asked how they were; a drink was offered and taken.")
    if state == State.SUBMITTED:
        story.release(140).complete(150).submit(160)
    return story.it


def detained_since(place: str, officer: str, began: datetime) -> Story:
    """An examination begun then, and a detention soon after."""
    story = Story(Port.objects.get(name=PORT), User.objects.get(username=officer), began, Random(1))
    return story.begin(place).notice().detain(10)


def reviewers_of(examination: Examination) -> list[User]:
    """Officers who may be asked to review it now."""
    with acting_as(SYSTEM):
        return [one.officer for one in eligible_reviewers(SYSTEM, examination, now()) if one.may_review]


def _sergeant_of_the_empty_port() -> str:
    posted = Posting.objects.standing(now()).filter(role=Role.SERGEANT)
    elsewhere = posted.exclude(unit__home_port__name=EMPTY_PORT)
    only_there = posted.filter(unit__home_port__name=EMPTY_PORT).exclude(user__in=elsewhere.values("user"))
    return str(only_there.order_by("user__username").values_list("user__username", flat=True)[0])


def constables() -> list[str]:
    """The user names of the port's constables, of whom one whose posting nobody has confirmed is none."""
    posted = Posting.objects.standing(now()).filter(role=Role.CONSTABLE, unit__home_port__name=PORT)
    return list(posted.order_by("user__username").values_list("user__username", flat=True))


ACTS = (prepare, constables)
