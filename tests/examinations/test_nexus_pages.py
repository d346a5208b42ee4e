"""Where the power is not there: refused before it is used, with how to go on; taken with its breach once it has been."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from borderops.demo.stories import Story
from borderops.kit.clock import now
from examinations.models import Examination, Screening, TimelineEvent
from examinations.timeline import assess
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, text_of, typed, visible_text
from tests.examinations.scenes import withdraw_awards

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def start(cast: Cast, **sent: Any) -> Any:
    given = {"power": "TACT_S7", "port": cast.ports["Stansted"].pk, "place": "Gate 12", "first": "FIRST_QUESTION", **sent}
    return Browser(cast, "pc.stansted").post("examinations:start", **given)


def enter(cast: Cast, **sent: Any) -> Any:
    """From the pad: asked half an hour ago, released twenty minutes ago."""
    times = {**typed("first_questioned_at", now() - 30 * MINUTE), **typed("released_at", now() - 20 * MINUTE)}
    given = {"power": "TACT_S7", "port": cast.ports["Stansted"].pk, "reason": "No network", **times, **sent}
    return Browser(cast, "pc.stansted").post("examinations:late_entry", **given)


def kinds() -> list[str]:
    with acting_as(SYSTEM):
        return list(TimelineEvent.objects.order_by("at").values_list("kind", flat=True))


def broken() -> list[str]:
    with acting_as(SYSTEM):
        return [breach.rule for breach in assess(Examination.objects.get(), now()).breaches]


def nothing_began() -> bool:
    with acting_as(SYSTEM):
        return not Examination.objects.exists()


@pytest.mark.parametrize("power", ["TACT_S7", "CTBSA_S3"])
def test_e_40_a_domestic_sea_journey_is_refused_with_the_rule_and_how_to_go_on(cast: Cast, power: str) -> None:
    refused = start(cast, power=power, direction="DOMESTIC_SEA")
    said = visible_text(refused)
    assert refused.status_code == 422
    assert "The power is not available: a journey by sea within Great Britain" in said
    assert "Do not examine." in said
    assert "type the time of the first" in said
    assert "id_direction_error" in text_of(refused)
    assert 'value="Gate 12"' in text_of(refused)
    assert nothing_began()


def test_e_40_recorded_afterwards_it_is_taken_with_its_breach(cast: Cast) -> None:
    earlier = typed("typed_at", now() - 20 * MINUTE)
    assert start(cast, direction="DOMESTIC_SEA", reason="Told afterwards", **earlier).status_code == 302
    assert broken() == ["R7"]


def test_e_40_from_the_pad_it_is_taken_with_its_breach(cast: Cast) -> None:
    assert enter(cast, direction="DOMESTIC_SEA").status_code == 302
    assert broken() == ["R7"]


def test_e_40_on_board_a_ship_that_has_arrived_the_examination_begins(cast: Cast) -> None:
    assert start(cast, direction="DOMESTIC_SEA", premises="ON_BOARD").status_code == 302
    assert broken() == []


def test_e_41_a_domestic_flight_begins(cast: Cast) -> None:
    assert start(cast, direction="DOMESTIC_AIR").status_code == 302
    assert broken() == []
    with acting_as(SYSTEM):
        assert Examination.objects.get().particulars.direction == "DOMESTIC_AIR"


def test_away_from_a_port_is_refused_but_for_small_boats(cast: Cast) -> None:
    assert "neither at a port nor on board" in visible_text(start(cast, premises="ELSEWHERE", direction="INBOUND"))
    assert nothing_began()
    assert start(cast, premises="ELSEWHERE", direction="SMALL_BOAT").status_code == 302


def boat(landed_at: datetime, apprehended_at: datetime) -> dict[str, str]:
    return {"direction": "SMALL_BOAT", **typed("landed_at", landed_at), **typed("apprehended_at", apprehended_at)}


def test_e_39_apprehended_more_than_a_day_after_landing_there_is_no_power(cast: Cast) -> None:
    at = now()
    refused = start(cast, **boat(at - 27 * HOUR, at - 2 * HOUR))
    assert "apprehended 1 day 1 hour after landing" in visible_text(refused)
    assert nothing_began()
    late = typed("typed_at", at - 10 * MINUTE)
    assert start(cast, reason="Entered later", **late, **boat(at - 27 * HOUR, at - 2 * HOUR)).status_code == 302
    assert broken() == ["R7"]


def test_e_39_exactly_a_day_is_inside_and_both_facts_stand_on_the_timeline(cast: Cast) -> None:
    at = now().replace(microsecond=0)
    assert start(cast, **boat(at - 26 * HOUR, at - 2 * HOUR)).status_code == 302
    assert kinds() == ["LANDED", "APPREHENDED", "FIRST_QUESTION"]
    assert broken() == []


def test_nobody_is_apprehended_before_landing_or_tomorrow(cast: Cast) -> None:
    at = now()
    assert "Nobody is apprehended before they have landed." in visible_text(start(cast, **boat(at - HOUR, at - 2 * HOUR)))
    assert "This time has not come yet." in visible_text(start(cast, **boat(at - HOUR, at + 2 * HOUR)))
    assert nothing_began()


def test_neither_in_immigration_detention_nor_arrested_there_is_no_power(cast: Cast) -> None:
    at = now()
    sent = {**boat(at - 26 * HOUR, at - 2 * HOUR), "apprehension": "NEITHER"}
    refused = start(cast, **sent)
    assert "The power is not available: the person was neither in immigration detention nor arrested" in visible_text(refused)
    assert nothing_began()
    late = typed("typed_at", at - 10 * MINUTE)
    assert start(cast, reason="Entered later", **late, **sent).status_code == 302
    assert broken() == ["R7"]


def test_how_the_person_was_held_is_kept_with_the_apprehension_and_asked_for_nowhere_else(cast: Cast) -> None:
    at = now()
    alone = {"direction": "SMALL_BOAT", "apprehension": "IMMIGRATION_DETENTION"}
    assert "Enter when the person was apprehended" in visible_text(start(cast, **alone))
    assert nothing_began()
    assert start(cast, **{**boat(at - 26 * HOUR, at - 2 * HOUR), **alone}).status_code == 302
    with acting_as(SYSTEM):
        row = Examination.objects.get()
        assert TimelineEvent.objects.get(kind="APPREHENDED").detail == {"apprehension": "IMMIGRATION_DETENTION"}
    said = visible_text(Browser(cast, "pc.stansted").get("examinations:record", row.pk))
    assert "Apprehended: in immigration detention" in said
    assert "Say whether the person was in immigration detention" not in said


def test_from_the_pad_the_landing_and_how_the_person_was_held_are_entered_with_the_rest(cast: Cast) -> None:
    at = now().replace(microsecond=0)
    sent = {**boat(at - 26 * HOUR, at - 2 * HOUR), "apprehension": "ARRESTED_PARA_17"}
    assert enter(cast, **sent).status_code == 302
    assert kinds() == ["LANDED", "APPREHENDED", "FIRST_QUESTION", "RELEASED"]
    assert broken() == []
    with acting_as(SYSTEM):
        row, held = Examination.objects.get(), TimelineEvent.objects.get(kind="APPREHENDED")
    assert row.started_at == row.first_questioned_at
    assert (held.detail, held.late_reason) == ({"apprehension": "ARRESTED_PARA_17"}, "No network")


def test_from_the_pad_a_landing_that_cannot_be_is_refused_in_the_same_words(cast: Cast) -> None:
    at = now()
    assert "Nobody is apprehended before they have landed." in visible_text(enter(cast, **boat(at - HOUR, at - 2 * HOUR)))
    assert "This time has not come yet." in visible_text(enter(cast, **boat(at - HOUR, at + 2 * HOUR)))
    alone = {"direction": "SMALL_BOAT", "apprehension": "IMMIGRATION_DETENTION"}
    assert "Enter when the person was apprehended" in visible_text(enter(cast, **alone))
    assert nothing_began()


def test_from_the_pad_a_small_boat_without_power_is_taken_with_its_breach(cast: Cast) -> None:
    at = now()
    assert enter(cast, **boat(at - 27 * HOUR, at - 2 * HOUR)).status_code == 302
    assert broken() == ["R7"]


def test_from_the_pad_schedule_3_keeps_the_landing_with_its_breach(cast: Cast) -> None:
    at = now()
    assert enter(cast, power="CTBSA_S3", premises="ELSEWHERE", **boat(at - 26 * HOUR, at - 2 * HOUR)).status_code == 302
    assert kinds()[:2] == ["LANDED", "APPREHENDED"]
    assert broken() == ["R7"]


def test_a_notice_served_before_the_first_question_on_the_pad_begins_nothing(cast: Cast) -> None:
    assert enter(cast, **typed("notice_served_at", now() - 40 * MINUTE)).status_code == 302
    assert kinds() == ["NOTICE_SERVED", "FIRST_QUESTION", "RELEASED"]


def test_how_the_person_was_held_is_owed_and_put_in_by_correcting_the_entry(cast: Cast) -> None:
    at = now().replace(microsecond=0)
    assert start(cast, **boat(at - 26 * HOUR, at - 2 * HOUR)).status_code == 302
    with acting_as(SYSTEM):
        row, event = Examination.objects.get(), TimelineEvent.objects.get(kind="APPREHENDED")
    officer = Browser(cast, "pc.stansted")
    page = text_of(officer.get("examinations:record", row.pk))
    assert "Say whether the person was in immigration detention" in page
    assert f"/timeline/{event.pk}/correct/" in page
    sent = {**typed("happened_at", event.at), "reason": "Learned since", "apprehension": "NEITHER"}
    assert officer.post("examinations:correct", row.pk, event.pk, **sent).status_code == 302
    assert broken() == ["R7"]
    assert "Say whether the person was in" not in text_of(officer.get("examinations:record", row.pk))


def test_the_window_of_five_days_is_refused_once_it_has_closed(cast: Cast) -> None:
    at = now()
    refused = start(cast, **boat(at - 190 * HOUR, at - 180 * HOUR))
    assert "the small-boat window had closed" in visible_text(refused)
    assert nothing_began()


def test_small_boats_are_asked_about_under_schedule_7_alone(cast: Cast) -> None:
    officer = Browser(cast, "pc.stansted")
    seven = text_of(officer.client.get("/examinations/start/?power=TACT_S7"))
    three = text_of(officer.client.get("/examinations/start/?power=CTBSA_S3"))
    assert "landed_at_time" in seven
    assert "SMALL_BOAT" in seven
    assert "landed_at_time" not in three
    assert "SMALL_BOAT" not in three
    assert "Schedule 3 has no extension" in visible_text(start(cast, power="CTBSA_S3", direction="SMALL_BOAT"))


def test_both_powers_are_offered_the_accredited_first(cast: Cast) -> None:
    officer = Browser(cast, "pc.stansted")
    both = visible_text(officer.get("examinations:start"))
    assert both.index("Schedule 7") < both.index("Schedule 3")
    assert "not accredited for it today" not in both
    assert start(cast, power="CTBSA_S3").status_code == 302
    page = text_of(officer.get("examinations:start"))
    assert page.index("?power=CTBSA_S3") < page.index("?power=TACT_S7")
    assert "You used it last." in page
    withdraw_awards(cast, "pc.stansted")
    assert visible_text(officer.get("examinations:start")).count("You are not accredited for it today.") == 2
    assert start(cast, power="TACT_S7").status_code == 302


def test_the_considerations_read_as_the_power_does(cast: Cast) -> None:
    start(cast, power="CTBSA_S3")
    with acting_as(SYSTEM):
        pk = Examination.objects.get().pk
    said = visible_text(Browser(cast, "pc.stansted").get("examinations:particulars", pk))
    assert "Known and suspected sources of hostile activity" in said
    assert "sources of terrorism" not in said


def test_the_landing_is_asked_for_on_a_live_record_of_a_small_boat_alone(cast: Cast) -> None:
    assert start(cast, direction="SMALL_BOAT").status_code == 302
    with acting_as(SYSTEM):
        row = Examination.objects.get()
    officer = Browser(cast, "pc.stansted")
    assert f"/examinations/{row.pk}/acts/landed/" in text_of(officer.get("examinations:record", row.pk))
    at = now().replace(microsecond=0)
    for slug, hours in (("landed", 27), ("apprehended", 2)):
        sent = {**typed("typed_at", at - hours * HOUR), "reason": "Told by the crew"}
        assert officer.post("examinations:act", row.pk, slug, **sent).status_code == 302
    assert broken() == ["R7"]
    with acting_as(SYSTEM):
        row.particulars.direction = "INBOUND"
        row.particulars.save()
    assert "/acts/landed/" not in text_of(officer.get("examinations:record", row.pk))


def test_the_demo_tells_of_schedule_3_and_of_a_screening(cast: Cast) -> None:
    story = Story(cast.ports["Stansted"], cast["pc.stansted"], now() - 16 * MINUTE, Random(7))
    story.begin("Arrivals hall", power="CTBSA_S3").notice()
    Story(cast.ports["Stansted"], cast["pc.stansted"], now() - 4 * MINUTE, Random(7)).screen("Satellite 1")
    with acting_as(SYSTEM):
        assert Screening.objects.get().ended_at is None
        assert Examination.objects.get().power == "CTBSA_S3"


def test_a_domestic_sea_journey_in_the_particulars_is_kept_and_says_at_once_that_there_is_no_power(cast: Cast) -> None:
    scene, officer = begun(cast, 10), Browser(cast, "pc.stansted")
    assert officer.post("examinations:particulars", scene.examination.pk, version=1, direction="DOMESTIC_SEA").status_code == 302
    page = visible_text(officer.get("examinations:record", scene.examination.pk))
    assert "Ask nothing more: let the person go, or put the journey right." in page
    officer.post("examinations:particulars", scene.examination.pk, version=2, direction="INBOUND")
    assert "Ask nothing more" not in visible_text(officer.get("examinations:record", scene.examination.pk))
