"""What hangs on a record, at any instant: each thing that is written down beside the timeline is shown as it read then, marked where it
reads otherwise by now, and not at all before it was there."""

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

import pytest
from django.db.models import Model

from borderops.kit.clock import now, written_at
from borderops.kit.records import kept_fields
from examinations import actions, queries
from examinations.actions import BiometricDetails, CopyDetails, SearchDetails, Sought, StepDetails
from examinations.actions.cash import Instrument
from examinations.cash import Pieces
from examinations.models import Authority, CashSeizure, Handover, Item, Kind
from examinations.permissions import CHILDREN
from examinations.queries import Past
from examinations.queries.past_rows import KEPT, LEFT_OUT, OTHERWISE
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, text_of, typed, visible_text
from tests.examinations.scenes import Scene, pressed

T = TypeVar("T")
CHANGED = "Changed since"


def stood(scene: Scene, minute: float) -> Past:
    with acting_as(scene.cast.actor("di.region")):
        return queries.as_it_stood(queries.records().get(pk=scene.examination.pk), scene.minute(minute))


def said(scene: Scene, minute: float) -> str:
    """What the page says of the record as it stood. A typed time has whole seconds, so it is the next one that is asked for."""
    then = typed("then", scene.minute(minute) + timedelta(seconds=1))
    page = Browser(scene.cast, "di.region").get("examinations:as_it_stood", scene.examination.pk, **then)
    assert page.status_code == 200
    return visible_text(page)


def act(scene: Scene, minute: float, done: Callable[..., T], by: str = "pc.stansted", /, **values: Any) -> T:
    """Something done, and written, at that minute."""
    with written_at(scene.minute(minute)):
        return scene.do(by, done, **values)


def at(scene: Scene, minute: float) -> dict[str, Any]:
    return {"when": pressed(scene.minute(minute))}


def keep(scene: Scene, minute: float = 30, **values: Any) -> Item:
    given = {"kind": "DEVICE", **values}
    return act(scene, minute, actions.keep_item, examination=scene.examination, **at(scene, minute), **given)


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """A person questioned at 0 and detained at 20, some hours ago."""
    scene = begun(cast, 240)
    scene.detain(20)
    return scene


# --- No table escapes ---------------------------------------------------------------------------------------------------------


def test_the_past_knows_every_table_that_hangs_on_a_record_or_says_why_not() -> None:
    known = [*KEPT, *OTHERWISE, *LEFT_OUT]
    assert len(known) == len(set(known))
    assert {model._meta.label for model in known} == {model._meta.label for model in CHILDREN}
    assert all((OTHERWISE | LEFT_OUT).values())


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model._meta.label)
def test_what_the_past_is_told_of_a_table_is_there(model: type[Model]) -> None:
    kept = KEPT[model]
    history = {field.attname for field in kept_fields(model)}
    assert {field.attname for field in model._meta.concrete_fields} == history
    names = [name for name in (kept.came, *kept.order) if name and "." not in name]
    assert {name.removeprefix("-") for name in names} <= {*history, "pk", *(field.name for field in model._meta.concrete_fields)}
    assert kept.written == "history_date" or kept.written in history


def test_a_version_is_dated_by_the_clock_that_dates_receipts(scene: Scene, settings: Any) -> None:
    settings.TIME_OFFSET = -7200
    item = scene.do("pc.stansted", actions.keep_item, examination=scene.examination, kind="OTHER", when=pressed(now()))
    history: Any = Item.history
    with acting_as(SYSTEM):
        assert abs(history.get(id=item.pk).history_date - item.created_at) < timedelta(minutes=1)


# --- Rights and authorities ---------------------------------------------------------------------------------------------------


def test_what_was_filled_in_about_an_entry_is_that_of_the_instant(scene: Scene) -> None:
    event = scene.record(Kind.SOLICITOR_REQUESTED, 25)
    for minute, version, firm in ((40, 0, "Firstly and Co"), (60, 1, "Secondly and Co")):
        act(scene, minute, actions.describe_fact, event=event, given={"firm": firm}, version=version, at=scene.minute(minute))
    assert "Solicitor asked for" in said(scene, 30)
    assert "Not filled in yet: Solicitor or firm asked for" in said(scene, 30)
    assert "Firstly and Co" not in said(scene, 39)
    assert "Firstly and Co" in (before := said(scene, 40))
    assert f"{CHANGED} Solicitor or firm asked for" in before
    assert "Secondly" not in before
    assert "Secondly and Co" in (after := said(scene, 60))
    assert "Firstly" not in after
    assert f"{CHANGED}: " not in after


@pytest.mark.parametrize("what", ["DELAY_SOLICITOR", "DIFFERENT_SOLICITOR"])
def test_an_authority_is_shown_as_far_as_it_had_gone(scene: Scene, what: str) -> None:
    ground = "ALERTING"
    sought = Sought(what, ground, "The friend would be warned.", scene.cast["supt.oncall"])
    authority = act(
        scene,
        30,
        actions.record_authority,
        examination=scene.examination,
        sought=sought,
        is_oral=True,
        **at(scene, 30),
        words="By telephone.",
    )
    values = {"authority": authority, "is_given": True, "answer": "Given aloud at half past.", "at": scene.minute(50)}
    act(scene, 50, actions.answer_authority, "supt.oncall", **values)
    act(scene, 70, actions.tell_person, authority=authority, at=scene.minute(70))
    assert "The friend would be warned." not in said(scene, 29)
    first, second, third = (said(scene, minute) for minute in (49, 50, 70))
    assert "Waiting for the superintendent" in first
    assert f"{Authority.What(what).label} {CHANGED}" in first
    assert "Given aloud at half past." not in first
    assert "Confirmed in writing" in second
    assert "Given aloud at half past." in second
    assert "The person was told" not in second
    assert "The person was told" in third
    assert CHANGED not in third


def test_an_authority_asked_for_beforehand_and_its_answer_come_one_after_the_other(scene: Scene) -> None:
    officer, examination = scene.cast["sgt.stansted"], scene.examination
    values = {"what": "STRIP_SEARCH", "officer": officer, "grounds": "A bulge at the waist.", "at": scene.minute(40)}
    asked = act(scene, 40, actions.ask_authority, examination=examination, **values)
    act(scene, 50, actions.answer_request, "sgt.stansted", request=asked, is_given=False, words="Not enough for it.", at=scene.minute(50))
    assert "A bulge at the waist." not in said(scene, 39)
    assert "Not answered by then" in said(scene, 49)
    assert "Not enough for it." not in said(scene, 49)
    assert "Not authorised" in (after := said(scene, 50))
    assert "Not enough for it." in after


# --- Searches, prints, copies, property ---------------------------------------------------------------------------------------


def test_a_search_is_known_from_its_receipt(scene: Scene) -> None:
    details = SearchDetails(words="A rucksack, emptied on the table.")
    act(scene, 40, actions.record_search, examination=scene.examination, kind=Kind.BAGS_SEARCHED, **at(scene, 40), details=details)
    assert "Searches by then" not in said(scene, 39)
    assert "Searches by then Bags searched" in said(scene, 40)


def test_prints_are_known_from_their_receipt_and_so_is_each_determination(scene: Scene) -> None:
    details = BiometricDetails("FINGERPRINTS", "CONSENT", reason="Two names on one document.")
    taken = act(scene, 40, actions.take_biometrics, examination=scene.examination, **at(scene, 40), details=details)
    given: dict[str, Any] = {"made_by": "Chief constable, Fictional force", "is_by_chief_officer": True, "is_written": True}
    act(scene, 60, actions.record_determination, biometric=taken, **at(scene, 60), **given, lasts_through=date(2028, 1, 1))
    assert "Prints and samples by then" not in said(scene, 39)
    assert "The person's consent in writing" in said(scene, 40)
    assert "Chief constable" not in said(scene, 59)
    assert "Chief constable, Fictional force" in said(scene, 60)


def test_a_copy_is_shown_as_it_was_kept_then_and_destroyed_only_afterwards(scene: Scene) -> None:
    item = keep(scene)
    details = CopyDetails(method="File system", reference="LAB-118")
    copy = act(scene, 40, actions.copy_device, item=item, **at(scene, 40), details=details)
    given = {"ground": "EVIDENCE", "reason": "Messages about the money.", "review_on": date(2027, 1, 4), "is_confidential": True}
    act(scene, 60, actions.keep_copy, copy=copy, **at(scene, 60), version=1, **given)
    act(scene, 80, actions.destroy_copy, copy=copy, **at(scene, 80), reason="Overwritten twice.")
    assert "LAB-118" not in said(scene, 39)
    assert "Messages about the money." not in (first := said(scene, 59))
    assert f"Copy 1 {CHANGED}" in first
    assert "Messages about the money." in (second := said(scene, 79))
    assert "Overwritten twice." not in second
    assert "Destroyed" not in second
    assert "Overwritten twice." in (third := said(scene, 80))
    assert f"Copy 1 Destroyed {CHANGED}" not in third


def test_the_description_the_hold_and_the_filter_route_of_an_item_are_those_of_the_instant(scene: Scene) -> None:
    item = keep(scene, description="A grey telephone")
    first = {"lpp_claimed": True, "filter_reasons": "Messages to counsel.", "sift_status": "UNDER_WAY"}
    act(scene, 40, actions.describe_item, item=item, version=1, changes={"description": "A black telephone", **first})
    act(scene, 60, actions.set_hold, item=item, **at(scene, 60), reason="A claim was made.", is_held=True)
    act(scene, 80, actions.set_hold, item=item, **at(scene, 80), reason="The claim was settled.", is_held=False)
    changes = {"sift_status": "FINISHED", "independent_counsel": "Counsel of the Fictional Chambers"}
    act(scene, 100, actions.describe_item, item=item, version=4, changes=changes)
    words = ("A grey telephone", "A black telephone", "Messages to counsel.", "Under way", "Litigation hold", "Fictional Chambers")
    found = {minute: [each in said(scene, minute) for each in words] for minute in (30, 40, 60, 80, 100)}
    assert found == {
        30: [True, False, False, False, False, False],
        40: [False, True, True, True, False, False],
        60: [False, True, True, True, True, False],
        80: [False, True, True, True, False, False],
        100: [False, True, True, False, False, True],
    }
    assert f"Item 1 Device {CHANGED}" in said(scene, 30)
    assert "Property: 1 changed" in said(scene, 30)
    assert CHANGED not in said(scene, 100)


def test_the_chain_of_an_item_grows_with_what_was_received(scene: Scene) -> None:
    item = keep(scene)
    holder = actions.Holder(other="Fictional Laboratory")
    act(scene, 50, actions.move_item, item=item, holder=holder, place="Bench 4", seal_number="T 77", **at(scene, 50))
    act(scene, 90, actions.return_item, item=item, returned_to="The sister", signature="REFUSED", **at(scene, 90))
    found = {minute: ["T 77" in said(scene, minute), "The sister" in said(scene, minute)] for minute in (49, 50, 90)}
    assert found == {49: [False, False], 50: [True, False], 90: [True, True]}
    assert "Property: 1 added" in said(scene, 50)


def test_the_commissioners_route_stands_where_it_stood(cast: Cast) -> None:
    scene = begun(cast, 240, power="CTBSA_S3")
    item = keep(scene, ground="NATIONAL_SECURITY")
    act(scene, 50, actions.record_step, item=item, copy=None, act="inform", **at(scene, 50), details=StepDetails(words="By secure mail."))
    assert "Commissioner to be informed" in (before := said(scene, 49))
    assert "By secure mail." not in before
    assert "Commissioner informed" in (after := said(scene, 50))
    assert "By secure mail." in after


# --- Cash and goods -----------------------------------------------------------------------------------------------------------


def test_cash_is_shown_with_its_grounds_counts_seals_and_steps_as_known_then(scene: Scene) -> None:
    power = {"power": "ATCSA", "details": {"grounds": "Vacuum bags."}}
    seizure: CashSeizure = act(scene, 30, actions.seize_cash, examination=scene.examination, **at(scene, 30), **power)
    act(scene, 40, actions.describe_cash, seizure=seizure, at=scene.minute(40), changes={"grounds": "Bags of coffee.", "receipt": "R 9"})
    counters = (scene.cast["pc.stansted"], scene.cast["pc.harwich"])
    for minute, pieces, bag in ((50, 3, "B 50"), (60, 4, "B 60")):
        counted = {"counters": counters, "pieces": [Pieces("GBP", Decimal(20), pieces)], "sealed_bag": bag}
        act(scene, minute, actions.count_cash, seizure=seizure, **at(scene, minute), **counted, instruments=[Instrument("CHEQUE", "C 1")])
    court = {"court": "Chelmsford Magistrates' Court", "expires_on": date(2027, 3, 1)}
    act(scene, 70, actions.take_cash_step, seizure=seizure, kind="ORDERED", **at(scene, 70), **court)
    words = ("Vacuum bags.", "Bags of coffee.", "R 9", "GBP 60.00", "B 50", "GBP 80.00", "B 60", "Chelmsford")
    found = {minute: [each in said(scene, minute) for each in words] for minute in (29, 30, 40, 50, 60, 70)}
    assert found == {
        29: [False] * 8,
        30: [True, False, False, False, False, False, False, False],
        40: [False, True, True, False, False, False, False, False],
        50: [False, True, True, True, True, False, False, False],
        60: [False, True, True, False, False, True, True, False],
        70: [False, True, True, False, False, True, True, True],
    }
    assert "Cash: 1 changed, 3 added" in said(scene, 30)


def test_goods_are_described_as_they_were_then(cast: Cast) -> None:
    cast.at -= timedelta(minutes=240)
    start: dict[str, Any] = {"port": cast.ports["Stansted"], "power": "TACT_S7", "place_kind": "CARGO_AGENT", "when": pressed(cast.at)}
    with acting_as(cast.actor("pc.stansted")):
        scene = Scene(cast, actions.start_goods(by=cast.actor("pc.stansted"), details={"what": "Two cartons"}, **start))
    changes = {"what": "Two crates", "sender": "Example Parts Ltd", "is_sender_known": True}
    act(scene, 40, actions.describe_goods, examination=scene.examination, version=1, changes=changes)
    assert "What the goods are Two cartons" in (before := said(scene, 39))
    assert f"Goods {CHANGED}" in before
    assert "Example Parts Ltd" not in before
    assert "What the goods are Two crates" in (after := said(scene, 40))
    assert "Example Parts Ltd" in after
    assert CHANGED not in after
    assert "Rights" not in after


# --- The encounter ------------------------------------------------------------------------------------------------------------


def test_the_clock_over_both_records_is_there_from_the_instant_at_which_they_were_linked(cast: Cast) -> None:
    first = begun(cast, 240)
    first.release(90)
    second = act(first, 100, actions.start_linked, earlier=first.examination, **at(first, 100))
    assert "C2a" not in {clock.rule for clock in stood(first, 99).evaluation.clocks}
    assert second.reference not in said(first, 99)
    [clock] = [clock for clock in stood(first, 100).evaluation.clocks if clock.rule == "C2a"]
    assert clock.due_at == first.minute(360)
    assert "Linked encounter" in (after := said(first, 100))
    assert second.reference in after
    other = Scene(cast, second)
    assert [clock.due_at for clock in stood(other, 110).evaluation.clocks if clock.rule == "C2a"] == [first.minute(360)]
    assert first.examination.reference in said(other, 110)


# --- People, files and what came after submission -----------------------------------------------------------------------------


def test_who_had_been_asked_and_who_had_left_are_those_of_the_instant(cast: Cast) -> None:
    scene = begun(cast, 58)
    scene.detain(20)
    examination, nominee, other = scene.examination, scene.cast["sgt.stansted"], scene.cast["pc.stansted.second"]
    act(scene, 30, actions.nominate_reviewer, examination=examination, officer=nominee, at=scene.minute(30))
    act(scene, 40, actions.offer_handover, examination=examination, to=other, at=scene.minute(40))
    with acting_as(SYSTEM):
        handover = Handover.objects.get()
    act(scene, 50, actions.accept_handover, "pc.stansted.second", handover=handover, at=scene.minute(50))
    assert "Asked to review" not in said(scene, 29)
    assert f"Asked to review: {nominee.title}" in said(scene, 30)
    assert "Offered to" not in said(scene, 39)
    assert f"Offered to {other.title}" in (before := said(scene, 49))
    assert f"{scene.cast['pc.stansted'].title} until" not in before
    assert "Offered to" not in (after := said(scene, 50))
    assert f"{scene.cast['pc.stansted'].title} until" in after


# --- The present is an instant too --------------------------------------------------------------------------------------------


def rich(scene: Scene) -> None:
    """Something in every table that an examination under way may fill."""
    keep(scene, 22, kind="OTHER", description="A green notebook")
    item = keep(scene, 23, description="A grey telephone", seal_number="S 23")
    act(scene, 25, actions.describe_item, item=item, version=1, changes={"lpp_claimed": True, "filter_reasons": "Messages to counsel."})
    act(scene, 26, actions.copy_device, item=item, **at(scene, 26), details=CopyDetails(reference="LAB-118"))
    act(scene, 27, actions.move_item, item=item, holder=actions.Holder(other="Fictional Laboratory"), place="Bench 4", **at(scene, 27))
    event = scene.record(Kind.SOLICITOR_REQUESTED, 28)
    act(scene, 29, actions.describe_fact, event=event, given={"firm": "Firstly and Co"}, version=0, at=scene.minute(29))
    sought = Sought("DELAY_SOLICITOR", "ALERTING", "The friend would be warned.", scene.cast["supt.oncall"])
    act(scene, 30, actions.record_authority, examination=scene.examination, sought=sought, is_oral=True, **at(scene, 30))
    details = SearchDetails(words="A rucksack, emptied on the table.")
    act(scene, 31, actions.record_search, examination=scene.examination, kind=Kind.BAGS_SEARCHED, **at(scene, 31), details=details)
    prints = BiometricDetails("FINGERPRINTS", "CONSENT", reason="Two names on one document.")
    act(scene, 32, actions.take_biometrics, examination=scene.examination, **at(scene, 32), details=prints)
    seizure = act(scene, 33, actions.seize_cash, examination=scene.examination, power="ATCSA", **at(scene, 33))
    counted = {"counters": (scene.cast["pc.stansted"], scene.cast["pc.harwich"]), "pieces": [Pieces("GBP", Decimal("0.50"), 3)]}
    cheque = [Instrument("CHEQUE", "C 1", "EUR", Decimal("1234567890.12"))]
    act(scene, 34, actions.count_cash, seizure=seizure, **at(scene, 34), **counted, instruments=cheque, worth_in_pounds=Decimal("9.10"))
    act(scene, 35, actions.take_cash_step, seizure=seizure, kind="ASSESSED", **at(scene, 35), grounds_continue=True)
    values = {"what": "STRIP_SEARCH", "officer": scene.cast["sgt.stansted"], "grounds": "A bulge at the waist.", "at": scene.minute(36)}
    act(scene, 36, actions.ask_authority, examination=scene.examination, **values)


def test_at_the_present_instant_every_row_is_the_one_of_its_own_table(scene: Scene) -> None:
    rich(scene)
    past = stood(scene, 239)
    filled = set()
    with acting_as(SYSTEM):
        for model in KEPT:
            rows = {row.pk: row for row in model._default_manager.filter(examination=scene.examination)}
            filled |= {model._meta.label} if rows else set()
            names = [field.attname for field in model._meta.concrete_fields]
            read = {row.pk: [getattr(row, name) for name in names] for row in past.rows.all(model)}
            assert read == {pk: [getattr(row, name) for name in names] for pk, row in rows.items()}, model
    assert len(filled) == 15
    assert not past.since


@pytest.mark.parametrize(("section", "part"), [("rights", "bo-sheet"), ("property", "ex-breach"), ("cash", "bo-facts")])
def test_at_the_present_instant_the_past_says_what_the_sections_of_the_record_say(scene: Scene, section: str, part: str) -> None:
    rich(scene)
    browser = Browser(scene.cast, "di.region")
    asked = browser.get("examinations:as_it_stood", scene.examination.pk, **typed("then", scene.minute(239)))
    own = [lines_in(chunk) for chunk in chunks(browser.get(f"examinations:{section}", scene.examination.pk), part)]
    then = " ".join(visible_text(asked).split())
    assert own
    assert [line for chunk in own for line in chunk if line not in then] == []


def chunks(page: Any, part: str) -> list[str]:
    """The parts of a page, by their class."""
    return re.findall(rf'<(?:section|article|dl) class="[^"]*\b{part}\b.*?</(?:section|article|dl)>', text_of(page), flags=re.S)


def lines_in(markup: str) -> list[str]:
    """What the rows of a part say, without what can only be done on its own page, without clocks, which tick there, and what is empty."""
    without = re.sub(r'<(form|script)\b.*?</\1>|<p class="(ex-thing__state|bo-empty)">.*?</p>', " ", markup, flags=re.S)
    rows = re.findall(r"<(?:dt|dd|li|p)\b[^>]*>(.*?)</(?:dt|dd|li|p)>", without, flags=re.S)
    return [line for row in rows if (line := " ".join(html.unescape(re.sub(r"<[^>]+>", " ", row)).split()))]
