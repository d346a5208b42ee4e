"""What a search of a child or for cash must also say: asked by the form, owed until it is said, found until then, and printed."""

from examinations import actions
from examinations.models import Kind
from examinations.papers.property import parts
from examinations.queries import live_panel
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, text_of, visible_text
from tests.examinations.scenes import Scene, begin, pressed
from tests.examinations.searches import against, search, strip


def owed(scene: Scene, number: float = 50) -> list[str]:
    with acting_as(SYSTEM):
        return [one.sentence.split(": ", 1)[1] for one in live_panel(scene.fresh(), scene.minute(number)).owed if one.code == "gaps"]


def looks_a_child(scene: Scene) -> Scene:
    values = {"at": scene.minute(1), "version": 1, "changes": {"looks_under_18": True}}
    scene.do("pc.stansted", actions.update_particulars, examination=scene.examination, **values)
    return scene


def test_a_strip_search_of_a_child_without_an_adult_is_found_with_the_reason_given(cast: Cast) -> None:
    scene = looks_a_child(begin(cast))
    scene.detain(20)
    scene.tell_parent()
    strip(scene)
    assert owed(scene) == ["whether an appropriate adult was present"]
    assert "It is not recorded whether an appropriate adult was present at the strip search" in against(scene)[0]
    other = looks_a_child(begin(cast, when=pressed(scene.minute(2))))
    other.detain(20)
    other.tell_parent()
    strip(other, appropriate_adult_present=False, no_adult_reason="She did not want one.")
    assert owed(other) == []
    assert against(other)[0].endswith("Reason given: She did not want one.")
    third = looks_a_child(begin(cast, when=pressed(scene.minute(3))))
    third.detain(20)
    third.tell_parent()
    strip(third, appropriate_adult_present=True)
    assert (owed(third), against(third)) == ([], [])


def test_the_form_of_a_strip_search_stops_for_a_child_and_asks_for_the_adult_in_its_own_sentence(cast: Cast) -> None:
    scene = begun(cast, 60)
    scene.detain(20)
    scene.tell_parent()
    path, key, slug = "examinations:act", scene.examination.pk, "strip-search"
    officer = Browser(cast, "pc.stansted")
    assert "An appropriate adult must be present at a strip search" not in visible_text(officer.get(path, key, slug))
    looks_a_child(scene)
    asked = officer.get(path, key, slug)
    assert "and none is here. Wait for one, unless the person does not want one." in visible_text(asked)
    assert 'name="for_cash"' not in text_of(asked)
    authorised_by = cast["sgt.stansted"].collar_number
    sent = {"searcher_sex": "MALE", "person_sex": "MALE", "grounds": "Something flat.", "authorised_by": authorised_by}
    refused = officer.post(path, key, slug, **sent)
    assert refused.status_code == 422
    assert "Say whether an appropriate adult was present: the person looks under 18" in visible_text(refused)
    assert officer.post(path, key, slug, **sent, appropriate_adult_present="no").status_code == 302
    assert owed(scene) == ["why no appropriate adult was present"]


def test_an_authority_for_a_strip_search_of_a_child_is_asked_with_the_adult_in_mind(cast: Cast) -> None:
    scene = begun(cast, 60)
    officer = Browser(cast, "pc.stansted")
    sentence = "An appropriate adult must be present at a strip search of this person"
    assert sentence not in visible_text(officer.get("examinations:ask_authority", scene.examination.pk))
    looks_a_child(scene)
    assert sentence in visible_text(officer.get("examinations:ask_authority", scene.examination.pk))


def test_a_search_for_cash_is_taken_by_the_form_and_its_report_filled_in_afterwards(cast: Cast) -> None:
    scene = begun(cast, 60)
    path, key, officer = "examinations:act", scene.examination.pk, Browser(cast, "pc.stansted")
    sent = {"words": "Two bags.", "cash_approval": "INSPECTOR", "cash_reason": "No court was sitting.", "cash_approver": "Insp 5101"}
    refused = officer.post(path, key, "search-bags", **sent)
    assert refused.status_code == 422
    assert "Tick that it was a search for cash" in visible_text(refused)
    assert officer.post(path, key, "search-bags", **sent, for_cash="on").status_code == 302
    assert owed(scene, 70) == ["the written report to the appointed person, because no cash was seized under that Act"]
    assert "(Proceeds of Crime Act 2002 s.290)" in against(scene)[0]
    with acting_as(SYSTEM):
        event = scene.fresh().events.get(kind=Kind.BAGS_SEARCHED)
    filled = {**{name: value for name, value in sent.items() if name != "words"}, "for_cash": "YES", "cash_report": "By e-mail at noon."}
    done = officer.post("examinations:details", key, event.pk, **filled, version="0")
    assert done.url == f"/examinations/{key}/property/"
    assert (owed(scene, 70), against(scene)) == ([], [])
    assert "By e-mail at noon." in visible_text(officer.get("examinations:property", key))


def test_a_bag_search_by_one_press_becomes_one_for_cash_by_what_is_filled_in(cast: Cast) -> None:
    scene = begin(cast)
    made = search(scene, Kind.BAGS_SEARCHED, 5)
    given = {"for_cash": "YES"}
    scene.do("pc.stansted", actions.describe_fact, event=made.event, given=given, version=0, at=scene.minute(6))
    assert owed(scene) == ["who approved it beforehand"]
    given["cash_approval"] = "JUSTICE"
    scene.do("pc.stansted", actions.describe_fact, event=made.event, given=given, version=1, at=scene.minute(7))
    assert (owed(scene), against(scene)) == ([], [])


def test_who_approved_a_search_for_cash_is_printed_with_it(cast: Cast) -> None:
    scene = begin(cast)
    search(scene, Kind.BAGS_SEARCHED, 5, for_cash=True, cash_approval="JUSTICE", cash_approver="Fictional magistrates' court")
    scene.release(20)
    [part] = [part for part in parts(scene.submit(30).content) if part.title == "Bags searched"]
    assert ("For cash: who approved it beforehand", "A justice of the peace") in part.rows
