"""The passport box where it stands, and who is shown earlier examinations: through the door, and never a hint of what is kept from them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from audit.models import Event, Reading
from borderops.kit.clock import now
from examinations import actions, queries
from examinations.models import Examination, Particulars
from examinations.sameness import document_key, person_key
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.mrz_lines import passport
from tests.examinations.pages import Browser, begun, stored, text_of, visible_text
from tests.examinations.scenes import Scene, counting, number_of
from tests.organisation.pages import Fields

LINES = "\r\n".join(passport())
WRONG = "\r\n".join([passport()[0], "LB98902C3" + passport()[1][9:]])


def start(cast: Cast, **sent: Any) -> Any:
    given = {"power": "TACT_S7", "port": cast.ports["Stansted"].pk, "place": "Gate 12", "first": "FIRST_QUESTION", **sent}
    return Browser(cast, "pc.stansted").post("examinations:start", **given)


def the_particulars() -> Particulars:
    with acting_as(SYSTEM):
        return Particulars.objects.get()


def earlier(cast: Cast, days: float = 30, who: str = "pc.stansted", number: str = "L898902C3", **values: Any) -> Scene:
    """An examination of the same document, that many days ago."""
    at, ago = cast.at, now() - timedelta(days=days)
    scene = begun(cast, 60 * 24, who=who, **values)
    given = {"family_name": "Eriksson", "given_names": "Anna Maria", "document_number": number}
    with acting_as(SYSTEM):
        Examination.objects.filter(pk=scene.examination.pk).update(started_at=ago, first_questioned_at=ago)
        row = Particulars.objects.get(examination=scene.examination)
        for name, value in {**given, "document_key": document_key(number)}.items():
            setattr(row, name, value)
        row.save()
    cast.at = at
    return scene


def without_request(response: Any) -> str:
    """What a page says, without the number that every answer has of its own."""
    return re.sub(r"Request [0-9a-f]+", "", visible_text(response))


def test_the_first_press_takes_the_passport_with_it(cast: Cast) -> None:
    assert start(cast, passport=LINES).status_code == 302
    found = the_particulars()
    assert (found.family_name, found.given_names, found.document_number) == ("ERIKSSON", "ANNA MARIA", "L898902C3")
    assert (str(found.born_on), found.sex, found.nationality) == ("1974-08-12", "FEMALE", "Utopia (specimen, no State)")
    assert (found.document_key, found.person_key) == ("L898902C3", "ERIKSSON/ANNA/1974-08-12")


@pytest.mark.parametrize("lines", ["P<UTOERIKSSON", "nonsense", "é" * 44, WRONG])
def test_no_passport_holds_up_the_first_question(cast: Cast, lines: str) -> None:
    done = start(cast, passport=lines)
    assert done.status_code == 302


def test_the_start_page_reads_the_passport_before_anything_begins(cast: Cast) -> None:
    page = start(cast, passport=WRONG, read_passport="1")
    said = visible_text(page)
    assert page.status_code == 200
    assert "Document number: the check digit is 6 and should be" in said
    assert "Likely: L898902C3" in said
    assert WRONG.splitlines()[0] in text_of(page).replace("&lt;", "<")
    with acting_as(SYSTEM):
        assert not Particulars.objects.exists()


def test_enter_in_a_line_of_the_start_page_begins_nothing(cast: Cast) -> None:
    page = start(cast, stay="1", place=passport()[0])
    assert page.status_code in {200, 422}
    first = text_of(page).index('type="submit"', text_of(page).index('class="ex-start"'))
    assert 'name="stay"' in text_of(page)[first : first + 60]  # what a browser presses for Enter is the form's first button
    with acting_as(SYSTEM):
        assert not Particulars.objects.exists()


def test_the_live_record_reads_the_passport_and_a_second_press_fills_the_person(cast: Cast) -> None:
    scene = begun(cast, 5)
    officer = Browser(cast, "pc.stansted")
    live = officer.get("examinations:record", scene.examination.pk)
    assert f"/examinations/{scene.examination.pk}/passport/" in text_of(live)
    shown = officer.post("examinations:passport", scene.examination.pk, passport=LINES, read_passport="1")
    assert shown.status_code == 200
    assert "ERIKSSON" in visible_text(shown)
    assert stored(scene).particulars.family_name == ""
    done = officer.post("examinations:passport", scene.examination.pk, passport=LINES, fill="1")
    assert done.url == f"/examinations/{scene.examination.pk}/"
    assert stored(scene).particulars.document_number == "L898902C3"


def test_a_check_that_fails_warns_is_kept_with_the_act_and_blocks_nothing(cast: Cast) -> None:
    scene = begun(cast, 5)
    officer = Browser(cast, "pc.stansted")
    shown = officer.post("examinations:passport", scene.examination.pk, passport=WRONG, read_passport="1")
    assert "Compare with the document" in visible_text(shown)
    assert officer.post("examinations:passport", scene.examination.pk, passport=WRONG, fill="1").status_code == 302
    assert stored(scene).particulars.document_number == "LB98902C3"
    with acting_as(SYSTEM):
        event = Event.objects.filter(verb="examination.particulars_updated").latest("at")
    assert event.detail["checks_failed"] == ["document_number", "all"]
    assert "LB98902C3" not in str(event.detail)


def test_what_stands_on_the_record_is_laid_beside_what_was_read(cast: Cast) -> None:
    scene = begun(cast, 5)
    officer = Browser(cast, "pc.stansted")
    officer.post("examinations:passport", scene.examination.pk, passport="\r\n".join(passport(family="ERICSON")), fill="1")
    shown = officer.post("examinations:passport", scene.examination.pk, passport=LINES, read_passport="1")
    assert "ERIKSSON (on the record: ERICSON)" in visible_text(shown)


@pytest.mark.parametrize(("lines", "words"), [("", "Scan, paste or type"), ("P<UTO\r\nX", "Line 1 has 5 signs and should have 44.")])
def test_lines_that_are_no_documents_have_their_own_sentence_beside_the_box(cast: Cast, lines: str, words: str) -> None:
    scene = begun(cast, 5)
    refused = Browser(cast, "pc.stansted").post("examinations:passport", scene.examination.pk, passport=lines, read_passport="1")
    assert refused.status_code == 422
    assert words in visible_text(refused)
    assert "id_passport_error" in text_of(refused)


def test_the_particulars_are_filled_in_and_not_yet_saved_and_nothing_typed_is_lost(cast: Cast) -> None:
    scene = begun(cast, 5)
    officer = Browser(cast, "pc.stansted")
    page = officer.get("examinations:particulars", scene.examination.pk)
    sent = {**Fields(text_of(page)).hidden, "carrier": "Typed Air", "passport": LINES, "read_passport": "1"}
    filled = officer.client.post(f"/examinations/{scene.examination.pk}/particulars/", sent)
    text = text_of(filled)
    assert 'value="ERIKSSON"' in text
    assert 'value="Typed Air"' in text
    assert 'name="born_on_year" value="1974"' in text.replace('type="text" ', "") or 'value="1974"' in text
    assert stored(scene).particulars.family_name == ""
    spoiled = officer.client.post(f"/examinations/{scene.examination.pk}/particulars/", {**sent, "passport": "P<UTO"})
    assert spoiled.status_code == 422
    assert 'value="Typed Air"' in text_of(spoiled)
    assert "id_passport_error" in text_of(spoiled)


# --- examined before -----------------------------------------------------------------------------------------------------


def test_an_earlier_examination_is_shown_with_reference_and_number_in_twelve_months(cast: Cast) -> None:
    recent, old = earlier(cast, 30), earlier(cast, 500)
    scene = begun(cast, 5)
    officer = Browser(cast, "pc.stansted")
    said = visible_text(officer.post("examinations:passport", scene.examination.pk, passport=LINES, read_passport="1"))
    assert recent.examination.reference in said
    assert old.examination.reference in said
    assert "1 in the last twelve months. A repeat examination needs fresh justification." in said
    with acting_as(SYSTEM):
        reading = Reading.objects.filter(count=2).latest("at")
    assert {str(one) for one in reading.shown} == {str(one.examination.pk) for one in (recent, old)}


def test_a_repeat_owes_its_justification_until_it_is_given(cast: Cast) -> None:
    earlier(cast)
    scene = begun(cast, 5)
    officer = Browser(cast, "pc.stansted")
    officer.post("examinations:passport", scene.examination.pk, passport=LINES, fill="1")
    assert "Why examined again" in visible_text(officer.get("examinations:record", scene.examination.pk))
    page = officer.get("examinations:previous", scene.examination.pk)
    assert "Examined before" in visible_text(page)
    scene.do(
        "pc.stansted",
        actions.update_particulars,
        examination=scene.examination,
        at=now(),
        version=stored(scene).particulars.version,
        changes={"repeat_justification": "A new booking through another country."},
    )
    assert "Why examined again" not in visible_text(officer.get("examinations:record", scene.examination.pk))
    assert "A new booking" in visible_text(officer.get("examinations:previous", scene.examination.pk))


def test_another_document_of_the_same_person_is_found_by_name_and_birth(cast: Cast) -> None:
    scene = begun(cast, 60 * 24 * 3)
    officer = Browser(cast, "pc.stansted")
    officer.post("examinations:passport", scene.examination.pk, passport="\r\n".join(passport(number="OTHER1")), fill="1")
    cast.at = now()
    said = visible_text(start(cast, passport=LINES, read_passport="1"))
    assert f"{scene.examination.reference}" in said
    assert "same name and date of birth" in said


def test_a_record_kept_from_the_officer_is_indistinguishable_from_none(cast: Cast) -> None:
    bare = without_request(start(cast, passport=LINES, read_passport="1"))
    with acting_as(SYSTEM):
        before = Reading.objects.count()
    earlier(cast, who="pc.compartment", compartment=cast.compartment)
    earlier(cast, who="pc.luton", port="Luton")
    hidden = start(cast, passport=LINES, read_passport="1")
    assert without_request(hidden) == bare
    with acting_as(SYSTEM):
        assert Reading.objects.count() == before
    scene = begun(cast, 5)
    officer = Browser(cast, "pc.stansted")
    officer.post("examinations:passport", scene.examination.pk, passport=LINES, fill="1")
    assert "Why examined again" not in visible_text(officer.get("examinations:record", scene.examination.pk))
    said = visible_text(officer.get("examinations:previous", scene.examination.pk))
    assert "No earlier examination of this document or person among the records that you may see." in said


def test_the_search_is_one_query_however_many_records_and_uses_its_indexes(cast: Cast) -> None:
    actor = cast.actor("sgt.stansted")
    sought = queries.sought_in("L898902C3", "Eriksson", "Anna", None)
    earlier(cast)
    with acting_as(actor), counting() as one:
        assert len(queries.previous(actor, sought, before=now()).rows) == 1
    for days in range(1, 25):
        earlier(cast, days)
    with acting_as(actor), counting() as many:
        found = queries.previous(actor, sought, before=now())
    assert number_of(one) == number_of(many) == 1
    assert (len(found.rows), found.has_more) == (20, True)
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT id FROM examinations_particulars WHERE document_key = 'L898902C3' AND document_key <> ''")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "particulars_of_document" in plan


def test_nothing_of_the_person_stands_in_an_address(cast: Cast) -> None:
    scene = begun(cast, 5)
    officer = Browser(cast, "pc.stansted")
    page = officer.get("examinations:previous", scene.examination.pk)
    assert page.status_code == 200
    assert "Nothing to look for yet" in visible_text(page)
    assert officer.client.get(f"/examinations/{scene.examination.pk}/passport/", {"passport": LINES}).content.count(b"ERIKSSON") == 0


@pytest.mark.parametrize(
    ("typed", "scanned"),
    [
        (("Müller", "Jürgen Karl"), ("MUELLER", "JUERGEN")),
        (("O'Brien", "Mary-Ann"), ("OBRIEN", "MARY ANN")),
        (("Eriksson", "anna"), ("ERIKSSON", "ANNA MARIA")),
    ],
)
def test_a_name_typed_and_a_name_scanned_are_the_same_person(typed: tuple[str, str], scanned: tuple[str, str]) -> None:
    day = now().date()
    assert person_key(*typed, day) == person_key(*scanned, day) != ""
    assert person_key(typed[0], "", day) == person_key(*typed, None) == ""
    assert document_key(" l-898 902c3 ") == document_key("L898902C3")
