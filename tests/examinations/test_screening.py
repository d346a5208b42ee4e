"""Screening is no examination: timed apart, counted nowhere, and told to quality assurance when it was one all the same."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assurance.queries import prompts_for
from borderops.kit.clock import now
from examinations import actions
from examinations.models import Examination, Kind, Screening
from examinations.papers.frozen import content_of
from examinations.papers.screening import screening_parts
from examinations.screening import SIGNS, Screened, findings, is_long
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, press, stored, text_of, visible_text
from tests.examinations.scenes import Scene, begin, pressed
from tests.organisation.pages import Fields

MINUTE = timedelta(minutes=1)
TEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


# --- The rule --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "is_so"), [(0, False), (10, False), (10.02, True), (45, True)])
def test_more_than_ten_minutes_is_long(minutes: float, is_so: bool) -> None:
    assert is_long(Screened(TEN, TEN + minutes * MINUTE, {}), TEN) is is_so
    assert is_long(Screened(TEN, None, {}), TEN + minutes * MINUTE) is is_so


def test_brief_voluntary_screening_says_nothing() -> None:
    assert findings(Screened(TEN, TEN + 4 * MINUTE, {}), TEN) == []


@pytest.mark.parametrize("sign", SIGNS)
def test_e_47_what_only_the_power_allows_says_that_the_examination_had_begun(sign: str) -> None:
    (sentence,) = findings(Screened(TEN, TEN + 4 * MINUTE, {sign: TEN + MINUTE}), TEN)
    assert sentence.startswith("The examination had in fact begun: ")


def test_e_47_a_search_on_the_timeline_counts_when_it_fell_into_the_screening() -> None:
    screened = Screened(TEN, TEN + 4 * MINUTE, {})
    assert findings(screened, TEN, [("BAGS_SEARCHED", TEN + 2 * MINUTE)]) == [
        "The examination had in fact begun: during screening bags were searched."
    ]
    for outside in (TEN - MINUTE, TEN + 4 * MINUTE, TEN + 5 * MINUTE):
        assert findings(screened, TEN, [("BAGS_SEARCHED", outside)]) == []
    assert findings(screened, TEN, [("NOTICE_SERVED", TEN + MINUTE)]) == []


# --- The presses -----------------------------------------------------------------------------------------------------------


def the_screening() -> Screening:
    with acting_as(SYSTEM):
        return Screening.objects.select_related("examination").get()


def screen(cast: Cast, minutes_ago: float = 0, who: str = "pc.stansted") -> Browser:
    officer = Browser(cast, who)
    at = (now() - minutes_ago * MINUTE).replace(microsecond=0)
    fields = {"port": cast.ports["Stansted"].pk, "place": "Gate 12", "pressed_at": press(at)}
    assert officer.post("examinations:start_screening", **fields).status_code == 302
    return officer


def act(officer: Browser, slug: str, **sent: Any) -> Any:
    return officer.post("examinations:screening_act", the_screening().pk, slug, **sent)


def test_screening_begins_with_one_press_from_the_start_page(cast: Cast) -> None:
    officer = Browser(cast, "pc.stansted")
    page = text_of(officer.get("examinations:start"))
    sent = Fields(page[page.index('class="ex-screen"') :]).hidden
    done = officer.client.post("/examinations/screenings/start/", {**sent, "port": cast.ports["Stansted"].pk})
    assert done.url == f"/examinations/screenings/{the_screening().pk}/"
    assert "You are screening" in visible_text(officer.get("examinations:start"))


def test_somebody_screened_and_let_go_is_no_examination(cast: Cast) -> None:
    officer = screen(cast, 4)
    noted = officer.post("examinations:screening", the_screening().pk, documents=["PASSPORT"], questions="Where to, and why.")
    assert noted.status_code == 302
    act(officer, "stop")
    row = the_screening()
    assert (row.documents, row.questions, row.examination, row.ended_at is not None) == (["PASSPORT"], "Where to, and why.", None, True)
    with acting_as(SYSTEM):
        assert not Examination.objects.exists()
    said = visible_text(officer.get("examinations:screening", row.pk))
    assert "Not examined" in said
    assert "Passport or identity card" in said


@pytest.mark.parametrize("power", ["TACT_S7", "CTBSA_S3"])
def test_one_press_ends_the_screening_with_the_first_question(cast: Cast, power: str) -> None:
    officer = screen(cast, 6)
    at = (now() - MINUTE).replace(microsecond=0)
    done = act(officer, power, pressed_at=press(at))
    row = the_screening()
    assert row.examination is not None
    assert done.url == f"/examinations/{row.examination.pk}/"
    with acting_as(SYSTEM):
        found = Examination.objects.select_related("particulars").get()
    assert (found.power, found.first_questioned_at, row.ended_at, found.place) == (power, at, at, "Gate 12")
    assert (found.particulars.screening_from, found.particulars.screening_until) == (row.began_at, at)


def test_a_press_sent_twice_screens_and_examines_once(cast: Cast) -> None:
    officer = screen(cast, 2)
    same = {"submission_id": "8a1cb90e-2a01-4a6e-8f0c-1de7f3a4b002"}
    address = f"/examinations/screenings/{the_screening().pk}/TACT_S7/"
    assert len({officer.client.post(address, same).url for _ in range(2)}) == 1
    with acting_as(SYSTEM):
        assert Examination.objects.count() == 1


def test_e_47_a_search_during_screening_is_taken_and_told(cast: Cast) -> None:
    officer = screen(cast, 3)
    act(officer, "searched")
    said = visible_text(officer.get("examinations:screening", the_screening().pk))
    assert "The examination had in fact begun: during screening something was searched." in said
    assert the_screening().searched_at is not None


def test_e_47_the_finding_follows_into_quality_assurance(cast: Cast) -> None:
    officer = screen(cast, 14)
    act(officer, "device")
    act(officer, "TACT_S7")
    row = the_screening()
    assert row.examination is not None
    with acting_as(SYSTEM):
        examination = Examination.objects.select_related("particulars", "port").get()
        told = prompts_for(SYSTEM, examination, now())["QA-C1"]
        frozen = content_of(examination, now())["screening"]
    assert told[0] == "The examination had in fact begun: during screening a device was looked at or taken."
    assert told[1].startswith("Screening lasted 14 minutes")
    assert frozen["device_at"] is not None
    assert frozen["officer"] == cast["pc.stansted"].collar_number


def test_times_typed_into_the_particulars_are_measured_by_the_same_rule(cast: Cast) -> None:
    cast.at -= 60 * MINUTE
    scene: Scene = begin(cast)
    times = {"screening_from": scene.minute(-12), "screening_until": scene.minute(0)}
    scene.do("pc.stansted", actions.update_particulars, examination=scene.examination, at=scene.minute(2), version=1, changes=times)
    with acting_as(SYSTEM):
        assert prompts_for(SYSTEM, stored(scene), now())["QA-C1"] == ("Screening lasted 12 minutes; more than 10 is long.",)
    scene.do("pc.stansted", actions.record_event, examination=scene.examination, kind=Kind.BAGS_SEARCHED, when=pressed(scene.minute(5)))
    with acting_as(SYSTEM):
        assert len(prompts_for(SYSTEM, stored(scene), now())["QA-C1"]) == 1


def test_a_screening_that_has_ended_takes_nothing_more_and_says_so(cast: Cast) -> None:
    officer = screen(cast, 3)
    act(officer, "stop")
    again = officer.post("examinations:screening_act", the_screening().pk, "searched", follow=True)
    assert "This screening has ended." in visible_text(again)
    assert the_screening().searched_at is None
    assert act(officer, "teleport").status_code == 404


def test_a_press_from_before_the_screening_is_refused(cast: Cast) -> None:
    officer = screen(cast)
    early = officer.post("examinations:screening_act", the_screening().pk, "stop", follow=True, pressed_at=press(now() - 5 * MINUTE))
    assert "This is before the screening began." in visible_text(early)
    assert the_screening().ended_at is None


# --- Who sees it -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("pc.stansted", 200),
        ("sgt.stansted", 200),
        ("sgt.norwich", 200),
        ("di.region", 200),
        ("pc.stansted.second", 404),
        ("pc.luton", 404),
        ("sgt.luton", 404),
        ("insp.region", 403),
        ("admin.vetting", 403),
        ("psd.auditor", 403),
    ],
)
def test_whoever_did_it_and_those_who_answer_for_the_port_see_it(cast: Cast, who: str, status: int) -> None:
    screen(cast, 12)
    row = the_screening()
    reader = Browser(cast, who)
    assert reader.get("examinations:screening", row.pk).status_code == status
    listed = reader.get("examinations:screenings")
    assert listed.status_code == (403 if status == 403 else 200)
    assert (str(row.pk) in text_of(listed)) is (status == 200)
    with acting_as(cast.actor(who)):
        assert Screening.objects.exists() is (status == 200)
        assert Screening.history.exists() is (status == 200)  # type: ignore[attr-defined]


def test_one_that_became_a_restricted_examination_is_gone_with_it(cast: Cast) -> None:
    act(screen(cast, 3), "TACT_S7")
    row = the_screening()
    with acting_as(SYSTEM):
        found = Examination.objects.get()
        found.compartment = cast.compartment
        found.save()
    for who in ("pc.stansted", "sgt.stansted", "di.region"):
        assert Browser(cast, who).get("examinations:screening", row.pk).status_code == 404
        assert str(row.pk) not in text_of(Browser(cast, who).get("examinations:screenings"))


@pytest.mark.parametrize(("who", "status"), [("sgt.stansted", 403), ("pc.luton", 404)])
def test_nobody_presses_in_anothers_screening(cast: Cast, who: str, status: int) -> None:
    screen(cast, 3)
    assert act(Browser(cast, who), "stop").status_code == status
    assert the_screening().ended_at is None


def test_the_document_of_the_record_says_how_the_person_was_screened() -> None:
    screened = {
        "began_at": "2026-11-25T10:00:00+00:00",
        "ended_at": "2026-11-25T10:06:00+00:00",
        "officer": "4201",
        "place": "Gate 12",
        "questions": "Where from, and why by that route",
        "documents": ["PASSPORT", "TICKET"],
        "searched_at": None,
        "device_at": "2026-11-25T10:04:00+00:00",
        "passcode_at": None,
        "held_at": None,
    }
    (part,) = screening_parts({"screening": screened})
    rows = dict(part.rows)
    assert rows["Asked about"] == "Where from, and why by that route"
    assert rows["Documents handed over of their own will"] == "Passport or identity card; Ticket or boarding card"
    assert rows["Device looked at or taken"].startswith("10:04")
    assert "Something searched" not in rows
    assert screening_parts({}) == screening_parts({"screening": None}) == []
