"""What is owed of a superintendent's authority: its confirmation in writing, a rank that is high enough, and the telling of the person."""

from typing import Any

from examinations.owed.rights import Authorised, Treated, rights_owed
from tests.examinations.test_owed_rights import ADULT, codes, facts, said


def delayed(**values: Any) -> Authorised:
    return Authorised(**{"what": "DELAY_SOLICITOR", "state": "WAITING", "manner": "ORAL", "rank": 5, "event": "1", **values})


def test_an_authority_given_aloud_waits_to_be_confirmed_and_the_person_to_be_told() -> None:
    right = {"RIGHT_DELAYED": {"right": "SOLICITOR"}}
    found = said("DETAINED", "RIGHT_DELAYED", authorities=(delayed(),), filled=right)
    assert any("not yet confirmed in writing" in sentence for sentence in found)
    assert any("Tell the person why consulting a solicitor is delayed" in sentence for sentence in found)
    settled = said("DETAINED", "RIGHT_DELAYED", authorities=(delayed(state="CONFIRMED", is_told=True),), filled=right)
    assert not any("delay" in sentence for sentence in settled)


def test_each_right_is_delayed_on_its_own() -> None:
    right = {"RIGHT_DELAYED": {"right": "SOLICITOR"}}
    found = codes("DETAINED", "RIGHT_DELAYED", filled=right)
    assert "named-person" in found
    assert "solicitor" not in found


def test_a_delay_by_an_inspector_is_to_be_put_right_at_once() -> None:
    found = said("DETAINED", "RIGHT_DELAYED", authorities=(delayed(rank=3),), filled={"RIGHT_DELAYED": {"right": "SOLICITOR"}})
    assert any("lacks a superintendent's authority" in sentence for sentence in found)


DIRECTED = ("DETAINED", "SOLICITOR_REQUESTED", "DIFFERENT_SOLICITOR_DIRECTED")


def directed(**values: Any) -> Authorised:
    return delayed(**{"what": "DIFFERENT_SOLICITOR", "event": "2", **values})


def test_a_direction_given_aloud_waits_to_be_confirmed_and_the_person_to_be_told() -> None:
    found = said(*DIRECTED, authorities=(directed(),))
    assert "The authority for directing a different solicitor was given aloud and is not yet confirmed in writing." in found
    assert "Tell the person why they are to consult a different solicitor." in found
    settled = said(*DIRECTED, authorities=(directed(state="CONFIRMED", is_told=True),))
    assert not any("different" in sentence for sentence in settled)


def test_a_direction_that_is_only_asked_for_directs_nothing() -> None:
    found = said("DETAINED", "SOLICITOR_REQUESTED", authorities=(directed(event="", manner="ASKED"),))
    assert any("Until they answer, the person may consult the solicitor they asked for" in sentence for sentence in found)


def test_a_direction_by_an_inspector_is_to_be_put_right_at_once_until_a_superintendent_gives_it() -> None:
    held = Treated("TACT_S7", facts(*DIRECTED), ADULT, (directed(rank=3),))
    low = [each for each in rights_owed(held) if "lacks a superintendent" in each.sentence]
    assert [(each.code, each.is_urgent, "different solicitor" in each.sentence) for each in low] == [("authority", True, True)]
    again = said(*DIRECTED, "DIFFERENT_SOLICITOR_DIRECTED", authorities=(directed(rank=3), directed(event="3", state="CONFIRMED")))
    assert not any("lacks" in sentence for sentence in again)


def test_a_direction_that_is_denied_is_put_right_at_once() -> None:
    found = said(*DIRECTED, authorities=(directed(state="REFUSED"),))
    assert any("directing a different solicitor is denied" in sentence for sentence in found)
