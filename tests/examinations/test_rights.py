"""What has become of a person's rights, what was filled in about them, and what quality assurance must look at."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from assurance.queries import prompts_for
from borderops.kit.dates import spoken_time
from borderops.kit.localtime import midnight
from examinations import actions
from examinations.actions.rights import FilledInMeanwhile
from examinations.actions.writing import NotNow
from examinations.forms.acts import TransferForm
from examinations.models import Kind, Power, Supplement, TimelineEvent
from examinations.owed.rights import Authorised, Treated
from examinations.papers.frozen import content_of
from examinations.papers.record import treatment
from examinations.queries import live_panel
from examinations.queries.rights import facts_of, rights_findings
from examinations.reference import grounds, notices_on, recording_at_station
from examinations.rights.exercised import NAMED_PERSON, SOLICITOR, Fact, Person, Status, questions_without_adult, right, unexercised
from examinations.rights.findings import Finding, Reviewed, findings
from examinations.timeline import assess
from organisation.models import Port
from organisation.policy import SYSTEM, Forbidden
from organisation.ranks import Rank
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin, pressed
from tests.examinations.test_owed_rights import SIXTEEN, facts

BEGAN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 3, 2), date(2026, 3, 1), 17),
        (date(2008, 3, 2), date(2026, 3, 2), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_somebody_is_eighteen_from_their_birthday_on(born: date, day: date, age: int) -> None:
    assert Person(born_on=born).age_on(day) == age
    assert bool(Person(born_on=born).adult_reason(day)) is (age < 18)


@pytest.mark.parametrize(
    ("happened", "status"),
    [
        ((), Status.OPEN),
        (("SOLICITOR_DECLINED",), Status.DECLINED),
        (("SOLICITOR_REQUESTED",), Status.ASKED),
        (("SOLICITOR_REQUESTED", "SOLICITOR_CONSULTED"), Status.EXERCISED),
        (("SOLICITOR_DECLINED", "SOLICITOR_REQUESTED"), Status.ASKED),
        (("SOLICITOR_REQUESTED", "SOLICITOR_ARRIVED"), Status.ASKED),
        (("SOLICITOR_REQUESTED", "SOLICITOR_DECLINED"), Status.ASKED),
        (("SOLICITOR_REQUESTED", "SOLICITOR_REQUEST_WITHDRAWN"), Status.DECLINED),
        (("SOLICITOR_REQUESTED", "SOLICITOR_DECLINED", "SOLICITOR_CONSULTED"), Status.EXERCISED),
        (("SOLICITOR_REQUESTED", "SOLICITOR_CONSULTED", "SOLICITOR_DECLINED"), Status.DECLINED),
    ],
)
def test_the_latest_fact_about_a_right_says_what_has_become_of_it(happened: tuple[str, ...], status: Status) -> None:
    assert right(SOLICITOR, facts("DETAINED", *happened)).status is status


def test_a_right_declined_or_delayed_is_not_exercised_and_is_reminded_of() -> None:
    declined = facts("DETAINED", "SOLICITOR_DECLINED", "NAMED_PERSON_INFORMED")
    assert [one.key for one in unexercised(declined)] == [SOLICITOR]
    delayed = facts("DETAINED", "RIGHT_DELAYED", "SOLICITOR_CONSULTED", filled={"RIGHT_DELAYED": {"right": NAMED_PERSON}})
    assert [(one.key, one.delay is not None) for one in unexercised(delayed)] == [(NAMED_PERSON, True)]
    moved = facts("DETAINED", "SOLICITOR_CONSULTED", "NAMED_PERSON_INFORMED", "TRANSFERRED")
    assert [one.key for one in unexercised(moved)] == [NAMED_PERSON]


def test_a_question_is_accompanied_from_the_very_instant_at_which_the_adult_comes() -> None:
    come = [Fact("APPROPRIATE_ADULT_ARRIVED", BEGAN), Fact("QUESTION", BEGAN)]
    assert questions_without_adult(come, SIXTEEN) == []
    left = [Fact("APPROPRIATE_ADULT_ARRIVED", BEGAN), Fact("APPROPRIATE_ADULT_LEFT", BEGAN + timedelta(minutes=1))]
    asked = Fact("QUESTION", BEGAN, until=BEGAN + timedelta(minutes=5))
    assert questions_without_adult([left[0], asked, left[1]], SIXTEEN) == [asked]


def test_e_35_a_child_questioned_without_an_adult_and_without_a_reason_is_critical() -> None:
    asked = facts("FIRST_QUESTION", "DETAINED", "QUESTION")
    found = [one for one in findings(Treated("TACT_S7", asked, SIXTEEN)) if one.about == "ADULT"]
    assert [one.is_critical for one in found] == [True, True]
    assert "the person is 16, and no reason is given" in found[0].text


def test_e_35_with_a_reason_it_is_looked_at_and_not_critical() -> None:
    reason = {"without_adult_reason": "A device was spoken of."}
    asked = facts("FIRST_QUESTION", filled={"FIRST_QUESTION": reason})
    found = [one for one in findings(Treated("TACT_S7", asked, SIXTEEN)) if one.about == "ADULT"]
    assert [(one.is_critical, "A device was spoken of." in one.text) for one in found] == [(False, True)]


def test_a_review_that_forgot_a_right_is_found() -> None:
    happened = facts("DETAINED", "SOLICITOR_CONSULTED")
    reviewed = [Reviewed(1, BEGAN + timedelta(minutes=30), ())]
    texts = [one.text for one in findings(Treated("TACT_S7", happened), reviewed)]
    assert texts == ["Review 1 does not record a reminder of the right to have a named person informed."]
    assert findings(Treated("TACT_S7", happened), [Reviewed(1, BEGAN + timedelta(minutes=30), (NAMED_PERSON,))]) == []


DELAYED = facts("DETAINED", "RIGHT_DELAYED", filled={"RIGHT_DELAYED": {"right": SOLICITOR}})
CITED = {"TACT_S7": ("20L", "20M", "20N"), "CTBSA_S3": ("53", "54", "55")}


def of_review(power: str = "TACT_S7", happened: Sequence[Fact] = DELAYED, **values: Any) -> list[tuple[str, str]]:
    reviewed = Reviewed(**{"sequence": 2, "decided_at": BEGAN + timedelta(minutes=30), "reminded": (SOLICITOR, NAMED_PERSON), **values})
    held = Treated(power, happened)
    before = {one.text for one in findings(held)}
    return [(one.about, one.text) for one in findings(held, [reviewed]) if one.text not in before]


@pytest.mark.parametrize("power", CITED)
@pytest.mark.parametrize("is_authorised", [True, False])
def test_a_review_that_offered_no_representations_is_found_whatever_its_outcome(power: str, is_authorised: bool) -> None:
    offered: dict[str, Any] = {"delay_conclusion": "The reasons hold.", "is_authorised": is_authorised}
    assert of_review(power, **offered) == []
    ((about, text),) = of_review(power, **offered, offered_to="NOT_OFFERED", representations_text="The person slept.")
    assert about == "REVIEW"
    assert text.startswith("Review 2 records that no opportunity to make representations was offered")
    assert f"para {CITED[power][0]})" in text
    assert text.endswith("Reason given: The person slept.")


@pytest.mark.parametrize("power", CITED)
@pytest.mark.parametrize("is_authorised", [True, False])
def test_a_review_of_which_the_person_was_not_told_needs_one_of_the_exceptions(power: str, is_authorised: bool) -> None:
    given: dict[str, Any] = {"delay_conclusion": "The reasons hold.", "is_authorised": is_authorised, "was_informed": False}
    assert of_review(power, **given, not_informed_reason="VIOLENT") == []
    ((about, text),) = of_review(power, **given)
    assert (about, f"para {CITED[power][2]})" in text) == ("REVIEW", True)
    assert "was not told of the decision, and gives none of the exceptions" in text


@pytest.mark.parametrize("power", CITED)
def test_a_review_that_knows_of_no_delay_while_a_right_was_delayed_is_found(power: str) -> None:
    ((about, text),) = of_review(power)
    assert about == "RIGHTS"
    assert text.startswith("Review 2 speaks of no delay, although the right to consult a solicitor was being delayed")
    assert f"para {CITED[power][1]})" in text
    assert of_review(power, delay_conclusion="The reasons hold.") == []
    assert of_review(power, is_authorised=False) == []  # the duty arises when detention is authorised


def test_only_a_delay_that_stood_at_that_very_instant_is_asked_of_a_review() -> None:
    decided_at = BEGAN + timedelta(minutes=1)
    assert len(of_review(decided_at=decided_at)) == 1
    assert of_review(decided_at=decided_at - timedelta(seconds=1)) == []
    ended = [*DELAYED, Fact("DELAY_ENDED", BEGAN + timedelta(minutes=30), {"right": SOLICITOR})]
    assert of_review(happened=ended) == []


def test_questions_before_the_solicitor_without_a_reason_are_critical() -> None:
    """TACT Sch 8 para 7A(3); CTBSA Sch 3 para 30: the examining officer's own belief, which somebody has to state."""
    justified = "QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED"
    for given, words, is_critical in (({}, "", True), ({"why": "The flight leaves."}, "", False), ({}, "The flight leaves.", False)):
        (found,) = findings(Treated("TACT_S7", [Fact(justified, BEGAN, given, words=words)]))
        assert (found.about, found.is_critical) == ("RIGHTS", is_critical)
        assert ("no reason is given" if is_critical else "Reason given: The flight leaves.") in found.text


def test_a_consultation_by_telephone_needs_the_examining_officers_reason() -> None:
    telephone = {"SOLICITOR_CONSULTED": {"mode": "TELEPHONE"}}
    texts = [one.text for one in findings(Treated("TACT_S7", facts("SOLICITOR_CONSULTED", filled=telephone)))]
    assert texts == ["The consultation at 10:00 was not in person, and the officer's reason is missing."]


DIRECTED = ("DETAINED", "SOLICITOR_REQUESTED", "DIFFERENT_SOLICITOR_DIRECTED")


def of_direction(
    power: str = "TACT_S7", *, is_ended: bool = False, authorities: tuple[Authorised, ...] = (), **values: Any
) -> list[Finding]:
    given = Authorised(**{"what": "DIFFERENT_SOLICITOR", "state": "CONFIRMED", "manner": "ORAL", "rank": 5, "event": "2", **values})
    found = findings(Treated(power, facts(*DIRECTED), Person(), authorities or (given,), is_ended))
    return [one for one in found if "different solicitor" in one.text.lower()]


def test_every_direction_that_a_different_solicitor_be_consulted_is_looked_at() -> None:
    assert [(one.about, one.text, one.is_critical) for one in of_direction()] == [
        ("RIGHTS", "A different solicitor was directed at 10:02.", False)
    ]


@pytest.mark.parametrize(("power", "cited"), [("TACT_S7", "Sch 8 para 9"), ("CTBSA_S3", "Sch 3 para 33")])
@pytest.mark.parametrize("rank", [rank for rank in Rank if rank < Rank.SUPERINTENDENT])
def test_a_direction_by_a_lower_rank_than_superintendent_is_critical(power: str, cited: str, rank: Rank) -> None:
    (found,) = of_direction(power, rank=int(rank))
    assert (found.about, found.is_critical) == ("RIGHTS", True)
    assert f"by an officer of the rank of {rank.label.lower()}; it takes a superintendent ({cited})" in found.text


def test_a_direction_on_nobodys_authority_is_critical() -> None:
    (found,) = of_direction(authorities=(Authorised("DIFFERENT_SOLICITOR", "WAITING", "ASKED", 5),))
    assert found.is_critical
    assert "no superintendent's authority is on record" in found.text


def test_a_direction_never_confirmed_denied_or_never_told_is_found_once_the_person_has_gone() -> None:
    texts = [one.text for one in of_direction(state="WAITING", is_ended=True)]
    assert "The authority for directing a different solicitor was given aloud and is not yet confirmed in writing." in texts
    assert "It is not recorded that the person was told why a different solicitor was directed." in texts
    assert any("is denied" in one.text for one in of_direction(state="REFUSED", is_ended=True))
    assert len(of_direction(is_told=True, is_ended=True)) == 1


def test_that_nobody_told_the_person_of_a_delay_is_found_once_they_have_gone() -> None:
    happened = facts("DETAINED", "RIGHT_DELAYED", "RELEASED", filled={"RIGHT_DELAYED": {"right": SOLICITOR}})
    for is_told in (False, True):
        given = Authorised("DELAY_SOLICITOR", "CONFIRMED", "ORAL", 5, "1", is_told)
        texts = [one.text for one in findings(Treated("TACT_S7", happened, Person(), (given,), is_ended=True))]
        assert ("It is not recorded that the person was told why consulting a solicitor was delayed." in texts) is not is_told


def test_each_power_has_its_own_grounds_and_nothing_unverified_is_shown_as_settled() -> None:
    """A24."""
    assert len(grounds("TACT_S7", "DELAY")) == 8
    assert len(grounds("CTBSA_S3", "DELAY")) == 5
    assert {one.key for one in grounds("CTBSA_S3", "DIFFERENT_SOLICITOR")} - {one.key for one in grounds("CTBSA_S3", "DELAY")} == {
        "BENEFIT"
    }
    unsettled = [one for power in ("TACT_S7", "CTBSA_S3") for one in grounds(power, "DELAY") if not one.verified]
    assert unsettled
    assert all("not verified" in one.cited for one in unsettled)
    assert all("not verified" in one.label for one in notices_on("TACT_S7", midnight(date(2026, 3, 2))) if not one.verified)


def test_the_notice_in_force_on_the_day_stands_first() -> None:
    then, now = notices_on("TACT_S7", midnight(date(2023, 1, 1))), notices_on("TACT_S7", midnight(date(2026, 3, 2)))
    assert "DETENTION/code of 2025" not in [one.key for one in then]
    assert next(one.key for one in now if one.terms["notice"] == "DETENTION") == "DETENTION/code of 2025"


def test_recording_at_a_police_station_differs_by_power() -> None:
    """A16."""
    assert list(recording_at_station("CTBSA_S3").terms["kinds"]) == ["VIDEO_WITH_SOUND"]
    assert "AUDIO" in recording_at_station("TACT_S7").terms["kinds"]


def test_a_question_that_had_to_be_recorded_is_found_whatever_the_reason() -> None:
    at_station = {"TRANSFERRED": {"is_police_station": True}}
    asked = ("DETAINED", "TRANSFERRED", "FIRST_QUESTION", "QUESTION")
    (found,) = [one for one in findings(Treated("CTBSA_S3", facts(*asked, filled=at_station))) if one.about == "CONDUCT"]
    assert found.text.endswith("None was running (Sch 3 para 27). Questions: 10:02, 10:03.")
    said = Fact("NOT_RECORDED", BEGAN + timedelta(minutes=9), words="The machine was broken.")
    (found,) = [one for one in findings(Treated("CTBSA_S3", [*facts(*asked, filled=at_station), said])) if one.about == "CONDUCT"]
    assert found.text.endswith("Reason given: The machine was broken.")


@pytest.mark.django_db
@pytest.mark.parametrize(("power", "designation"), [(Power.CTBSA_S3, "S7_DETENTION"), (Power.TACT_S7, "S41_43B")])
def test_a_designated_room_owes_a_recording_from_the_record_itself(cast: Cast, power: str, designation: str) -> None:
    with acting_as(SYSTEM):
        port = Port.objects.get(pk=cast.ports["Stansted"].pk)
        port.designations = [{"place": "Examination room", "designations": [designation], "verified": False}]
        port.save()
    scene = begin(cast, power=power, place="Examination room")
    scene.detain(5)
    scene.record(Kind.QUESTION, 6)
    moved = TransferForm({"moved_to": "Gate 12"}, at=scene.minute(10))
    moved.about(scene.fresh())
    moved.full_clean()
    assert "Examination room (not verified)" in str(moved.fields["is_police_station"].help_text)
    scene.record(Kind.TRANSFERRED, 10, words=moved.said(), detail=moved.detail())
    scene.record(Kind.QUESTION, 11)
    back = TransferForm({"moved_to": " examination ROOM "}, at=scene.minute(12))
    back.about(scene.fresh())
    back.full_clean()
    scene.record(Kind.TRANSFERRED, 12, words=back.said(), detail=back.detail())
    scene.record(Kind.QUESTION, 13)
    with acting_as(SYSTEM):
        found = [one.text for one in rights_findings(scene.fresh()) if "counts as a police station" in one.text]
        owed = [each.sentence for each in live_panel(scene.fresh(), scene.minute(14)).owed if each.code == "station-recording"]
    assert [text.split("Questions: ")[1] for text in found] == [f"{spoken_time(scene.minute(number))}." for number in (6, 13)]
    assert all("not verified" in sentence for sentence in owed)
    assert len(owed) == 1


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return begin(cast)


def filled(scene: Scene, event: TimelineEvent, version: int = 0, who: str = "pc.stansted", **given: Any) -> Supplement | None:
    values = {"event": event, "given": given, "version": version, "at": scene.minute(30)}
    return scene.do(who, actions.describe_fact, **values)


@pytest.mark.django_db
def test_e_22_prayer_a_meal_and_the_wait_for_a_solicitor_stop_no_clock(scene: Scene) -> None:
    scene.detain(20)
    with acting_as(SYSTEM):
        before = {clock.rule: clock.due_at for clock in assess(scene.fresh(), scene.minute(21)).clocks}
    for number, kind in enumerate(("SOLICITOR_REQUESTED", "BREAK", "PRAYER", "REFRESHMENTS"), start=22):
        scene.record(kind, number)
    scene.record("BREAK_ENDED", 72)
    scene.record("SOLICITOR_CONSULTED", 72)
    with acting_as(SYSTEM):
        after = {clock.rule: clock.due_at for clock in assess(scene.fresh(), scene.minute(73)).clocks}
    assert {rule: after[rule] for rule in before} == before


@pytest.mark.django_db
def test_what_is_filled_in_afterwards_stands_beside_the_press(scene: Scene) -> None:
    event = scene.record(Kind.NOTICE_SERVED, 2)
    supplement = filled(scene, event, language="English", copy="GIVEN", signature="")
    assert supplement is not None
    assert (supplement.given, supplement.version) == ({"language": "English", "copy": "GIVEN"}, 1)
    with acting_as(SYSTEM):
        assert [fact.given for fact in facts_of(scene.fresh()) if fact.kind == "NOTICE_SERVED"] == [supplement.given]
        assert TimelineEvent.objects.get(pk=event.pk).detail == {}


@pytest.mark.django_db
def test_two_who_fill_in_the_same_never_overwrite_each_other_unseen(scene: Scene) -> None:
    event = scene.record(Kind.NOTICE_SERVED, 2)
    filled(scene, event, language="English")
    with pytest.raises(FilledInMeanwhile):
        filled(scene, event, language="French")
    supplement = filled(scene, event, version=1, language="French")
    assert supplement is not None
    with acting_as(SYSTEM):
        history: Any = Supplement.history
        assert [row.given["language"] for row in history.filter(id=supplement.pk).order_by("version")] == ["English", "French"]


@pytest.mark.django_db
def test_what_was_filled_in_goes_with_a_corrected_entry(scene: Scene) -> None:
    event = scene.record(Kind.NOTICE_SERVED, 2)
    filled(scene, event, language="English")
    values = {"when": pressed(scene.minute(3)), "reason": "Wrong minute"}
    corrected = scene.do("pc.stansted", actions.supersede_event, event=event, **values)
    with acting_as(SYSTEM):
        assert Supplement.objects.get(event=corrected).given == {"language": "English"}
    with pytest.raises(NotNow, match="corrected or taken back"):
        filled(scene, event, version=1, language="French")


@pytest.mark.django_db
def test_only_examiners_fill_in_and_only_until_submission(scene: Scene) -> None:
    event = scene.record(Kind.NOTICE_SERVED, 2)
    with pytest.raises(Forbidden):
        filled(scene, event, who="sgt.stansted", language="English")
    scene.release(20)
    filled(scene, event, language="English")
    scene.submit(40)
    with pytest.raises(NotNow):
        filled(scene, event, version=1, language="French")


@pytest.mark.django_db
def test_submission_freezes_rights_and_paper_shows_them(scene: Scene) -> None:
    event = scene.record(Kind.NOTICE_SERVED, 2)
    filled(scene, event, language="English", copy="REFUSED")
    scene.record(Kind.PRAYER, 5)
    with acting_as(SYSTEM):
        content = content_of(scene.fresh(), scene.minute(30))
    said = {part.title: part.rows for part in treatment(content)}
    assert "Copy: Refused" in said["Notices"][0][1]
    assert said["Welfare"][0][0].startswith("Prayer")
    assert content["authorities"] == []


@pytest.mark.django_db
def test_the_conduct_of_every_review_is_read_from_the_record(scene: Scene) -> None:
    scene.detain(20)
    scene.record(Kind.RIGHT_DELAYED, 30, detail={"right": SOLICITOR, "ground": "ALERTING"})
    scene.review(50, rights_reminded=["SOLICITOR", "NAMED_PERSON"], was_informed=False)
    scene.review(
        70, rights_reminded=[], outcome="RELEASE", is_necessary=False, representations_offered_to="NOT_OFFERED", representations=""
    )
    with acting_as(SYSTEM):
        found = [one for one in rights_findings(scene.fresh()) if one.text.startswith("Review")]
        prompts = prompts_for(SYSTEM, scene.fresh(), scene.minute(90))
    assert [(one.about, one.text.split(",")[0].split(" (")[0]) for one in found] == [
        ("REVIEW", "Review 1 records that the person was not told of the decision"),
        ("RIGHTS", "Review 1 speaks of no delay"),
        ("REVIEW", "Review 2 records that no opportunity to make representations was offered"),
    ]
    assert [len([text for text in prompts[code] if text.startswith("Review")]) for code in ("QA-G3", "QA-G4")] == [2, 1]


@pytest.mark.django_db
def test_findings_are_read_from_the_record(scene: Scene) -> None:
    changes = {"born_on": (scene.cast.at - timedelta(days=16 * 366)).date()}
    scene.do("pc.stansted", actions.update_particulars, examination=scene.examination, at=scene.minute(1), version=1, changes=changes)
    scene.detain(20)
    scene.release(40)
    with acting_as(SYSTEM):
        found = rights_findings(scene.fresh())
    assert found[0].is_critical
    assert {"NOTICE", "RIGHTS", "CONDUCT", "ADULT"} <= {one.about for one in found}
