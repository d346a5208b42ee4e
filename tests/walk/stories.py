"""Examinations of the world, each in the state that the policy tells apart: told act by act, or simply there."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model

import audit.actions as ledger
from assurance import actions as assurance
from assurance.models import Answer, Assessment, Criterion
from examinations import actions
from examinations.models import Disclosure, Examination, Kind, Pack, State, TimelineEvent
from examinations.papers import packing
from examinations.views.documents import document_of
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin
from tests.factories import ExaminationFactory
from tests.walk.things import Keeper
from tests.walk.world import token, typed


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


def disclosed(story: Story) -> Disclosure:
    """As the page files it, so that the same bytes can be made again."""
    mark, at, by = token(story.key), story.at(160), story.scene.cast["di.region"]
    recipients, purpose = [f"{mark} Crown Court"], f"For {mark}"
    with acting_as(SYSTEM):
        version = story.scene.examination.versions.select_related("submitted_by").get(number=1)
        made = document_of(version, recipients=recipients, purpose=purpose, by=by, at=at)
    hashes = {"content_hash": version.content_hash, "file_hash": hashlib.sha256(made).hexdigest()}
    disclosure: Disclosure = story.do("di.region", actions.disclose, at=at, recipients=recipients, purpose=purpose, **hashes)
    return disclosure


def packed(story: Story) -> Pack:
    """Asked for, and not made yet."""
    asked = {"recipients": [f"{token(story.key)} Crown Court"], "purpose": f"For {token(story.key)}"}
    pack: Pack = story.do("di.region", actions.ask_for_pack, at=story.at(165), **asked)
    return pack


def filed(story: Story) -> Disclosure:
    """A pack, made as the worker makes it and filed."""
    pack = packed(story)
    packing.sweep()
    with acting_as(SYSTEM):
        made = Pack.objects.select_related("disclosure").get(pk=pack.pk)
    assert made.disclosure is not None, made.state
    return made.disclosure
