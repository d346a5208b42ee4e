"""What completes a field as it is typed: public facts with their source, and any other text is taken too."""

import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.forms.forms import BaseForm

from examinations.actions import update_particulars
from examinations.forms.completing import Completing
from examinations.gazetteer import COMPLETED, FOLDER, completions, state_name, states
from examinations.models import Kind
from examinations.wording import NAMES
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, stored, text_of
from tests.organisation.pages import Fields


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.toml")), ids=lambda file: file.stem)
def test_every_file_says_its_source_and_claims_nothing_unverified(file: object) -> None:
    read = tomllib.loads((FOLDER / str(file)).read_text(encoding="utf-8"))
    assert read["source"]
    assert read["verified"] is False


def test_the_codes_have_the_shape_that_documents_and_tickets_print() -> None:
    assert all(re.fullmatch(r"[A-Z]{3}|D", code) for code in states())
    assert len(states()) > 270
    assert (state_name("GBR"), state_name("XXA"), state_name("ZZZ")) == ("United Kingdom", "Stateless person", "")
    codes = [value for value, beside in completions()["services"] if beside != "crossing"]
    assert all(re.fullmatch(r"[A-Z0-9]{2}", code) for code in codes)


def test_no_list_offers_the_same_twice_and_each_belongs_to_a_field() -> None:
    assert set(COMPLETED) <= set(NAMES)
    assert set(COMPLETED.values()) == set(completions())
    for name, known in completions().items():
        values = [value for value, _ in known]
        assert len(values) == len(set(values)), name


def test_the_page_completes_carriers_services_places_and_nationalities(cast: Cast) -> None:
    scene = begun(cast, 5)
    text = text_of(Browser(cast, "pc.stansted").get("examinations:particulars", scene.examination.pk))
    for field, known in COMPLETED.items():
        written = re.search(rf'<input[^>]*name="{field}"[^>]*>', text)
        assert written is not None
        assert f'list="{known}"' in written[0], field
        assert text.count(f'<datalist id="{known}"') == 1
    assert "Harwich–Hook of Holland" in text
    assert '<option value="Ryanair">FR</option>' in text


def test_flights_that_the_officer_recorded_lately_come_first(cast: Cast) -> None:
    for who, service in (("pc.stansted", "FA 101"), ("pc.stansted", "FA 202"), ("pc.stansted.second", "FA 303")):
        before = begun(cast, 30, who=who)  # each half an hour before the last
        changes = {"carrier": "Fictional Air", "service_number": service}
        before.do(who, update_particulars, examination=before.examination, at=before.minute(5), version=1, changes=changes)
    scene = begun(cast, 10)
    page = text_of(Browser(cast, "pc.stansted").get("examinations:particulars", scene.examination.pk))
    offered = re.findall(r'<option value="([^"]*)">', page.split('<datalist id="services">')[1].split("</datalist>")[0])
    assert offered[:2] == ["FA 101", "FA 202"]
    assert "FA 303" not in page, "another officer's record is not told of"
    assert '<option value="FA 202">Fictional Air</option>' in page


def test_the_consulate_is_completed_by_the_countries(cast: Cast) -> None:
    scene, officer = begun(cast, 5), Browser(cast, "pc.stansted")
    scene.detain(1)
    event = scene.record(Kind.CONSULATE_REQUESTED, 2)
    text = text_of(officer.get("examinations:details", scene.examination.pk, event.pk))
    written = re.search(r'<input[^>]*name="consulate"[^>]*>', text)
    assert written is not None
    assert 'list="nationalities"' in written[0]
    assert re.findall(r'<datalist id="([^"]*)"', text) == ["nationalities"]
    served = scene.record(Kind.NOTICE_SERVED, 3)
    assert "<datalist" not in text_of(officer.get("examinations:details", scene.examination.pk, served.pk))


def every_form(of: type[Any]) -> Iterator[type[Any]]:
    for each in of.__subclasses__():
        yield each
        yield from every_form(each)


OF_AN_OFFICER = {"QuestionForm"}  # whose service number is that of an officer of another service, and of no flight


def test_wherever_one_of_these_fields_is_typed_its_list_is_offered() -> None:
    """A form that asks for a carrier, a service, a place of travel or a nationality completes it, whichever page it stands on."""
    import_module("borderops.urls")
    asking = {
        form
        for form in every_form(BaseForm)
        if form.__module__.split(".")[0] != "tests" and set(COMPLETED) & set(getattr(form, "base_fields", ()))
    }
    asking = {form for form in asking if form.__name__ not in OF_AN_OFFICER}
    assert {form.__name__ for form in asking} == {"ParticularsForm"}
    assert all(issubclass(form, Completing) for form in asking)


def test_any_other_text_is_taken(cast: Cast) -> None:
    scene = begun(cast, 5)
    officer = Browser(cast, "pc.stansted")
    address = f"/examinations/{scene.examination.pk}/particulars/"
    sent = {**Fields(text_of(officer.client.get(address))).hidden, "carrier": "Nobody's Airline", "nationality": "Of two countries"}
    assert officer.client.post(address, sent).status_code == 302
    found = stored(scene).particulars
    assert (found.carrier, found.nationality) == ("Nobody's Airline", "Of two countries")
