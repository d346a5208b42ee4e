"""Prints and samples: taken as they were taken, lawful or not; an intimate sample only as the unlawful act that it is."""

from datetime import date, timedelta
from typing import Any

import pytest

from borderops.kit.dates import spoken_time
from borderops.kit.localtime import midnight
from examinations import actions, offers
from examinations.actions import BiometricDetails
from examinations.actions.biometrics import last_day_of_determination
from examinations.actions.writing import Impossible
from examinations.forms.biometrics import BiometricForm
from examinations.models import Biometric, Examination, Kind, Power
from examinations.papers.property import parts
from examinations.property.conduct import findings_of
from examinations.queries import BiometricLine, live_panel, property_page, record_findings
from examinations.queries.described import unlawful_takings
from examinations.refusals import Refusal
from examinations.timeline import assess
from organisation.models import Port
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, text_of, visible_text
from tests.examinations.scenes import Scene, begin, pressed

AT_THE_PORT = {"place_kind": "ROOM", "place": "Examination room"}


def take(scene: Scene, number: float = 30, **changes: Any) -> Biometric:
    details = {"what": "FINGERPRINTS", "basis": "CONSENT", "reason": "To compare them.", "was_told_of_use": True, **AT_THE_PORT}
    when = pressed(scene.minute(number))
    given = BiometricDetails(**{**details, **changes})
    return scene.do("pc.stansted", actions.take_biometrics, examination=scene.examination, when=when, details=given)


def stored(scene: Scene) -> Examination:
    return Examination.objects.select_related("port").get(pk=scene.examination.pk)


def breaches(scene: Scene) -> list[tuple[str, str]]:
    with acting_as(SYSTEM):
        return [(breach.rule, breach.text) for breach in assess(stored(scene), scene.minute(50)).breaches]


def against(scene: Scene) -> list[str]:
    with acting_as(SYSTEM):
        return [one.sentence for one in record_findings(stored(scene))]


def lines(scene: Scene, number: float = 50) -> tuple[BiometricLine, ...]:
    with acting_as(SYSTEM):
        return property_page(stored(scene), scene.minute(number)).biometrics


def detained(cast: Cast, power: str = Power.TACT_S7) -> Scene:
    scene = begin(cast, power=power)
    scene.detain(20)
    return scene


def test_with_written_consent_nothing_stands_against_it(cast: Cast) -> None:
    scene = detained(cast)
    take(scene)
    assert (breaches(scene), against(scene)) == ([], [])
    [line] = lines(scene)
    assert [clock.rule for clock in line.clocks] == ["C9"]
    assert not line.taken.is_place_verified


def test_e_33_prints_at_a_port_without_consent_conviction_or_police_station_are_a_breach(cast: Cast) -> None:
    scene = detained(cast)
    take(scene, basis="NONE")
    assert [rule for rule, _ in breaches(scene)] == ["R6"]
    assert "not at a police station" in breaches(scene)[0][1]


def test_e_33_a_superintendents_authority_counts_only_at_a_police_station(cast: Cast) -> None:
    at_port, at_station = detained(cast), detained(cast)
    authority: dict[str, Any] = {"basis": "AUTHORITY", "authorised_by": cast["supt.oncall"], "is_authority_written": True}
    take(at_port, **authority)
    take(at_station, place_kind="STATION", place="Fictional police station", **authority)
    assert [rule for rule, _ in breaches(at_port)] == ["R6"]
    assert breaches(at_station) == []


@pytest.mark.parametrize(("power", "said"), [(Power.TACT_S7, "for Schedule 7 not verified"), (Power.CTBSA_S3, "Sch 3 para 43(2)")])
def test_what_was_taken_unlawfully_is_to_be_destroyed_until_it_is(cast: Cast, power: str, said: str) -> None:
    scene = detained(cast, power)
    taken = take(scene, basis="NONE")
    take(scene, 31)
    [sentence] = owed(scene, "unlawful-taking")
    assert sentence.startswith(f"Fingerprints, {spoken_time(scene.minute(30))}")
    assert said in sentence
    fate = {"kind": Kind.BIOMETRIC_DATA_DESTROYED, "when": pressed(scene.minute(40))}
    scene.do("pc.stansted", actions.record_fate, biometric=taken, **fate)
    assert owed(scene, "unlawful-taking") == []


@pytest.mark.parametrize(
    ("designations", "power", "counts"),
    [
        (["S7_DETENTION"], Power.TACT_S7, False),
        (["S7_DETENTION"], Power.CTBSA_S3, True),
        (["S41_43B"], Power.TACT_S7, True),
        (["S41_43B"], Power.CTBSA_S3, False),
        (["S7_DETENTION", "S41_43B"], Power.TACT_S7, True),
        ([], Power.CTBSA_S3, False),
    ],
)
def test_a_designated_room_is_a_police_station_for_one_power_and_not_for_the_other(
    cast: Cast, designations: list[str], power: str, counts: bool
) -> None:
    with acting_as(SYSTEM):
        port = Port.objects.get(pk=cast.ports["Stansted"].pk)
        port.designations = [{"place": "Examination room", "designations": designations, "verified": True}]
        port.save()
    scene = detained(cast, power)
    taken = take(scene, basis="AUTHORITY", authorised_by=cast["supt.oncall"], is_authority_written=True)
    assert (taken.is_police_station, taken.is_place_verified) == (counts, True)
    assert ([] if counts else ["R6"]) == [rule for rule, _ in breaches(scene)]


def test_an_authority_below_superintendent_is_a_breach_and_one_not_in_writing_a_finding(cast: Cast) -> None:
    scene = detained(cast)
    said: dict[str, Any] = {"authority_test": "DETERMINE", "authority_grounds": "Two names.", "told_of_authority": True}
    said["told_of_offence"] = "NOT_RELEVANT"
    take(scene, basis="AUTHORITY", authorised_by=cast["insp.region"], is_authority_written=False, place_kind="STATION", **said)
    assert "it takes a superintendent" in breaches(scene)[0][1]
    assert against(scene) == ["The superintendent's authority for the prints or the sample was not confirmed in writing."]


def test_who_was_not_told_of_the_use_is_a_finding(cast: Cast) -> None:
    scene = detained(cast)
    take(scene, was_told_of_use=False)
    assert len(against(scene)) == 1


@pytest.mark.parametrize(("convicted_on", "found"), [(date(1995, 4, 9), 1), (date(1995, 4, 10), 0)])
def test_a_sample_rests_only_on_a_conviction_since_the_tenth_of_april_1995(cast: Cast, convicted_on: date, found: int) -> None:
    scene = detained(cast)
    take(scene, what="NON_INTIMATE_SAMPLE", basis="CONVICTION", convicted_on=convicted_on, exempt_conviction="NOT_EXEMPT")
    texts = [text for rule, text in breaches(scene) if rule == "R6"]
    assert len(texts) == found
    assert all("on a conviction of 9 April 1995, when only one of 10 April 1995 or later" in text for text in texts)
    assert against(scene) == []
    assert sorted(clock.rule for clock in lines(scene)[0].clocks) == ["C11", "C9"][: 1 + found]
    with acting_as(SYSTEM):
        examination = stored(scene)
        assert len(unlawful_takings(examination, assess(examination, scene.minute(60)))) == found


def test_a_sample_is_destroyed_and_a_determination_keeps_the_profile(cast: Cast) -> None:
    scene = detained(cast)
    taken = take(scene, what="NON_INTIMATE_SAMPLE")
    assert {clock.rule for clock in lines(scene)[0].clocks} == {"C9", "C11"}
    scene.release(60)
    later = pressed(scene.minute(60 * 24 * 30))
    scene.do("sgt.norwich", actions.record_fate, biometric=taken, kind=Kind.SAMPLE_DESTROYED, when=later)
    made = scene.do(
        "sgt.norwich",
        actions.record_determination,
        biometric=taken,
        when=later,
        made_by="Chief constable, Fictional force",
        is_by_chief_officer=True,
        is_written=True,
        lasts_through=last_day_of_determination(later.at.date()),
    )
    [line] = lines(scene, 60 * 24 * 31)
    assert {clock.rule: clock.state.value for clock in line.clocks} == {"C9": "MET", "C11": "MET", "C10": "RUNNING"}
    assert list(line.determinations) == [made]
    assert against(scene) == []


def test_a_determination_that_the_act_does_not_know_is_taken_and_found(cast: Cast) -> None:
    scene = detained(cast)
    taken = take(scene)
    scene.release(60)
    when = pressed(scene.minute(90))
    too_long = last_day_of_determination(when.at.date()) + timedelta(days=1)
    given = {"made_by": "Superintendent", "is_by_chief_officer": False, "is_written": False, "lasts_through": too_long}
    scene.do("pc.stansted", actions.record_determination, biometric=taken, when=when, **given)
    assert len(against(scene)) == 3


def test_a_determination_is_due_when_its_own_last_day_is_over(cast: Cast) -> None:
    scene = detained(cast)
    taken = take(scene)
    scene.release(60)
    when = pressed(scene.minute(90))
    given = {"made_by": "Chief constable, Fictional force", "is_by_chief_officer": True, "is_written": True}
    last = when.at.date() + timedelta(days=365)
    scene.do("pc.stansted", actions.record_determination, biometric=taken, when=when, lasts_through=last, **given)
    [line] = lines(scene, 100)
    [clock] = [clock for clock in line.clocks if clock.rule == "C10"]
    assert clock.due_at == midnight(last + timedelta(days=1))


def test_a_determination_does_not_end_before_it_is_made(cast: Cast) -> None:
    scene = detained(cast)
    taken = take(scene)
    when = pressed(scene.minute(40))
    given = {"made_by": "Chief constable, Fictional force", "is_by_chief_officer": True, "is_written": True}
    too_early = when.at.date() - timedelta(days=1)
    with pytest.raises(Impossible, match="cannot end before it is made"):
        scene.do("pc.stansted", actions.record_determination, biometric=taken, when=when, lasts_through=too_early, **given)


def test_five_years_begin_with_the_day_on_which_it_is_made() -> None:
    assert last_day_of_determination(date(2026, 11, 25)) == date(2031, 11, 24)


def test_prints_have_no_sample_to_destroy(cast: Cast) -> None:
    scene = detained(cast)
    with pytest.raises(Refusal, match="These are fingerprints"):
        scene.do("pc.stansted", actions.record_fate, biometric=take(scene), kind=Kind.SAMPLE_DESTROYED, when=pressed(scene.minute(40)))


def test_e_34_no_control_offers_an_intimate_sample() -> None:
    assert Kind.INTIMATE_SAMPLE_TAKEN not in {offer.kind for offer in offers.BY_SLUG.values()}
    assert "INTIMATE" not in {value.split("_")[0] for value in Biometric.What.values}


def test_e_34_one_that_was_taken_is_entered_as_unlawful_and_is_grave(cast: Cast) -> None:
    scene = detained(cast)
    with pytest.raises(Refusal, match="Say what was taken"):
        scene.do("pc.stansted", actions.record_unlawful_sample, examination=scene.examination, when=pressed(scene.minute(30)), words=" ")
    words = "Blood, by the nurse; handed to the sergeant."
    event = scene.do(
        "pc.stansted", actions.record_unlawful_sample, examination=scene.examination, when=pressed(scene.minute(30)), words=words
    )
    [finding] = findings_of(scene.examination.power, [event])
    assert (finding.is_grave, "unlawful" in finding.sentence) == (True, True)


def of_age(scene: Scene, years: int) -> Scene:
    """The same scene, of a person who had their birthday a month ago."""
    day = scene.minute(0).date()
    born_on = date(day.year - years, day.month, 1) - timedelta(days=1)
    values = {"at": scene.minute(1), "version": 1, "changes": {"born_on": born_on}}
    scene.do("pc.stansted", actions.update_particulars, examination=scene.examination, **values)
    scene.tell_parent()
    return scene


def owed(scene: Scene, code: str = "gaps") -> list[str]:
    with acting_as(SYSTEM):
        examination = Examination.objects.select_related("port", "particulars").get(pk=scene.examination.pk)
        return [one.sentence for one in live_panel(examination, scene.minute(40)).owed if one.code == code]


def test_a_childs_own_consent_alone_is_owed_a_parents_and_is_a_finding_until_it_is_filled_in(cast: Cast) -> None:
    scene = of_age(detained(cast), 15)
    taken = take(scene, child_consent=True)
    at = spoken_time(scene.minute(30))
    assert owed(scene) == [f"Biometrics taken, {at}: whether a parent or guardian consented in writing"]
    assert "no written consent of a parent or guardian" in against(scene)[0]
    given = {"parent_consent": "YES", "parent_who": "Her mother"}
    scene.do("pc.stansted", actions.describe_fact, event=taken.event, given=given, version=0, at=scene.minute(35))
    assert (owed(scene), against(scene)) == ([], [])


def test_a_birthday_that_becomes_known_later_brings_out_the_consent_that_is_missing(cast: Cast) -> None:
    scene = detained(cast)
    take(scene)
    assert (owed(scene), against(scene)) == ([], [])
    of_age(scene, 13)
    assert len(owed(scene)) == len(against(scene)) == 1
    assert "The person was 13: no written consent of a parent or guardian" in against(scene)[0]


def press_prints(cast: Cast, scene: Scene, **values: str) -> Any:
    prints = {"what": "FINGERPRINTS", "place_kind": "ROOM", "was_told_of_use": "yes", "words": "To compare them."}
    return Browser(cast, "pc.stansted").post("examinations:act", scene.examination.pk, "biometrics", **{**prints, **values})


@pytest.mark.parametrize(("years", "asked"), [(13, ["parent_consent"]), (14, ["child_consent", "parent_consent"]), (18, [])])
def test_the_form_asks_for_the_consents_that_the_age_needs(cast: Cast, years: int, asked: list[str]) -> None:
    scene = begun(cast, 60)
    scene.detain(20)
    of_age(scene, years)
    shown = text_of(Browser(cast, "pc.stansted").get("examinations:act", scene.examination.pk, "biometrics"))
    assert [name for name in ("child_consent", "parent_consent") if f'name="{name}"' in shown] == asked
    refused = press_prints(cast, scene, basis="CONSENT")
    assert refused.status_code == (422 if asked else 302)
    assert ("Say whether a parent or guardian consented in writing." in visible_text(refused)) == bool(asked)


def test_an_answer_of_no_is_taken_as_a_fact_and_goes_to_quality_assurance(cast: Cast) -> None:
    scene = begun(cast, 60)
    scene.detain(20)
    of_age(scene, 16)
    assert press_prints(cast, scene, basis="CONSENT", child_consent="yes", parent_consent="no").status_code == 302
    assert owed(scene) == []
    assert "a parent or guardian did not consent in writing to the fingerprints" in against(scene)[0]
    shown = visible_text(Browser(cast, "pc.stansted").get("examinations:property", scene.examination.pk))
    assert "did a parent or guardian consent in writing? No" in shown


def test_under_an_authority_the_form_keeps_test_grounds_and_telling_and_what_is_left_open_is_owed(cast: Cast) -> None:
    scene = begun(cast, 60)
    scene.detain(20)
    authority = {"basis": "AUTHORITY", "authorised_by": cast["supt.oncall"].collar_number, "place_kind": "STATION"}
    assert press_prints(cast, scene, **authority).status_code == 302
    assert len(against(scene)) == 4
    assert "which test the superintendent's authority met; the grounds of the authority" in owed(scene)[0]
    with acting_as(SYSTEM):
        event = scene.fresh().events.get(kind=Kind.BIOMETRICS_TAKEN)
    path, key = "examinations:details", scene.examination.pk
    given = {"authority_test": "DETERMINE", "authority_grounds": "Two names.", "told_of_authority": "YES", "version": "0"}
    given |= {"told_of_offence": "TOLD", "offence": "Collection of information"}
    done = Browser(cast, "pc.stansted").post(path, key, event.pk, **given)
    assert done.url == f"/examinations/{key}/property/"
    assert (owed(scene), against(scene)) == ([], [])


def test_the_test_of_the_authority_is_put_in_the_words_of_the_power(cast: Cast) -> None:
    for power, words in ((Power.TACT_S7, "section 40(1)(b)"), (Power.CTBSA_S3, "hostile activity")):
        scene = begin(cast, power=power)
        form = BiometricForm(None, at=scene.minute(30))
        with acting_as(SYSTEM):
            form.about(scene.fresh())
        assert words in str(form["authority_test"])


def test_consents_and_authority_are_printed_with_the_taking(cast: Cast) -> None:
    scene = of_age(detained(cast), 15)
    take(scene, child_consent=True, parent_consent=True, parent_who="Her mother")
    scene.release(60)
    version = scene.submit(70)
    [part] = [part for part in parts(version.content) if part.title == "Fingerprints"]
    assert ("Which parent or guardian", "Her mother") in part.rows
