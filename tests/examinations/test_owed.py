"""What a record owes: listed, in order, with the page that takes it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from examinations.fields import LABELS
from examinations.owed import PROPERTY, SENTENCES, Breached, Held, Kept, owed
from examinations.rights.exercised import Fact

DUE = datetime(2026, 11, 23, 11, 20, tzinfo=UTC)
BEGAN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NOTICE = {"notice": "EXAMINATION/local 1", "language": "English", "read_over": "OFFICER", "copy": "GIVEN", "signature": "SIGNED"}
COMPLETE: dict[str, Any] = {
    **dict.fromkeys(SENTENCES, "x"),
    "born_on": None,
    "looks_under_18": False,
    "nationality": "British",
    "is_vulnerable": False,
    "is_intelligence_led": False,
    "ethnicity_stated": "A1",
    "outcome": ["NO_FURTHER_ACTION"],
    "account": "Answered all questions.",
}
REVIEW = {"sequence": 1, "manner": "IN_PERSON", "representations_offered_to": "BOTH", "representations": "NONE", "was_informed": True}


def facts(*kinds: str, **given: dict[str, Any]) -> list[Fact]:
    """Facts a minute apart; `given` holds what was filled in about a kind."""
    return [Fact(kind, BEGAN + timedelta(minutes=number), given.get(kind, {}), id=str(number)) for number, kind in enumerate(kinds)]


def served(*kinds: str, **given: dict[str, Any]) -> list[Fact]:
    """The same, with the notice served and no recording made."""
    return facts(*kinds, "NOT_RECORDED", "NOTICE_SERVED", **{"NOTICE_SERVED": NOTICE, "NOT_RECORDED": {"why": "None is here."}, **given})


def fields(held: Held) -> list[str]:
    return [one.field for one in owed(held)]


def born(particulars: dict[str, Any]) -> dict[str, Any]:
    return {**particulars, "born_on": datetime(1987, 3, 27, tzinfo=UTC).date()}


def test_a_complete_record_owes_nothing() -> None:
    done = served("FIRST_QUESTION", "COMPLAINT_INFORMATION_GIVEN", "RELEASED", COMPLAINT_INFORMATION_GIVEN={"information": "SPOKEN"})
    assert owed(Held(born(COMPLETE), done, "Gate 12", [REVIEW], is_ended=True)) == []


def test_a_thing_that_was_kept_owes_what_it_is_and_its_receipt() -> None:
    kept = [Kept(1, is_described=True, has_receipt=True), Kept(2, is_described=True, has_receipt=False), Kept(3, False, False)]
    found = [one for one in owed(Held(born(COMPLETE), served("FIRST_QUESTION"), "Gate 12", kept=kept)) if one.where == PROPERTY]
    receipt = "the receipt given, or why there is none"
    assert [one.sentence for one in found] == [f"Item 2: {receipt}", f"Item 3: what it is and {receipt}"]


def test_an_empty_record_owes_every_particular_once() -> None:
    found = [each.field for each in owed(Held({})) if each.where == "particulars"]
    assert len(found) == len(set(found))
    assert set(SENTENCES) <= set(found)


def test_everything_owed_is_a_field_with_a_label_or_the_list_of_breaches() -> None:
    remote = {**REVIEW, "manner": "VIDEO"}
    everything = Held({}, facts("DETAINED", "SOLICITOR_REQUESTED"), reviews=[remote], breaches=[Breached("C3", DUE)])
    assert set(fields(everything)) <= {*LABELS, "breaches"}
    of_a_child = Held({"looks_under_18": True}, facts("DETAINED"))
    assert "is_unaccompanied" in set(fields(of_a_child)) <= set(LABELS)


def test_a_false_answer_is_an_answer() -> None:
    assert "is_vulnerable" not in fields(Held({"is_vulnerable": False}))


def test_without_a_date_of_birth_it_is_asked_how_old_the_person_looks() -> None:
    assert "looks_under_18" in fields(Held({}))
    assert "looks_under_18" not in fields(Held(born({})))
    assert "looks_under_18" not in fields(Held({"looks_under_18": False}))


def test_of_a_child_it_is_owed_whether_they_were_unaccompanied_until_it_is_said() -> None:
    """law.md 6.1: unaccompanied child, yes or no. Whoever is eighteen on the day on which it began is no child."""

    def owes(**known: Any) -> bool:
        return "is_unaccompanied" in fields(Held(known, served("FIRST_QUESTION")))

    birthday = BEGAN.date().replace(year=BEGAN.year - 18)
    assert owes(born_on=birthday + timedelta(days=1))
    assert not owes(born_on=birthday)
    assert owes(looks_under_18=True)
    assert not owes(born_on=birthday, looks_under_18=True)
    assert not owes(looks_under_18=False)
    assert not owes()
    for said in (True, False):
        assert not owes(looks_under_18=True, is_unaccompanied=said)


def test_outcome_and_account_are_owed_only_once_it_has_ended() -> None:
    without = born({**COMPLETE, "outcome": [], "account": ""})
    told = {"COMPLAINT_INFORMATION_GIVEN": {"information": "BOTH"}}
    assert fields(Held(without, served("FIRST_QUESTION"), "Gate 12")) == []
    ended = served("FIRST_QUESTION", "COMPLAINT_INFORMATION_GIVEN", "RELEASED", **told)
    assert fields(Held(without, ended, "Gate 12", is_ended=True)) == ["outcome", "account"]


def test_a_review_by_telephone_owes_its_reason() -> None:
    remote = {**REVIEW, "manner": "TELEPHONE"}
    assert [one.sentence for one in owed(Held(born(COMPLETE), served("FIRST_QUESTION"), "Gate 12", [remote]))] == [
        "Review 1: say why the review officer did not attend in person."
    ]


def test_a_breach_is_owed_an_explanation_until_it_has_one() -> None:
    breach, done = Breached("C3", DUE), served("FIRST_QUESTION")
    assert fields(Held(born(COMPLETE), done, "Gate 12", breaches=[breach])) == ["breaches"]
    assert fields(Held(born(COMPLETE), done, "Gate 12", breaches=[breach], explained=[breach])) == []


def test_a_refused_detention_that_goes_on_is_the_first_thing_owed() -> None:
    first = owed(Held(COMPLETE, facts("FIRST_QUESTION", "DETAINED"), "Gate 12", is_release_owed=True, is_review_due=True))[0]
    assert first.where == "close"


def test_a_small_boat_owes_both_instants_from_which_its_window_runs() -> None:
    boat = {**born(COMPLETE), "direction": "SMALL_BOAT"}
    codes = [one.code for one in owed(Held(boat, served("FIRST_QUESTION"), "Jetty")) if one.where == "act"]
    assert codes == ["landed", "apprehended"]
    assert [one.code for one in owed(Held(boat, served("FIRST_QUESTION", "LANDED"), "Jetty")) if one.where == "act"] == ["apprehended"]
    assert not [one for one in owed(Held(boat, served("FIRST_QUESTION"), "Jetty", power="CTBSA_S3")) if one.where == "act"]
    assert not [one for one in owed(Held(born(COMPLETE), served("FIRST_QUESTION"), "Gate 12")) if one.where == "act"]


def test_how_somebody_who_came_by_small_boat_was_held_is_owed_with_the_entry_that_takes_it() -> None:
    def found(**given: Any) -> list[tuple[str, str]]:
        done = served("FIRST_QUESTION", "LANDED", "APPREHENDED", APPREHENDED=given)
        boat = Held({**born(COMPLETE), "direction": "SMALL_BOAT"}, done, "Jetty")
        return [(one.where, one.event) for one in owed(boat) if one.code == "apprehension"]

    assert found() == [("correct", "2")]
    assert found(apprehension="NEITHER") == []
    assert found(apprehension="ARRESTED_PARA_17") == []


def test_a_power_that_is_not_there_cannot_wait_while_the_person_is_there() -> None:
    held = Held(born(COMPLETE), served("FIRST_QUESTION"), "Gate 12", no_power="The power was not available.")
    assert owed(held)[0].is_urgent
    assert owed(held)[0].sentence.startswith("The power was not available. Ask nothing more")
    ended = Held(born(COMPLETE), served("FIRST_QUESTION"), "Gate 12", no_power="The power was not available.", is_ended=True)
    assert not [one for one in owed(ended) if one.is_urgent]
