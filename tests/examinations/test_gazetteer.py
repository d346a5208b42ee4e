"""What completes a field as it is typed: public facts with their source, and any other text is taken too."""

import re
import tomllib

import pytest

from examinations.gazetteer import COMPLETED, FOLDER, completions, state_name, states
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


def test_any_other_text_is_taken(cast: Cast) -> None:
    scene = begun(cast, 5)
    officer = Browser(cast, "pc.stansted")
    address = f"/examinations/{scene.examination.pk}/particulars/"
    sent = {**Fields(text_of(officer.client.get(address))).hidden, "carrier": "Nobody's Airline", "nationality": "Of two countries"}
    assert officer.client.post(address, sent).status_code == 302
    found = stored(scene).particulars
    assert (found.carrier, found.nationality) == ("Nobody's Airline", "Of two countries")
