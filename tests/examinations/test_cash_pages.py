"""The cash tab: seizing on a phone, counting, and every later step, also once the record is locked."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from borderops.kit.clock import now
from borderops.kit.localtime import LONDON
from examinations import queries
from examinations.actions import take_back_row
from examinations.models import CashCount, CashSeizure, CashStep, Examination
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast, make_cast
from tests.examinations.pages import Browser, begun, headings, press, stored, submitted, text_of, title_of, typed, visible_text
from tests.examinations.scenes import Scene, begin
from tests.organisation.pages import boxes

pytestmark = pytest.mark.django_db


def seizures(scene: Scene) -> list[CashSeizure]:
    with acting_as(SYSTEM):
        return list(CashSeizure.objects.filter(examination=scene.examination).select_related("event").order_by("event__at"))


def seized(scene: Scene, who: str = "pc.stansted", **fields: Any) -> CashSeizure:
    Browser(scene.cast, who).post("examinations:seize_cash", scene.examination.pk, **{"power": "ATCSA", **fields})
    return seizures(scene)[-1]


def page_of(scene: Scene, who: str = "pc.stansted") -> str:
    return visible_text(Browser(scene.cast, who).get("examinations:cash", scene.examination.pk))


def test_one_press_with_its_power_seizes_cash_and_what_is_owed_is_listed(cast: Cast) -> None:
    scene = begun(cast, 20)
    officer = Browser(cast, "pc.stansted")
    asked = officer.get("examinations:seize_cash", scene.examination.pk)
    assert headings(asked) == 1
    assert scene.examination.reference in title_of(asked)
    pressed_at = (now() - timedelta(seconds=30)).replace(microsecond=0)
    done = officer.post("examinations:seize_cash", scene.examination.pk, power="POCA", pressed_at=press(pressed_at))
    assert done.url == f"/examinations/{scene.examination.pk}/cash/"
    seizure = seizures(scene)[0]
    assert (seizure.power, seizure.event.at) == ("POCA", pressed_at)
    said = page_of(scene)
    for sentence in ("Give the grounds of the suspicion.", "Have it counted by two people.", "Held, 48 hours running"):
        assert sentence in said


def test_without_its_power_nothing_is_recorded_and_nothing_typed_is_lost(cast: Cast) -> None:
    scene = begun(cast, 20)
    refused = Browser(cast, "pc.stansted").post("examinations:seize_cash", scene.examination.pk, grounds="<b>In a shoe</b>")
    assert refused.status_code == 422
    assert "&lt;b&gt;In a shoe" in text_of(refused)
    assert seizures(scene) == []


def test_the_boxes_are_counted_and_the_sums_shown(cast: Cast) -> None:
    scene = begun(cast, 20)
    seizure = seized(scene)
    officer = Browser(cast, "pc.stansted")
    asked = officer.get("examinations:count_cash", scene.examination.pk, seizure.pk)
    assert 'name="gbp_0_50"' in text_of(asked)
    assert 'value="4201"' in text_of(asked)
    sent = {"first_counter": "4201", "second_counter": "3201", "gbp_20": "100", "gbp_0_50": "3", "eur_500": "2", "sealed_bag": "B7731"}
    others = {"other_1_currency": "chf", "other_1_denomination": "1000", "other_1_pieces": "1"}
    listed = {"instrument_1_kind": "CHEQUE", "instrument_1_number": "000123", "instrument_1_currency": "USD", "instrument_1_amount": "90"}
    done = officer.post("examinations:count_cash", scene.examination.pk, seizure.pk, **sent, **others, **listed)
    assert done.status_code == 302
    said = page_of(scene)
    for words in ("CHF 1,000.00", "EUR 1,000.00", "GBP 2,001.50", "Cheque or traveller's cheque 000123", "B7731", "4201", "3201"):
        assert words in said


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"second_counter": "4201", "gbp_20": "1"}, "second_counter", "Cash is counted by two people."),
        ({"second_counter": "9", "gbp_20": "1"}, "second_counter", "Nobody has this collar number."),
        ({"second_counter": "3201"}, "gbp_50", "Enter at least one note, coin or other instrument."),
        ({"second_counter": "3201", "gbp_20": "-1"}, "gbp_20", "greater than or equal to 0"),
        ({"second_counter": "3201", "gbp_20": "9999999999"}, "gbp_20", "less than or equal to 1000000"),
        ({"second_counter": "3201", "other_1_pieces": "3"}, "other_1_currency", "Give the currency"),
        (
            {"second_counter": "3201", "other_1_pieces": "3", "other_1_denomination": "5", "other_1_currency": "C1"},
            "other_1_currency",
            "three letters",
        ),
    ],
)
def test_a_count_that_cannot_be_is_refused_beside_its_box(cast: Cast, sent: dict[str, str], field: str, sentence: str) -> None:
    scene = begun(cast, 20)
    seizure = seized(scene)
    refused = Browser(cast, "pc.stansted").post("examinations:count_cash", scene.examination.pk, seizure.pk, first_counter="4201", **sent)
    assert refused.status_code == 422
    assert f'id="id_{field}_error"' in text_of(refused)
    assert sentence in visible_text(refused)
    with acting_as(SYSTEM):
        assert not CashCount.objects.exists()


STEPS = {
    "grounds": {"grounds_continue": "yes", "words": "The explanation does not fit the receipts."},
    "notice": {"words": "Handed to the person."},
    "forfeiture-notice": {"words": "Handed to the person."},
    "notice-lapsed": {},
    "applied": {"court": "Chelmsford Magistrates' Court"},
    "ordered": {"court": "Chelmsford Magistrates' Court"},
    "paid-in": {},
    "not-paid-in": {"words": "Marked notes."},
    "returned": {"words": "To the person, against a signature."},
    "forfeited": {"words": "Order of the court."},
}


@pytest.mark.parametrize("slug", STEPS)
def test_each_step_is_taken_after_submission_too_by_the_sergeant_of_the_port(cast: Cast, slug: str) -> None:
    scene = submitted(cast)
    seizure = seized(scene)
    sergeant = Browser(cast, "sgt.stansted")
    address = (scene.examination.pk, seizure.pk, slug)
    assert headings(sergeant.get("examinations:cash_step", *address)) == 1
    assert sergeant.post("examinations:cash_step", *address, **STEPS[slug]).status_code == 302
    with acting_as(SYSTEM):
        step = CashStep.objects.select_related("officer").get()
    assert step.officer == cast["sgt.stansted"]
    assert step.get_kind_display() in page_of(scene, "sgt.stansted")
    assert stored(scene).state == "SUBMITTED"


@pytest.mark.parametrize(
    "slug", ["grounds", "notice", "forfeiture-notice", "applied", "ordered", "not-paid-in", "returned", "forfeited", "afresh"]
)
def test_a_step_without_what_it_must_say_is_asked_again(cast: Cast, slug: str) -> None:
    scene = begun(cast, 20)
    seizure = seized(scene)
    assert Browser(cast, "pc.stansted").post("examinations:cash_step", scene.examination.pk, seizure.pk, slug).status_code == 422


def test_who_may_not_keep_it_is_offered_no_act_and_refused_one(cast: Cast) -> None:
    scene = submitted(cast)
    seizure = seized(scene)
    inspector = Browser(cast, "di.region")
    said = text_of(inspector.get("examinations:cash", scene.examination.pk))
    assert "Seize cash" not in said
    address = (scene.examination.pk, seizure.pk, "returned")
    assert inspector.post("examinations:cash_step", *address, words="x").status_code == 403
    assert Browser(cast, "sgt.luton").get("examinations:cash", scene.examination.pk).status_code == 404
    assert Browser(cast, "pc.stansted").get("examinations:cash_step", scene.examination.pk, seizure.pk, "nonsense").status_code == 404
    other = begun(cast, 10)
    strayed = Browser(cast, "pc.stansted").get("examinations:count_cash", other.examination.pk, seizure.pk)
    assert strayed.status_code == 404


@pytest.fixture
def friday() -> Scene:
    """An examination on the Friday before the clocks go back."""
    return begin(make_cast(datetime(2026, 10, 23, 21, 30, tzinfo=LONDON).astimezone(UTC)))


def move_to(monkeypatch: pytest.MonkeyPatch, text: str) -> datetime:
    """The views' present, as a London time."""
    present = datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)
    monkeypatch.setattr("examinations.views.cash.now", lambda: present)
    return present


def test_e_24_and_e_29_through_the_forms(friday: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    move_to(monkeypatch, "2026-10-23 22:05")
    night = boxes("typed_at", 23, 10, 2026, "22:00")
    seizure = seized(friday, **night, reason="Counting first.")
    present = move_to(monkeypatch, "2026-10-27 21:59")
    with acting_as(SYSTEM):
        one = queries.cash_of(Examination.objects.get(pk=friday.examination.pk), present)[0]
    assert one.clocks[0].due_at == datetime(2026, 10, 27, 22, 0, tzinfo=LONDON)
    move_to(monkeypatch, "2026-10-27 22:12")
    assert "The detention of this cash has ended." in page_of(friday)
    Browser(friday.cast, "pc.stansted").post(
        "examinations:cash_step", friday.examination.pk, seizure.pk, "ordered", court="Chelmsford Magistrates' Court"
    )
    said = page_of(friday)
    assert "Too late: unlawful" in said
    assert "does not bring it back" in said
    again = {"words": "New records from the bank."}
    Browser(friday.cast, "pc.stansted").post("examinations:cash_step", friday.examination.pk, seizure.pk, "afresh", **again)
    assert [each.follows_id for each in seizures(friday)] == [None, seizure.pk]
    assert "Seized afresh" in page_of(friday)


def test_cash_found_among_property_is_offered_as_such(cast: Cast) -> None:
    scene = begun(cast, 20)
    scene.record("PROPERTY_RETAINED", 3, words="Envelope", detail={"ground": "EXAMINATION", "ref": "envelope-1"})
    asked = Browser(cast, "pc.stansted").get("examinations:seize_cash", scene.examination.pk)
    assert "Envelope, retained" in visible_text(asked)
    assert seized(scene, held_as="envelope-1").ref == "envelope-1"
    refused = Browser(cast, "pc.stansted").post("examinations:seize_cash", scene.examination.pk, power="ATCSA", held_as="envelope-1")
    assert "has been seized as cash already" in visible_text(refused)


def test_a_double_press_seizes_once(cast: Cast) -> None:
    scene = begun(cast, 20)
    officer = Browser(cast, "pc.stansted")
    sent = {"submission_id": "8a1cb90e-2a01-4a6e-8f0c-1de7f3a4b002", "power": "ATCSA"}
    for _ in range(2):
        officer.client.post(f"/examinations/{scene.examination.pk}/cash/seize/", sent)
    assert len(seizures(scene)) == 1


def test_a_typed_time_needs_its_reason(cast: Cast) -> None:
    scene = begun(cast, 20)
    earlier = typed("typed_at", now() - timedelta(minutes=11))
    refused = Browser(cast, "pc.stansted").post("examinations:seize_cash", scene.examination.pk, power="ATCSA", **earlier)
    assert "Say why this is entered afterwards." in visible_text(refused)


def test_the_document_of_the_record_prints_the_cash(cast: Cast) -> None:
    scene = begun(cast, 20)
    seizure = seized(scene, grounds="Sewn into a lining.")
    sent = {"first_counter": "4201", "second_counter": "3201", "gbp_20": "100"}
    Browser(cast, "pc.stansted").post("examinations:count_cash", scene.examination.pk, seizure.pk, **sent)
    scene.release(21)
    scene.submit(22)
    sergeant = Browser(cast, "sgt.norwich")
    sergeant.post("examinations:documents", scene.examination.pk, recipients="The court", purpose="Hearing")
    with acting_as(SYSTEM):
        filed = Examination.objects.get(pk=scene.examination.pk).disclosures.get()
    made = sergeant.get("examinations:document", scene.examination.pk, filed.pk)
    words = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(made.content)).pages)
    for said in ("Cash seized", "Sewn into a lining.", "GBP 2,000.00", "100 × GBP 20.00"):
        assert said in words


def test_a_forfeiture_notice_that_lapsed_says_what_is_not_known_of_the_hours_that_follow(cast: Cast) -> None:
    scene = begun(cast, 20)
    seizure, officer = seized(scene), Browser(cast, "pc.stansted")
    said = ("at most 48 hours for a new application", "not verified", "From which instant it runs is not known here", "legal adviser")

    def take(slug: str, **fields: str) -> None:
        assert officer.post("examinations:cash_step", scene.examination.pk, seizure.pk, slug, **STEPS[slug], **fields).status_code == 302

    form = visible_text(officer.get("examinations:cash_step", scene.examination.pk, seizure.pk, "notice-lapsed"))
    assert [words for words in said if words not in form] == []
    take("forfeiture-notice")
    assert said[0] not in page_of(scene)
    take("notice-lapsed")
    assert [words for words in said if words not in page_of(scene)] == []
    take("ordered")
    assert said[0] not in page_of(scene), "a court has ordered since"


def test_a_lapse_that_was_taken_back_or_cash_that_is_gone_says_nothing_of_further_hours(cast: Cast) -> None:
    scene = begun(cast, 20)
    seizure, officer = seized(scene), Browser(cast, "pc.stansted")
    address = ("examinations:cash_step", scene.examination.pk, seizure.pk)
    officer.post(*address, "notice-lapsed", **STEPS["notice-lapsed"])
    with acting_as(SYSTEM):
        lapse = CashStep.objects.get(kind="NOTICE_LAPSED")
    scene.do("pc.stansted", take_back_row, row=lapse, at=now(), reason="It had not lapsed.")
    assert "legal adviser" not in page_of(scene)
    officer.post(*address, "notice-lapsed", **STEPS["notice-lapsed"])
    assert "legal adviser" in page_of(scene)
    officer.post(*address, "returned", **STEPS["returned"])
    assert "legal adviser" not in page_of(scene)
