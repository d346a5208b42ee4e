"""Starting an examination: two presses, and the clock runs."""

from datetime import timedelta

import pytest

from audit.models import Event
from borderops.kit.records import read_reference
from examinations.instants import legal_instant
from examinations.models import Examiner, Kind, Power, State
from organisation.policy import Forbidden
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import begin, pressed, typed, withdraw_awards


def test_an_examination_starts_with_its_first_question(cast: Cast) -> None:
    press = cast.at - timedelta(seconds=3)
    examination = begin(cast, when=legal_instant(received_at=cast.at, pressed_at=press)).examination
    with acting_as(cast.actor("pc.stansted")):
        event = examination.events.get()
        assert (examination.state, examination.started_at, examination.first_questioned_at) == (State.LIVE, press, press)
        assert (event.kind, event.at, event.officer, event.officer_rank) == (Kind.FIRST_QUESTION, press, cast["pc.stansted"], "CONSTABLE")
        assert examination.particulars.version == 1
        assert [one.officer for one in examination.examiners.all()] == [cast["pc.stansted"]]
        assert examination.participants == [cast["pc.stansted"].pk]


def test_its_reference_can_be_spoken_and_checked(cast: Cast) -> None:
    assert read_reference(begin(cast).examination.reference.lower()) is not None
    assert begin(cast, power=Power.CTBSA_S3).examination.reference.startswith("S3-")


def test_a_detention_may_come_before_the_first_question(cast: Cast) -> None:
    scene = begin(cast, is_detained_first=True)
    assert scene.examination.first_questioned_at is None
    scene.record(Kind.FIRST_QUESTION, 5)
    fresh = scene.fresh()
    assert (fresh.started_at, fresh.detained_at, fresh.first_questioned_at) == (cast.at, cast.at, scene.minute(5))


def test_one_typed_from_the_pad_is_a_late_entry(cast: Cast) -> None:
    examination = begin(cast, when=typed(cast.at - timedelta(hours=2), cast.at)).examination
    assert examination.is_late_entry
    assert examination.created_at == cast.at


def test_a_constable_starts_nothing_at_a_port_that_is_not_theirs(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        begin(cast, who="pc.luton")


def test_an_inspector_on_review_cover_examines_nobody(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        begin(cast, who="insp.region")


def test_an_examiner_without_accreditation_is_recorded_and_marked(cast: Cast) -> None:
    withdraw_awards(cast, "pc.stansted")
    examination = begin(cast).examination
    with acting_as(cast.actor("pc.stansted")):
        assert not Examiner.objects.get(examination=examination).is_accredited


def test_the_ledger_holds_every_row_of_the_start(cast: Cast) -> None:
    examination = begin(cast, when=pressed(cast.at)).examination
    event = Event.objects.get(verb="examination.started", thing_id=examination.pk)
    kinds = sorted(key.split(":")[0] for key in event.digests)
    assert kinds == ["examinations.examination", "examinations.examiner", "examinations.particulars", "examinations.timelineevent"]
    assert event.actor_label == "4201"
    assert event.port_id == examination.port_id
