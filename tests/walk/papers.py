"""The people of the world and their own papers: what they are to learn, postings, duties, screenings and notices; and the law."""

from datetime import timedelta
from typing import cast

from django.test import RequestFactory

import audit.actions as ledger
from assurance.models import Assessment, Criterion, LearningPoint
from borderops.kit.localtime import london_date
from examinations import actions
from examinations.models import Examination, LegalEntry, LegalReading, Provision, Screening
from organisation.carry import keep
from organisation.models import CarriedForm, Notice, Posting, Role
from organisation.policy import SYSTEM
from organisation.reconciling import ALTERED
from organisation.scopes import acting_as
from rostering.models import Duty
from tests.factories import DutyFactory, PostingFactory
from tests.walk.world import AWAY, INSIDE, Thing, World, token


def add_papers(world: World) -> None:
    """Assessments in a compartment, learning, people and what belongs to them."""
    hidden, learnt_there = _assessed(world, "restricted_waiting", "sgt.stansted", "pc.stansted.second")
    away, learnt_away = _assessed(world, "away_waiting", "sgt.stansted", "pc.elsewhere")
    with acting_as(SYSTEM):
        point = LearningPoint.objects.get(assessment=world.of("assessment")["returned"].pk)
    world.add("assessment", Thing("restricted", hidden, "Stansted", own=frozenset([*INSIDE, "sgt.stansted"]), is_restricted=True))
    world.add("assessment", Thing("away", away, "Newcastle", own=frozenset(AWAY)))
    world.add("learning", Thing("returned", point, own=frozenset(["pc.stansted"])))
    world.add("learning", Thing("restricted", learnt_there, own=frozenset(["pc.stansted.second"]), is_restricted=True))
    world.add("learning", Thing("away", learnt_away, own=frozenset(["pc.elsewhere"])))
    _people(world)
    _found(world)


def _found(world: World) -> None:
    """What a night found of a record that nobody who reads the ledger may see."""
    row = world.of("examination")["restricted_live"].row
    with acting_as(SYSTEM):
        ledger.observe("history.differs", kind=row._meta.label_lower, thing_id=row.pk, detail={"fault": ALTERED, "fields": ["place"]})
    world.add("finding", Thing("found", row))


def _assessed(world: World, key: str, assessor: str, learner: str) -> tuple[Assessment, LearningPoint]:
    """An assessment that is simply there, with something to learn."""
    with acting_as(SYSTEM):
        facts = {"version_number": 1, "opened_at": world.cast.at, "words": f"Decided {token(key)}"}
        assessment = Assessment.objects.create(
            examination=cast(Examination, world.of("examination")[key].row), assessor=world.cast[assessor], **facts
        )
        point = LearningPoint.objects.create(assessment=assessment, officer=world.cast[learner], words=f"Learn {token(key)}")
        ledger.record("assessment.made", assessment, changed=[point])
    return assessment, point


def _people(world: World) -> None:
    cast = world.cast
    for name, person in cast.people.items():
        world.add("person", Thing(name, person, own=frozenset([name])))
    proposed = PostingFactory.make(
        user=cast["pc.luton"],
        unit=cast.units["Harwich"],
        role=Role.CONSTABLE,
        posted_from=cast.at + timedelta(days=1),
        posted_until=cast.at + timedelta(days=9),
        posted_by=cast["admin.vetting"],
        state=Posting.State.PROPOSED,
    )
    world.add("posting", Thing("proposed", proposed, own=frozenset(["pc.luton"])))
    standing = Posting.objects.get(user=cast["pc.stansted"])
    world.add("posting", Thing("standing", standing, own=frozenset(["pc.stansted"])))
    DutyFactory.make(officer=cast["pc.elsewhere"], port=cast.ports["Newcastle"], duty_from=cast.at)
    for name, port in (("pc.stansted", "Stansted"), ("pc.luton", "Luton"), ("pc.elsewhere", "Newcastle")):
        duty = Duty.objects.filter(officer=cast[name]).earliest("duty_from")
        world.add("duty", Thing(name, duty, port, own=frozenset([name])))
    for name, port in (("pc.stansted", "Stansted"), ("sgt.stansted", "Stansted"), ("pc.luton", "Luton"), ("pc.elsewhere", "Newcastle")):
        with acting_as(SYSTEM):
            screened = Screening.objects.create(port=cast.ports[port], officer=cast[name], began_at=cast.at - timedelta(minutes=3))
            ledger.record("screening.made", screened)
        world.add("screening", Thing(name, screened, port, own=frozenset([name])))
    with acting_as(SYSTEM):
        notice = Notice.objects.create(
            recipient=cast["pc.stansted"], key="walk", text="To one person", link="/", raised_at=cast.at, level=Notice.Level.INFORM
        )
    world.add("notice", Thing("own", notice, own=frozenset(["pc.stansted"])))
    world.add("carried", Thing("own", _carried(world), own=frozenset(["pc.stansted"])))
    _the_law(world)


def _the_law(world: World) -> None:
    """A rule, a reading, and a correction of the rule that waits for its decision."""
    rule = Provision.objects.get(rule="C2", scope="TACT_S7")
    world.add("provision", Thing("rule", rule))
    world.add("reading", Thing("reading", LegalReading.objects.earliest("key")))
    world.add("entry", Thing("entry", LegalEntry.objects.earliest("kind", "power", "position")))
    world.add("criterion", Thing("criterion", Criterion.objects.earliest("position")))
    actor = world.cast.actor("admin.vetting")
    with acting_as(actor):
        proposed = actions.propose_provision(
            provision=rule,
            changes={"limit_minutes": 300},
            in_force_from=london_date(world.cast.at),
            reason="Amended.",
            by=actor,
            at=world.cast.at,
        )
    world.add("correction", Thing("proposed", proposed))


def _carried(world: World) -> CarriedForm:
    """What pc.stansted had typed about a record when the sign-in ended."""
    owner, path = world.cast["pc.stansted"], f"/examinations/{world.of('examination')['live'].pk}/particulars/"
    request = RequestFactory().post(path, {"account": f"Typed {token('live')}"})
    key = keep(request, owner.pk, world.cast.at)
    assert key is not None
    with acting_as(SYSTEM):
        return CarriedForm.objects.get(pk=key)
