"""A region at work: an examination in each state and place that the policy tells apart, and the people's own papers.

Each examination carries a token of its own in every text that somebody typed, so that a leak shows in any byte of any answer.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db.models import Model, QuerySet
from django.test import RequestFactory

import audit.actions as ledger
from assurance import actions as assurance
from assurance.models import Answer, Assessment, Criterion, LearningPoint
from borderops.kit.clock import now
from borderops.kit.localtime import london_date
from examinations import actions
from examinations.models import (
    Authority,
    AuthorityRequest,
    Disclosure,
    Examination,
    Kind,
    LegalEntry,
    LegalReading,
    Pack,
    Provision,
    Screening,
    State,
    TimelineEvent,
)
from examinations.reminders import sweep
from examinations.views.documents import document_of
from organisation.carry import keep
from organisation.models import CarriedForm, Notice, Posting, Role
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from rostering.models import Duty
from tests.cast import Cast, make_cast
from tests.examinations.scenes import Scene, begin
from tests.factories import DutyFactory, ExaminationFactory, PostingFactory
from tests.walk.things import Keeper


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a verb is about, with the facts by which the table judges it: plain words, not the application's own paths."""

    key: str
    row: Model
    port: str = ""
    state: str = ""
    own: frozenset[str] = frozenset()
    is_restricted: bool = False

    @property
    def pk(self) -> UUID:
        found: UUID = self.row.pk
        return found


@dataclass(slots=True)
class World:
    """Everything by kind and name."""

    cast: Cast
    things: dict[str, dict[str, Thing]] = field(default_factory=dict)
    parts: dict[str, dict[str, UUID]] = field(default_factory=dict)  # by name in an address and by thing: a key of something on it

    def add(self, kind: str, thing: Thing) -> None:
        self.things.setdefault(kind, {})[thing.key] = thing

    def of(self, kind: str) -> dict[str, Thing]:
        return self.things[kind]

    def add_part(self, name: str, key: str, row: Model) -> None:
        """What an address that names the thing `key` may name behind it."""
        self.parts.setdefault(name, {})[key] = row.pk


def token(key: str) -> str:
    """What stands in every typed text of this examination, and nowhere else in the world."""
    return f"qx{key.replace('_', '')}xq"


def typed(key: str) -> dict[str, Any]:
    """Particulars with the token in each text."""
    mark = token(key)
    return {
        "family_name": f"Family {mark}",
        "given_names": f"Given {mark}",
        "document_number": mark[:20],
        "address": f"1 {mark} Street",
        "carrier": f"{mark} Air",
        "service_number": mark[:20],
        "selection_reason": f"Selected because {mark}",
        "selection_reason_sensitive": f"withheld{mark}",
        "direction": "INBOUND",
        "outcome": ["NO_FURTHER_ACTION"],
        "account": f"Said {mark}.",
    }


@dataclass(slots=True)
class Story:
    """One examination by pc.stansted at Stansted, in the making."""

    key: str
    scene: Scene
    things: dict[str, Model] = field(default_factory=dict)  # what belongs to it and has an address of its own, by its name there

    def do(self, who: str, act: Callable[..., Any], **values: Any) -> Any:
        with acting_as(SYSTEM):
            row = Examination.objects.select_related("port").get(pk=self.scene.examination.pk)
        return self.scene.do(who, act, examination=row, **values)

    def at(self, minute: float) -> datetime:
        return self.scene.minute(minute)


def begun(cast: Cast, key: str) -> Story:
    """Detained, with a note and something of each kind kept, and with its particulars typed. It began nearly three hours ago."""
    earlier = replace(cast, at=cast.at - timedelta(minutes=170))
    story = Story(key, begin(earlier, place=f"Gate {token(key)}"))
    story.scene.record(Kind.DETAINED, 10)
    story.scene.record(Kind.NOTE, 12, words=f"Noted {token(key)}")
    story.do("pc.stansted", actions.update_particulars, at=story.at(15), version=1, changes=typed(key))
    story.things |= Keeper(story.scene, token(key)).everything()
    return story


def submitted(cast: Cast, key: str) -> Story:
    """Reviewed late by sgt.stansted, released and submitted."""
    story = begun(cast, key)
    story.scene.review(81, grounds=f"Grounds {token(key)}")
    story.scene.release(100)
    story.scene.submit(120)
    return story


def claimed(cast: Cast, key: str) -> tuple[Story, Assessment]:
    """Opened and answered by the sergeant who covers the port, one answer below the mark."""
    story = submitted(cast, key)
    assessment = story.do("sgt.norwich", assurance.claim_examination, at=story.at(130))
    codes = [criterion.code for criterion in questions()]
    values = [Answer.Value.PARTLY] + [Answer.Value.MET] * (len(codes) - 1)
    given = {code: assurance.Given(value, f"Beside {token(key)}") for code, value in zip(codes, values, strict=True)}
    return story, story.scene.do("sgt.norwich", assurance.save_answers, assessment=assessment, version=assessment.version, answers=given)


def questions() -> list[Criterion]:
    return list(Criterion.objects.order_by("position"))


def decided(cast: Cast, key: str, outcome: str) -> tuple[Story, Assessment]:
    story, assessment = claimed(cast, key)
    mark = token(key)
    learning = assurance.Learning(officer_id=cast["pc.stansted"].pk, criterion_id=questions()[0].pk, words=f"Learn {mark}")
    fields = {"selection_reason": f"Why {mark}?"} if outcome == "RETURN" else {}
    values = {"at": story.at(150), "outcome": outcome, "words": f"Decided {mark}", "learning": [learning], "fields": fields}
    return story, story.scene.do("sgt.norwich", assurance.decide_assessment, assessment=assessment, **values)


def made(cast: Cast, key: str, own: list[str], port: str, state: State, *, restricted: bool = False) -> Examination:
    """One that is simply there, in that state, with these participants; the first began it an hour and a half ago."""
    at = cast.at - timedelta(minutes=90)
    later: dict[str, Any] = {} if state == State.LIVE else {"ended_at": at + timedelta(minutes=30)}
    if state in (State.SUBMITTED, State.RETURNED):
        later["submitted_at"] = at + timedelta(minutes=40)
    row = ExaminationFactory.make(
        created_by=cast[own[0]],
        port=cast.ports[port],
        started_at=at,
        place=f"Gate {token(key)}",
        state=state,
        participants=[cast[name].pk for name in own],
        compartment=cast.compartment if restricted else None,
        **later,
    )
    with acting_as(SYSTEM):
        particulars = row.particulars
        for name, value in typed(key).items():
            setattr(particulars, name, value)
        particulars.save()
        note = {"kind": Kind.NOTE, "at": at, "received_at": at, "officer": cast[own[0]], "entered_by": cast[own[0]]}
        written = TimelineEvent.objects.create(examination=row, words=f"Noted {token(key)}", **note)
        ledger.record("examination.made", row, changed=[particulars, written])
    return row


def make_world() -> World:
    """Everything, as of now."""
    world = World(make_cast(now()))
    _examinations(world)
    _papers(world)
    with acting_as(SYSTEM):
        for key, thing in world.of("examination").items():
            world.add_part("event_pk", key, TimelineEvent.objects.filter(examination=thing.pk).earliest("at"))
        sweep(world.cast.at)
        _read_again(world)
    return world


def _read_again(world: World) -> None:
    """As they stand at the end, with what the policy asks about them, so that asking it later needs no query."""
    with_parents: dict[str, QuerySet[Any]] = {
        "examination": Examination.objects.all(),
        "assessment": Assessment.objects.select_related("examination"),
        "learning": LearningPoint.objects.select_related("assessment__examination"),
    }
    for kind, rows in with_parents.items():
        found = rows.in_bulk([thing.pk for thing in world.of(kind).values()])
        world.things[kind] = {key: replace(thing, row=found[thing.pk]) for key, thing in world.of(kind).items()}


CREW = ["pc.stansted"]
REVIEWED = [*CREW, "sgt.stansted"]
ASSURED = [*REVIEWED, "sgt.norwich"]
AWAY = ["pc.elsewhere", "pc.harwich", "sgt.stansted", "insp.region", "di.region", "supt.oncall"]
INSIDE = ["pc.compartment", "pc.stansted.second"]  # the second takes part and is no member


def _examinations(world: World) -> None:
    cast = world.cast

    def add(key: str, row: Examination, own: list[str], port: str = "Stansted", state: str = "LIVE", restricted: bool = False) -> None:
        world.add("examination", Thing(key, row, port, state, frozenset(own), restricted))

    def tell(story: Story, own: list[str], state: str = "LIVE") -> None:
        add(story.key, story.scene.examination, own, state=state)
        for name, row in story.things.items():
            world.add_part(name, story.key, row)

    tell(begun(cast, "live"), CREW)
    ended = begun(cast, "ended")
    ended.scene.release(100)
    tell(ended, CREW, "ENDED")
    tell(submitted(cast, "waiting"), REVIEWED, "SUBMITTED")
    story, opened = claimed(cast, "claimed")
    tell(story, ASSURED, "SUBMITTED")
    story, sent_back = decided(cast, "returned", "RETURN")
    tell(story, ASSURED, "RETURNED")
    story, taken = decided(cast, "accepted", "ACCEPT_WITH_LEARNING")
    tell(story, ASSURED, "ACCEPTED")
    world.add_part("disclosure_pk", "accepted", _disclose(story))
    world.add_part("pack_pk", "accepted", _pack(story))
    for key, assessment in {"open": opened, "returned": sent_back, "accepted": taken}.items():
        world.add("assessment", Thing(key, assessment, "Stansted", own=frozenset(ASSURED)))
    for state, key in ((State.LIVE, "live"), (State.ENDED, "ended"), (State.SUBMITTED, "waiting"), (State.RETURNED, "returned")):
        add(f"away_{key}", made(cast, f"away_{key}", AWAY, "Newcastle", state), AWAY, "Newcastle", state)
        add(f"leaver_{key}", made(cast, f"leaver_{key}", ["pc.leaver"], "Stansted", state), ["pc.leaver"], state=state)
        row = made(cast, f"restricted_{key}", INSIDE, "Stansted", state, restricted=True)
        add(f"restricted_{key}", row, INSIDE, state=state, restricted=True)
    world.add_part("authority_pk", "away_live", _asked(world))
    world.add_part("request_pk", "away_live", _asked_beforehand(world))
    add("newcastle", made(cast, "newcastle", ["pc.elsewhere"], "Newcastle", State.LIVE), ["pc.elsewhere"], "Newcastle")
    add("luton", made(cast, "luton", ["pc.luton"], "Luton", State.LIVE), ["pc.luton"], "Luton")


def _asked(world: World) -> Authority:
    """Of the superintendent, and not answered yet."""
    cast, mark = world.cast, token("away_live")
    with acting_as(SYSTEM):
        asked = Authority.objects.create(
            examination_id=world.of("examination")["away_live"].pk,
            what=Authority.What.DELAY_SOLICITOR,
            ground="EVIDENCE",
            reason=f"Because {mark}",
            authoriser=cast["supt.oncall"],
            authoriser_rank=cast["supt.oncall"].rank,
            manner=Authority.Manner.ASKED,
            entered_by=cast["pc.elsewhere"],
            entered_at=cast.at,
        )
        ledger.record("examination.superintendent_asked", asked.examination, changed=[asked])
    return asked


def _asked_beforehand(world: World) -> AuthorityRequest:
    """Of the superintendent, before a search, and not answered yet."""
    cast, examination = world.cast, world.of("examination")["away_live"].row
    with acting_as(SYSTEM):
        asked = AuthorityRequest.objects.create(
            examination_id=examination.pk,
            what=AuthorityRequest.What.STRIP_SEARCH,
            asked_of=cast["supt.oncall"],
            asked_by=cast["pc.elsewhere"],
            asked_at=cast.at,
            grounds=f"Because {token('away_live')}",
        )
        ledger.record("examination.authority_asked", asked.examination, changed=[asked])
    return asked


def _disclose(story: Story) -> Disclosure:
    """As the page files it, so that the same bytes can be made again."""
    mark, at, by = token(story.key), story.at(160), story.scene.cast["di.region"]
    recipients, purpose = [f"{mark} Crown Court"], f"For {mark}"
    with acting_as(SYSTEM):
        version = story.scene.examination.versions.select_related("submitted_by").get(number=1)
        made = document_of(version, recipients=recipients, purpose=purpose, by=by, at=at)
    hashes = {"content_hash": version.content_hash, "file_hash": hashlib.sha256(made).hexdigest()}
    disclosure: Disclosure = story.do("di.region", actions.disclose, at=at, recipients=recipients, purpose=purpose, **hashes)
    return disclosure


def _pack(story: Story) -> Pack:
    """Asked for, and not made yet."""
    asked = {"recipients": [f"{token(story.key)} Crown Court"], "purpose": f"For {token(story.key)}"}
    pack: Pack = story.do("di.region", actions.ask_for_pack, at=story.at(165), **asked)
    return pack


def _papers(world: World) -> None:
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
