"""Starting in two presses, entering from the pad, and the pad itself."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from borderops.kit.clock import now
from examinations.choices import APPREHENSIONS
from examinations.models import Examination, TimelineEvent
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, headings, press, text_of, typed, visible_text
from tests.examinations.scenes import begin
from tests.organisation.pages import Fields


def the_only() -> Examination:
    with acting_as(SYSTEM):
        return Examination.objects.select_related("port", "created_by").get()


def facts_of(examination: Examination) -> list[TimelineEvent]:
    with acting_as(SYSTEM):
        return list(examination.events.order_by("at"))


def test_two_presses_start_an_examination_where_todays_duty_is(cast: Cast) -> None:
    officer = Browser(cast, "pc.stansted")
    first = officer.get("examinations:start")
    assert "?power=TACT_S7" in text_of(first)
    page = officer.client.get("/examinations/start/?power=TACT_S7")
    assert headings(page) == 1
    assert "Stansted" in visible_text(page)
    sent = {**Fields(text_of(page)).hidden, "power": "TACT_S7", "port": cast.ports["Stansted"].pk, "place": "Gate 12"}
    done = officer.client.post("/examinations/start/", {**sent, "first": "FIRST_QUESTION"})
    examination = the_only()
    assert done.url == f"/examinations/{examination.pk}/"
    assert (examination.port.name, examination.place, examination.power) == ("Stansted", "Gate 12", "TACT_S7")
    assert [fact.kind for fact in facts_of(examination)] == ["FIRST_QUESTION"]


def test_the_first_question_is_timed_by_the_press_and_not_by_its_arrival(cast: Cast) -> None:
    pressed_at = (now() - timedelta(seconds=40)).replace(microsecond=0)
    Browser(cast, "pc.stansted").post(
        "examinations:start",
        power="TACT_S7",
        port=cast.ports["Stansted"].pk,
        place="",
        first="FIRST_QUESTION",
        pressed_at=press(pressed_at),
    )
    assert the_only().first_questioned_at == pressed_at


def test_somebody_detained_before_questioning_is_recorded_as_detained(cast: Cast) -> None:
    Browser(cast, "pc.stansted").post("examinations:start", power="CTBSA_S3", port=cast.ports["Stansted"].pk, place="", first="DETAINED")
    examination = the_only()
    assert examination.first_questioned_at is None
    assert examination.detained_at is not None


def test_a_double_click_starts_one_examination(cast: Cast) -> None:
    officer = Browser(cast, "pc.stansted")
    sent = {
        "submission_id": "8a1cb90e-2a01-4a6e-8f0c-1de7f3a4b001",
        "power": "TACT_S7",
        "port": cast.ports["Stansted"].pk,
        "first": "FIRST_QUESTION",
    }
    led_to = [officer.client.post("/examinations/start/", sent).url for _ in range(2)]
    assert led_to == [f"/examinations/{the_only().pk}/"] * 2


def test_a_typed_time_needs_its_reason_beside_the_field(cast: Cast) -> None:
    officer = Browser(cast, "pc.stansted")
    sent = {"power": "TACT_S7", "port": cast.ports["Stansted"].pk, "place": "Gate 12", "first": "FIRST_QUESTION"}
    earlier = typed("typed_at", now() - timedelta(minutes=20))
    refused = officer.post("examinations:start", **sent, **earlier)
    assert refused.status_code == 422
    assert "Say why this is entered afterwards." in visible_text(refused)
    assert 'value="Gate 12"' in text_of(refused)
    assert officer.post("examinations:start", **sent, **earlier, reason="Network down").status_code == 302
    assert the_only().is_late_entry


def test_a_time_that_happened_twice_is_asked_again_and_never_guessed(cast: Cast) -> None:
    officer = Browser(cast, "pc.stansted")
    night = {"typed_at_day": "25", "typed_at_month": "10", "typed_at_year": "2026", "typed_at_time": "01:30"}
    sent = {"power": "TACT_S7", "port": cast.ports["Stansted"].pk, "reason": "Network down", "first": "FIRST_QUESTION", **night}
    asked = officer.post("examinations:start", **sent)
    assert asked.status_code == 422
    assert "Choose BST or GMT" in visible_text(asked)
    assert 'name="typed_at_zone" value="GMT"' in text_of(asked)
    officer.post("examinations:start", **sent, typed_at_zone="GMT")
    first = the_only().first_questioned_at
    assert first is not None
    assert first.isoformat() == "2026-10-25T01:30:00+00:00"


@pytest.mark.usefixtures("midday")
def test_a_time_without_its_date_is_todays(cast: Cast) -> None:
    earlier = now() - timedelta(minutes=3)
    fields = {name: value for name, value in typed("typed_at", earlier).items() if name.endswith("_time")}
    Browser(cast, "pc.stansted").post(
        "examinations:start", power="TACT_S7", port=cast.ports["Stansted"].pk, reason="Phone locked", first="FIRST_QUESTION", **fields
    )
    assert the_only().first_questioned_at == earlier.replace(microsecond=0)


def test_nobody_starts_at_a_port_that_is_not_theirs(cast: Cast) -> None:
    elsewhere = Browser(cast, "pc.elsewhere")
    refused = elsewhere.post("examinations:start", power="TACT_S7", port=cast.ports["Stansted"].pk, first="FIRST_QUESTION")
    assert refused.status_code == 422
    assert Browser(cast, "admin.vetting").get("examinations:start").status_code == 403
    with acting_as(SYSTEM):
        assert not Examination.objects.exists()


def pad(cast: Cast, **times: int) -> dict[str, str]:
    """What was written on the pad: minutes ago by field."""
    fields = {"power": "TACT_S7", "port": str(cast.ports["Stansted"].pk), "place": "Gate 3", "reason": "No network since 09:00"}
    for name, minutes in times.items():
        fields |= typed(name, now() - timedelta(minutes=minutes))
    return fields


def test_the_pad_is_entered_in_one_go_in_the_order_in_which_it_happened(cast: Cast) -> None:
    written = pad(cast, released_at=10, first_questioned_at=90, detained_at=60, notice_served_at=89)
    done = Browser(cast, "pc.stansted").post("examinations:late_entry", **written)
    examination = the_only()
    assert done.url == f"/examinations/{examination.pk}/"
    facts = facts_of(examination)
    assert [fact.kind for fact in facts] == ["FIRST_QUESTION", "NOTICE_SERVED", "DETAINED", "RELEASED"]
    assert {fact.late_reason for fact in facts} == {"No network since 09:00"}
    assert examination.state == "ENDED"


def test_a_pad_that_cannot_be_is_refused_whole_beside_the_time_that_is_wrong(cast: Cast) -> None:
    refused = Browser(cast, "pc.stansted").post(
        "examinations:late_entry", **pad(cast, first_questioned_at=30, released_at=20, questioning_ended_at=10)
    )
    assert refused.status_code == 422
    assert "id_questioning_ended_at_error" in text_of(refused)
    assert 'value="Gate 3"' in text_of(refused)
    with acting_as(SYSTEM):
        assert not Examination.objects.exists()


def test_a_pad_without_a_beginning_says_so(cast: Cast) -> None:
    refused = Browser(cast, "pc.stansted").post("examinations:late_entry", **pad(cast, released_at=20))
    assert "Enter the time of the first question" in visible_text(refused)


def test_the_blank_pad_is_a_marked_document_of_two_pages(cast: Cast) -> None:
    officer = Browser(cast, "pc.luton")
    assert headings(officer.get("examinations:blank_pad")) == 1
    sheets = PdfReader(BytesIO(officer.get("examinations:blank_pad_pdf").content)).pages
    assert len(sheets) == 2
    assert all(sheet.extract_text().count("OFFICIAL-SENSITIVE") == 2 for sheet in sheets)
    assert "First question" in sheets[0].extract_text()


def test_the_blank_pad_asks_what_the_record_will_owe(cast: Cast) -> None:
    second = PdfReader(BytesIO(Browser(cast, "pc.luton").get("examinations:blank_pad_pdf").content)).pages[1]
    said = " ".join(second.extract_text().split())
    assert "Unaccompanied child" in said
    assert "Asylum claimed" in said
    assert "consents to telling consulate" in said
    assert "Landed" in said
    assert all(words in said for words in APPREHENSIONS.values())


def test_a_colleague_finds_the_examination_at_their_port_and_joins_it(cast: Cast) -> None:
    scene = begin(cast)
    colleague, address = Browser(cast, "pc.stansted.second"), f"/examinations/{scene.examination.pk}/"
    assert colleague.client.get(address).status_code == 404
    assert scene.examination.reference in text_of(colleague.get("examinations:joining"))
    assert colleague.post("examinations:join", scene.examination.pk).url == address
    assert colleague.client.get(address).status_code == 200
    again = colleague.post("examinations:join", scene.examination.pk, follow=True)
    assert "You are an examiner of this record already." in visible_text(again)


def test_nobody_joins_at_another_port(cast: Cast) -> None:
    scene = begin(cast)
    stranger = Browser(cast, "pc.luton")
    assert scene.examination.reference not in text_of(stranger.get("examinations:joining"))
    assert stranger.post("examinations:join", scene.examination.pk).status_code == 404
