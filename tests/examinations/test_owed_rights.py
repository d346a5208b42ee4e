"""What is owed of rights and welfare, in plain words, and that doing something never adds to it but what is named."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examinations import clocks
from examinations.details import DETAILS
from examinations.models import Kind
from examinations.offers import EVERY, FIRST_QUESTION, Row
from examinations.owed.rights import CONSEQUENCES, Authorised, Treated, rights_owed
from examinations.property.designations import Room
from examinations.rights.exercised import ENDINGS, Fact, Person

BEGAN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
ADULT = Person(born_on=date(1987, 3, 27), nationality="British", is_vulnerable=False)
SIXTEEN = Person(born_on=date(2009, 6, 1), nationality="British")
FOREIGN = Person(born_on=date(1987, 3, 27), nationality="Turkish")


Filled = dict[str, dict[str, Any]]


def facts(*kinds: str, filled: Filled | None = None) -> list[Fact]:
    return [
        Fact(kind, BEGAN + timedelta(minutes=number), (filled or {}).get(kind, {}), id=str(number)) for number, kind in enumerate(kinds)
    ]


def said(
    *kinds: str, person: Person = ADULT, ended: bool = False, authorities: tuple[Authorised, ...] = (), filled: Filled | None = None
) -> list[str]:
    held = Treated("TACT_S7", facts(*kinds, filled=filled), person, authorities, ended)
    return [each.sentence for each in rights_owed(held) if each.code != "details"]


def codes(*kinds: str, person: Person = ADULT, ended: bool = False, filled: Filled | None = None) -> set[str]:
    held = Treated("TACT_S7", facts(*kinds, filled=filled), person, (), ended)
    return {each.code for each in rights_owed(held)} - {"details"}


def urgent(*kinds: str, person: Person = ADULT, filled: Filled | None = None) -> set[str]:
    return {each.code for each in rights_owed(Treated("TACT_S7", facts(*kinds, filled=filled), person)) if each.is_urgent}


def test_whoever_is_questioned_undetained_is_owed_a_notice_and_a_recording_or_its_reason() -> None:
    assert codes("FIRST_QUESTION") == {"notice", "recording"}
    assert codes("FIRST_QUESTION", "NOTICE_SERVED", "NOT_RECORDED") == set()


def test_the_notice_of_detention_is_owed_at_once_when_the_person_is_detained() -> None:
    assert "notice" in urgent("FIRST_QUESTION", "NOTICE_SERVED", "DETAINED")
    assert "notice" not in codes("DETAINED", "FIRST_QUESTION", "NOTICE_SERVED")
    named = {"NOTICE_SERVED": {"notice": "DETENTION/code of 2025"}}
    assert "notice" not in codes("NOTICE_SERVED", "FIRST_QUESTION", "DETAINED", filled=named)
    other = {"NOTICE_SERVED": {"notice": "EXAMINATION/local 1"}}
    assert "notice" in codes("FIRST_QUESTION", "DETAINED", "NOTICE_SERVED", filled=other)


OF_DETENTION, OF_EXAMINATION = {"notice": "DETENTION/code of 2025"}, {"notice": "EXAMINATION/local 1"}


@pytest.mark.parametrize(
    ("kinds", "owed"),
    [
        (("FIRST_QUESTION",), ["examination"]),
        (("FIRST_QUESTION", "DETAINED"), ["detention", "examination"]),
        (("FIRST_QUESTION", "DETAINED", "NOTICE_SERVED"), ["examination"]),  # which one is not said: the one that was due
        (("FIRST_QUESTION", "DETAINED", OF_DETENTION), ["examination"]),
        (("FIRST_QUESTION", "DETAINED", OF_EXAMINATION), ["detention"]),
        (("FIRST_QUESTION", "DETAINED", OF_EXAMINATION, OF_DETENTION), []),
        (("FIRST_QUESTION", "NOTICE_SERVED", "DETAINED", "NOTICE_SERVED"), []),
        (("FIRST_QUESTION", OF_DETENTION), ["examination"]),
        ((OF_DETENTION,), []),
        ((OF_DETENTION, "FIRST_QUESTION"), []),
        ((OF_DETENTION, "FIRST_QUESTION", "DETAINED"), []),
        (("DETAINED",), ["detention"]),
        (("DETAINED", "FIRST_QUESTION"), ["detention"]),
        (("DETAINED", "NOTICE_SERVED", "FIRST_QUESTION"), []),
    ],
)
def test_each_notice_is_owed_on_its_own_and_none_needlessly(kinds: tuple[Any, ...], owed: list[str]) -> None:
    """Whoever was questioned undetained is owed the notice of examination after detention too; whoever was not is owed no second one."""
    happened = [
        Fact("NOTICE_SERVED" if isinstance(kind, dict) else kind, BEGAN + timedelta(minutes=number), kind if isinstance(kind, dict) else {})
        for number, kind in enumerate(kinds)
    ]
    found = [each for each in rights_owed(Treated("TACT_S7", happened, ADULT)) if each.code == "notice"]
    assert ["detention" if "notice of detention" in each.sentence else "examination" for each in found] == owed
    assert [each.is_urgent for each in found] == [which == "detention" for which in owed]
    assert all("not verified" in each.sentence for each in found if not each.is_urgent)


def test_a_question_of_the_second_of_the_detention_was_put_in_it() -> None:
    """On the pad both stand with one minute; the power to detain is used first."""
    held = Treated("TACT_S7", [Fact("FIRST_QUESTION", BEGAN), Fact("DETAINED", BEGAN)], ADULT)
    assert [each.is_urgent for each in rights_owed(held) if each.code == "notice"] == [True]


def test_a_detained_person_is_owed_the_questions_about_a_solicitor_and_about_somebody_to_be_told() -> None:
    assert {"solicitor", "named-person"} <= codes("DETAINED")
    assert not {"solicitor", "named-person"} & codes("DETAINED", "SOLICITOR_DECLINED", "NAMED_PERSON_DECLINED")
    assert not {"solicitor", "named-person"} & codes("FIRST_QUESTION")


def test_a_solicitor_asked_for_and_not_consulted_cannot_wait() -> None:
    assert "solicitor-wait" in urgent("FIRST_QUESTION", "DETAINED", "SOLICITOR_REQUESTED")
    assert "solicitor-wait" not in urgent("DETAINED", "SOLICITOR_REQUESTED", "SOLICITOR_CONSULTED")
    assert "solicitor-wait" not in urgent("DETAINED", "SOLICITOR_REQUESTED", "SOLICITOR_REQUEST_WITHDRAWN")
    assert "solicitor-wait" in urgent("DETAINED", "SOLICITOR_REQUESTED", "SOLICITOR_CONSULTED", "SOLICITOR_REQUESTED")


def test_that_no_solicitor_is_wanted_withdraws_no_request_and_the_sentence_says_what_does() -> None:
    asked = ("DETAINED", "SOLICITOR_REQUESTED", "SOLICITOR_DECLINED")
    assert "solicitor-wait" in urgent(*asked)
    assert any("record that the request is withdrawn" in sentence for sentence in said(*asked))
    assert not any("withdrawn" in sentence for sentence in said(*asked[:2]))
    assert "solicitor-wait" not in urgent(*asked, "SOLICITOR_REQUEST_WITHDRAWN")


ABOUT_A_SOLICITOR = ("SOLICITOR_REQUESTED", "SOLICITOR_DECLINED", "SOLICITOR_CONSULTED", "SOLICITOR_REQUEST_WITHDRAWN", "SOLICITOR_ARRIVED")


@given(st.lists(st.tuples(st.sampled_from(ABOUT_A_SOLICITOR), st.integers(0, 1)), max_size=8), st.permutations(range(8)))
def test_what_is_owed_the_row_of_acts_and_rule_r3_always_agree_about_the_bar(steps: list[tuple[str, int]], order: list[int]) -> None:
    """The bar on questions (TACT Sch 8 para 7A; CTBSA Sch 3 para 30), also where several were pressed within one second."""
    minute, happened = 1, [Fact("FIRST_QUESTION", BEGAN), Fact("DETAINED", BEGAN)]
    for number, (kind, later) in enumerate(steps):
        minute += later
        happened.append(Fact(kind, BEGAN + timedelta(minutes=minute), id=str(order[number])))
    happened.sort(key=lambda fact: (fact.at, fact.id))  # as the record reads them
    asked_at = BEGAN + timedelta(minutes=minute + 1)
    measured = [clocks.Event(kind=clocks.Kind(fact.kind), at=fact.at) for fact in happened if fact.kind in clocks.Kind.__members__]
    question = clocks.Event(kind=clocks.Kind.QUESTION, at=asked_at)
    found = clocks.evaluate(clocks.Timeline(clocks.Power.TACT_S7, (*measured, question), asked_at))
    is_barred = any(breach.rule == "R3" for breach in found.breaches)
    assert ("solicitor-wait" in {each.code for each in rights_owed(Treated("TACT_S7", happened, ADULT))}) is is_barred
    offered = {act.slug: act.is_open for group in Row(happened).groups() for act in group.acts}
    assert (offered["solicitor-declined"], offered["solicitor-withdrawn"]) == (not is_barred, is_barred)


def test_the_right_to_have_somebody_told_arises_again_at_the_new_place() -> None:
    """A22: in respect of each place (TACT Sch 8 para 6(3))."""
    told = ("DETAINED", "NAMED_PERSON_REQUESTED", "NAMED_PERSON_INFORMED")
    assert "named-person" not in codes(*told)
    assert any("at this place" in sentence for sentence in said(*told, "TRANSFERRED"))
    assert "named-person" not in codes(*told, "TRANSFERRED", "NAMED_PERSON_INFORMED")
    assert "named-person" not in codes("TRANSFERRED", "FIRST_QUESTION")


def test_the_consulate_is_prompted_by_a_foreign_nationality_alone_and_never_automatic() -> None:
    assert any("(not verified)" in sentence for sentence in said("DETAINED", person=FOREIGN))
    assert "consulate" not in codes("DETAINED", person=ADULT)
    assert "consulate" not in codes("FIRST_QUESTION", person=FOREIGN)
    assert "consulate" not in codes("DETAINED", "CONSULATE_DECLINED", person=FOREIGN)
    assert "consulate" in codes("DETAINED", "CONSULATE_REQUESTED", person=FOREIGN)
    assert "consulate" not in codes("DETAINED", "CONSULATE_REQUESTED", "CONSULATE_INFORMED", person=FOREIGN)


@pytest.mark.parametrize(
    ("filled", "is_owed"),
    [
        ({"asylum_claimed": "NO"}, True),
        ({"asylum_claimed": "YES", "consents": "YES"}, True),
        ({"asylum_claimed": "YES", "consents": "NO"}, False),
        ({"asylum_claimed": "YES"}, False),
    ],
)
def test_nobodys_consulate_is_owed_to_be_told_of_a_claim_of_asylum_without_their_consent(filled: dict[str, str], is_owed: bool) -> None:
    """law.md 4.10. While nobody has said whether they consent, that is owed instead."""
    given = {"CONSULATE_REQUESTED": {"consulate": "Turkish", **filled}}
    assert ("consulate" in codes("DETAINED", "CONSULATE_REQUESTED", person=FOREIGN, filled=given)) is is_owed
    held = Treated("TACT_S7", facts("DETAINED", "CONSULATE_REQUESTED", filled=given), FOREIGN)
    asked = [each.sentence for each in rights_owed(held) if each.code == "details" and "consent" in each.sentence]
    assert len(asked) == (filled == {"asylum_claimed": "YES"})


@pytest.mark.parametrize(
    "person",
    [SIXTEEN, Person(looks_under_18=True), Person(born_on=date(1987, 3, 27), is_vulnerable=True)],
    ids=["16", "looks", "vulnerable"],
)
def test_a_child_and_a_vulnerable_person_are_owed_an_appropriate_adult_before_everything_else(person: Person) -> None:
    assert "adult" in urgent("DETAINED", person=person)
    assert "adult" in urgent("DETAINED", "APPROPRIATE_ADULT_CALLED", person=person)
    assert "adult" not in urgent("DETAINED", "APPROPRIATE_ADULT_ARRIVED", person=person)
    assert "adult" in urgent("DETAINED", "APPROPRIATE_ADULT_ARRIVED", "APPROPRIATE_ADULT_LEFT", person=person)


def test_a_date_of_birth_settles_what_looks_do_not() -> None:
    assert "adult" not in urgent("DETAINED", person=Person(born_on=date(1987, 3, 27), looks_under_18=True))


def test_a_question_without_an_adult_owes_its_reason_until_it_is_given() -> None:
    assert "adult-reason" in codes("FIRST_QUESTION", person=SIXTEEN)
    given = {"FIRST_QUESTION": {"without_adult_reason": "A bomb was spoken of."}}
    assert "adult-reason" not in codes("FIRST_QUESTION", person=SIXTEEN, filled=given)
    assert "adult-reason" not in codes("APPROPRIATE_ADULT_ARRIVED", "FIRST_QUESTION", person=SIXTEEN)


STATION: Filled = {"TRANSFERRED": {"is_police_station": True}}
BY_POWER = {
    # As the list RECORDING says: video counts as audio too, and not the other way round.
    ("TACT_S7", "AUDIO"): False,
    ("TACT_S7", "VIDEO_WITH_SOUND"): False,
    ("TACT_S7", "BODY_WORN"): True,
    ("CTBSA_S3", "AUDIO"): True,
    ("CTBSA_S3", "VIDEO_WITH_SOUND"): False,
    ("CTBSA_S3", "BODY_WORN"): True,
}


def is_recording_owed(power: str, *kinds: str, room: Room | None = None, filled: Filled | None = None) -> bool:
    held = Treated(power, facts(*kinds, filled=filled), ADULT, began_in=room or Room("Gate 12"))
    return "station-recording" in {each.code for each in rights_owed(held)}


@pytest.mark.parametrize(("power", "recording"), BY_POWER)
def test_an_interview_at_a_police_station_is_recorded_as_each_power_says(power: str, recording: str) -> None:
    filled: Filled = {**STATION, "RECORDING_STARTED": {"recording": recording}}
    begun = ("FIRST_QUESTION", "DETAINED", "TRANSFERRED")
    assert is_recording_owed(power, *begun, "QUESTION", filled=STATION)
    assert not is_recording_owed(power, *begun, "QUESTION")
    assert is_recording_owed(power, *begun, "RECORDING_STARTED", "QUESTION", filled=filled) is BY_POWER[power, recording]
    assert is_recording_owed(power, *begun, "RECORDING_STARTED", "RECORDING_STOPPED", "QUESTION", filled=filled)


ROOMS = [
    # power, designations of the room, whether it is a police station under that power: A17
    ("TACT_S7", (), False),
    ("TACT_S7", ("S7_DETENTION",), False),
    ("TACT_S7", ("S41_43B",), True),
    ("TACT_S7", ("S7_DETENTION", "S41_43B"), True),
    ("CTBSA_S3", (), False),
    ("CTBSA_S3", ("S7_DETENTION",), True),
    ("CTBSA_S3", ("S41_43B",), False),
    ("CTBSA_S3", ("S7_DETENTION", "S41_43B"), True),
]


@pytest.mark.parametrize(("power", "designations", "counts"), ROOMS)
def test_a_room_of_the_port_is_a_police_station_as_its_designation_and_the_power_say(
    power: str, designations: tuple[str, ...], counts: bool
) -> None:
    room = Room("Examination room", frozenset(designations), is_verified=True)
    assert is_recording_owed(power, "DETAINED", "FIRST_QUESTION", room=room) is counts
    assert not is_recording_owed(power, "FIRST_QUESTION", "QUESTION", "DETAINED", room=room)
    assert not is_recording_owed(power, "DETAINED", "TRANSFERRED", "FIRST_QUESTION", room=room)
    video = {"RECORDING_STARTED": {"recording": "VIDEO_WITH_SOUND"}}
    assert not is_recording_owed(power, "DETAINED", "RECORDING_STARTED", "FIRST_QUESTION", room=room, filled=video)


@pytest.mark.parametrize("power", ["TACT_S7", "CTBSA_S3"])
def test_e21_once_the_person_is_at_a_police_station_recording_is_mandatory(power: str) -> None:
    """Asked at the port no recording is owed; asked at the station it is, until one of the power's own kind runs."""
    at_port = ("FIRST_QUESTION", "DETAINED", "QUESTION")
    assert not is_recording_owed(power, *at_port)
    assert not is_recording_owed(power, *at_port, "TRANSFERRED", filled=STATION)
    assert is_recording_owed(power, *at_port, "TRANSFERRED", "QUESTION", filled=STATION)
    recorded = {**STATION, "RECORDING_STARTED": {"recording": "AUDIO" if power == "TACT_S7" else "VIDEO_WITH_SOUND"}}
    assert not is_recording_owed(power, *at_port, "TRANSFERRED", "RECORDING_STARTED", "QUESTION", filled=recorded)


def test_what_is_owed_names_the_room_and_says_when_its_designation_is_not_verified() -> None:
    for is_verified in (True, False):
        room = Room("Examination room", frozenset({"S7_DETENTION"}), is_verified)
        held = Treated("CTBSA_S3", facts("DETAINED", "FIRST_QUESTION"), ADULT, began_in=room)
        (owed,) = [each.sentence for each in rights_owed(held) if each.code == "station-recording"]
        assert owed.startswith("Examination room counts as a police station under Schedule 3")
        assert "video with sound" in owed
        assert "Sch 3 para 27" in owed
        assert ("not verified" in owed) is not is_verified


def test_a_reason_for_no_recording_counts_from_where_and_when_a_recording_was_due() -> None:
    before = ("FIRST_QUESTION", "NOT_RECORDED", "DETAINED", "TRANSFERRED", "QUESTION")
    assert is_recording_owed("TACT_S7", *before, filled=STATION)
    assert not is_recording_owed("TACT_S7", *before, "NOT_RECORDED", filled=STATION)


def test_a_second_recording_of_another_kind_does_not_end_the_first() -> None:
    happened = [*facts("DETAINED", "TRANSFERRED", filled=STATION)]
    for number, recording in enumerate(("VIDEO_WITH_SOUND", "BODY_WORN"), start=2):
        happened.append(Fact("RECORDING_STARTED", BEGAN + timedelta(minutes=number), {"recording": recording}))
    asked = Fact("FIRST_QUESTION", BEGAN + timedelta(minutes=9))
    held = Treated("CTBSA_S3", [*happened, asked], ADULT)
    assert "station-recording" not in {each.code for each in rights_owed(held)}


def test_what_began_and_what_was_called_are_owed_their_end() -> None:
    assert "break" in codes("BREAK")
    assert "break" not in codes("BREAK", "BREAK_ENDED")
    assert "interpreter" in codes("INTERPRETER_CALLED")
    assert "interpreter" not in codes("INTERPRETER_CALLED", "INTERPRETER_ARRIVED")


def test_how_to_complain_is_owed_once_the_person_has_gone() -> None:
    assert "complaint" not in codes("FIRST_QUESTION")
    assert "complaint" in codes("FIRST_QUESTION", "RELEASED", ended=True)
    assert "complaint" not in codes("FIRST_QUESTION", "COMPLAINT_INFORMATION_GIVEN", "RELEASED", ended=True)


def test_each_entry_is_owed_its_details_in_one_line() -> None:
    held = Treated("TACT_S7", [Fact("NOTICE_SERVED", BEGAN, {"language": "English"}, id="7", label="Notice served and explained")])
    found = [each for each in rights_owed(held) if each.code == "details"]
    assert [(each.event, each.sentence) for each in found] == [
        ("7", "Notice served and explained, 10:00: which notice, read over and 2 more"),
    ]


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("NOT_RECORDED", {"why": "The camera is on charge."}),
        ("QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED", {"why": "The flight leaves."}),
        ("WELFARE", {"given": "TOILET"}),
    ],
)
def test_what_was_pressed_without_a_word_owes_it_until_it_is_filled_in_or_was_said(kind: str, answer: dict[str, Any]) -> None:
    def owes(**values: Any) -> bool:
        held = Treated("TACT_S7", [Fact(kind, BEGAN, **values)], ADULT)
        return any(each.code == "details" for each in rights_owed(held))

    assert owes()
    assert not owes(given=answer)
    assert not owes(words="Said at the press.")


PRESSED = sorted({offer.kind for offer in (FIRST_QUESTION, *EVERY)} & set(Kind.values))
PEOPLE = st.sampled_from([ADULT, SIXTEEN, FOREIGN, Person(), Person(is_vulnerable=True, nationality="French")])
GIVEN = st.sampled_from([{}, {"right": "SOLICITOR"}, {"right": "NAMED_PERSON"}, {"is_police_station": True}])


def owed_codes(happened: list[Fact], person: Person, power: str) -> Counter[str]:
    ended = any(fact.kind in ENDINGS for fact in happened)
    return Counter(each.code for each in rights_owed(Treated(power, happened, person, (), ended)))


@given(st.lists(st.tuples(st.sampled_from(PRESSED), GIVEN), min_size=1, max_size=14), PEOPLE, st.sampled_from(["TACT_S7", "CTBSA_S3"]))
def test_doing_something_never_adds_to_what_is_owed_but_what_is_named(
    steps: list[tuple[str, dict[str, Any]]], person: Person, power: str
) -> None:
    happened = [Fact(kind, BEGAN + timedelta(minutes=number), given, id=str(number)) for number, (kind, given) in enumerate(steps)]
    before, after, last = owed_codes(happened[:-1], person, power), owed_codes(happened, person, power), happened[-1]
    if not happened[:-1]:
        return
    own = {"details"} if last.kind in DETAILS else set()
    assert set(after - before) <= CONSEQUENCES.get(last.kind, frozenset()) | own


@given(st.lists(st.tuples(st.sampled_from(PRESSED), GIVEN), min_size=1, max_size=10), PEOPLE)
def test_the_same_facts_always_owe_the_same(steps: list[tuple[str, dict[str, Any]]], person: Person) -> None:
    happened = [Fact(kind, BEGAN + timedelta(minutes=number), given, id=str(number)) for number, (kind, given) in enumerate(steps)]
    assert owed_codes(happened, person, "TACT_S7") == owed_codes(list(happened), person, "TACT_S7")


@given(st.sampled_from(sorted(DETAILS)), st.data())
def test_filling_in_a_detail_takes_it_off_the_list(kind: str, data: st.DataObject) -> None:
    answered = data.draw(st.sets(st.sampled_from([asked.name for asked in DETAILS[kind]])))
    filled = {name: "IN_PERSON" if name == "mode" else "x" for name in answered}
    fact = Fact(kind, BEGAN, filled, id="1")
    sentences = [each.sentence for each in rights_owed(Treated("TACT_S7", [fact])) if each.code == "details"]
    missing = [asked for asked in DETAILS[kind] if asked.is_owed and asked.name not in answered and asked.name != "not_in_person_reason"]
    assert bool(sentences) is bool(missing)
