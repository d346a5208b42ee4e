"""Adding to the lists of the law: proposed and approved by two people, offered to records that begin after it, and read wherever it was
chosen."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderops.kit.localtime import london_date, midnight
from examinations import actions
from examinations.actions import NewEntry, Sought
from examinations.law import lists
from examinations.law.in_force import live_law
from examinations.models import Authority, Correction, LegalEntry
from examinations.reference import consideration_words, considerations, ground_named, grounds, notice_named, notices_on
from examinations.refusals import Refusal
from organisation.policy import Forbidden
from tests.cast import Cast
from tests.examinations.pages import Browser, visible_text
from tests.examinations.scenes import begin
from tests.examinations.test_law import approve, do
from tests.examinations.test_law_pages import today

FIRST = date(2001, 2, 19)
CONSIDERATION = NewEntry("CONSIDERATION", "TACT_S7", "Unusual payment for the ticket", citation="A fictional code, paragraph 3")
GROUND = NewEntry("GROUND", "TACT_S7", "A fictional ground", terms={"acts": ["DELAY"]})
EDITION = NewEntry("NOTICE", "TACT_S7", "", terms={"notice": "DETENTION", "edition": "code of 2026", "languages": ["English", "Welsh"]})


def add(cast: Cast, new: NewEntry = CONSIDERATION, *, on: date | None = None, who: str = "admin.vetting") -> Correction:
    made: Correction = do(
        cast, who, actions.propose_new_entry, new=new, in_force_from=on or london_date(cast.at), reason="The code was revised.", at=cast.at
    )
    return made


def added(correction: Correction) -> LegalEntry:
    return LegalEntry.objects.get(correction=correction)


def row(key: str) -> LegalEntry:
    return LegalEntry.objects.get(key=key, power="TACT_S7", correction=None)


def keys(found: list[lists.Entry]) -> list[str]:
    return [one.key for one in found]


def test_a_new_entry_is_offered_to_records_begun_after_it_and_to_no_other(cast: Cast) -> None:
    before = begin(cast).fresh()
    approve(cast, add(cast), cast.at + timedelta(minutes=5))
    live_law()
    later, key = cast.at + timedelta(minutes=6), "unusual_payment_for_the_ticket"
    assert keys(considerations("TACT_S7", later))[-1] == key
    assert key not in keys(considerations("TACT_S7", before.started_at))
    assert key not in keys(considerations("CTBSA_S3", later)), "the other power keeps its own list"
    assert consideration_words("TACT_S7", key, before.started_at) == CONSIDERATION.words, "and yet it can be read where it is"


def test_what_waits_or_was_refused_is_not_offered(cast: Cast) -> None:
    correction = add(cast)
    live_law()
    later = cast.at + timedelta(minutes=1)
    assert added(correction).key not in keys(considerations("TACT_S7", later))
    do(cast, "di.region", actions.refuse_correction, correction=correction, at=later, reason="The code does not have it.")
    live_law()
    assert added(correction).key not in keys(considerations("TACT_S7", later))


def test_adding_takes_two_people_and_a_day_that_is_not_past(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        add(cast, who="di.region")
    with pytest.raises(Forbidden):
        approve(cast, add(cast), who="admin.vetting")
    with pytest.raises(Refusal, match="never reaches back"):
        add(cast, on=london_date(cast.at) - timedelta(days=1))


def test_a_new_entry_stands_where_it_was_put(cast: Cast) -> None:
    place = row("behaviour")
    for words in ("Put behind it", "Put behind it as well"):
        approve(cast, add(cast, NewEntry("CONSIDERATION", "TACT_S7", words, after=place)), cast.at)
        cast.at += timedelta(minutes=1)
    live_law()
    found = keys(considerations("TACT_S7", cast.at))
    at = found.index("behaviour")
    assert found[at + 1 : at + 3] == ["put_behind_it", "put_behind_it_as_well"]


def test_a_record_begun_before_cannot_be_given_a_new_ground(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(1)
    approve(cast, add(cast, GROUND), cast.at + timedelta(minutes=5))
    live_law()
    key = "A_FICTIONAL_GROUND"
    assert key in keys(grounds("TACT_S7", "DELAY", scene.minute(6)))
    assert key not in keys(grounds("TACT_S7", "DIFFERENT_SOLICITOR", scene.minute(6)))
    sought = Sought(Authority.What.DELAY_SOLICITOR, key, "It would alert somebody.", cast["supt.oncall"])
    with pytest.raises(Refusal, match="one of the grounds"):
        scene.do("pc.stansted", actions.ask_superintendent, examination=scene.examination, sought=sought, at=scene.minute(7))
    found = ground_named("TACT_S7", key, scene.fresh().started_at)
    assert found is not None
    assert found.label == "A fictional ground (not verified)"


def test_a_new_edition_is_offered_first_from_its_day_and_read_everywhere(cast: Cast) -> None:
    approve(cast, add(cast, EDITION))
    live_law()
    later, key = cast.at + timedelta(minutes=1), "DETENTION/code of 2026"
    offered = [one for one in notices_on("TACT_S7", later) if one.terms["notice"] == "DETENTION"]
    assert keys(offered)[:2] == [key, "DETENTION/code of 2025"]
    assert key not in keys(notices_on("TACT_S7", cast.at - timedelta(minutes=1)))
    found = notice_named(key)
    assert found is not None
    assert (found.words, found.terms["languages"]) == ("Notice of detention, code of 2026", ["English", "Welsh"])


def test_correcting_an_old_edition_does_not_put_it_before_the_newer_one(cast: Cast) -> None:
    old = row("DETENTION/code of 2022")
    changes = {"citation": "Read again", "languages": ["English", "Polish"]}
    day = london_date(cast.at)
    made = do(cast, "admin.vetting", actions.propose_entry, entry=old, changes=changes, in_force_from=day, reason="Read again.", at=cast.at)
    approve(cast, made)
    live_law()
    offered = [one for one in notices_on("TACT_S7", cast.at + timedelta(minutes=1)) if one.terms["notice"] == "DETENTION"]
    assert keys(offered) == ["DETENTION/code of 2025", "DETENTION/code of 2022"]
    assert offered[1].terms["languages"] == ["English", "Polish"]


def test_two_entries_never_come_by_the_same_key(cast: Cast) -> None:
    first = add(cast, NewEntry("CONSIDERATION", "TACT_S7", "Behaviour"))
    second = add(cast, NewEntry("CONSIDERATION", "TACT_S7", "Behaviour."))
    assert (added(first).key, added(second).key) == ("behaviour_2", "behaviour_3")


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["x" * 300, "Long words " * 20, "خطر", "--", "A ground / with % signs"])
def test_a_key_fits_the_record_that_keeps_it(cast: Cast, words: str) -> None:
    made = added(add(cast, NewEntry("GROUND", "TACT_S7", words, terms={"acts": ["DELAY"]})))
    assert 0 < len(made.key) <= 20
    again = added(add(cast, NewEntry("GROUND", "TACT_S7", f"{words}!", terms={"acts": ["DELAY"]})))
    assert again.key != made.key
    assert len(again.key) <= 20


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (NewEntry("RECORDING", "TACT_S7", "Another rule"), "Nothing can be added"),
        (NewEntry("CONSIDERATION", "TACT_S7", "  "), "Write the words"),
        (NewEntry("CONSIDERATION", "POCA", "Words"), "no such list under this power"),
        (NewEntry("CONSIDERATION", "TACT_S7", "The person's observed BEHAVIOUR"), "in the list already"),
        (NewEntry("GROUND", "TACT_S7", "A ground"), "what this is a ground for"),
        (NewEntry("GROUND", "TACT_S7", "A ground", terms={"acts": ["RELEASE"]}), "what this is a ground for"),
        (NewEntry("NOTICE", "TACT_S7", "", terms={**EDITION.terms, "notice": "RELEASE"}), "which notice"),
        (NewEntry("NOTICE", "TACT_S7", "", terms={**EDITION.terms, "edition": " "}), "which edition"),
        (NewEntry("NOTICE", "TACT_S7", "", terms={**EDITION.terms, "edition": "code of 2025"}), "in the list already"),
        (NewEntry("NOTICE", "TACT_S7", "", terms={**EDITION.terms, "languages": []}), "at least one language"),
    ],
)
def test_an_addition_that_makes_no_sense_is_refused_in_a_sentence(cast: Cast, new: NewEntry, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        add(cast, new)
    assert Correction.objects.count() == 0


@given(started=st.integers(0, 400), asked=st.integers(0, 500), place=st.integers(0, 5))
def test_an_added_entry_is_offered_from_its_day_and_named_always(started: int, asked: int, place: int) -> None:
    first = date(2026, 1, 1)
    day = first + timedelta(days=started)
    there = [lists.Entry("GROUND", "TACT_S7", str(number), "", True, number, FIRST, midnight(FIRST)) for number in range(6)]
    new = lists.Entry("GROUND", "TACT_S7", "new", "", True, place, day, midnight(day))
    known, at = lists.Lists([new, *there]), midnight(first + timedelta(days=asked))
    expected = [str(number) for number in range(6)]
    if asked >= started:
        expected.insert(place + 1, "new")
    assert keys(known.of("GROUND", "TACT_S7", at)) == expected
    assert known.named("GROUND", "TACT_S7", "new", at) == new


def test_an_entry_is_added_on_the_pages_and_approved_there(cast: Cast) -> None:
    admin, di = Browser(cast, "admin.vetting"), Browser(cast, "di.region")
    where: tuple[Any, ...] = ("consideration", "TACT_S7")
    assert "It stands after" in visible_text(admin.get("law:add_entry", *where))
    empty = visible_text(admin.post("law:add_entry", *where, words="", reason="", **today(cast)))
    assert "Enter why the list should have it" in empty
    assert "Enter why the law" not in empty
    faulty = admin.post("law:add_entry", *where, words="The person's observed behaviour", reason="Revised.", **today(cast))
    assert (faulty.status_code, "in the list already" in visible_text(faulty)) == (422, True)
    sent = {"words": "Paid in cash", "after": "behaviour", "authority": "", "citation": "", "reason": "Revised.", **today(cast)}
    assert admin.post("law:add_entry", *where, **sent).status_code == 302
    correction = Correction.objects.get()
    said = visible_text(di.get("law:correction", correction.pk))
    assert "Considerations for selection, new entry: Paid in cash" in said
    assert "What stood before" not in said
    assert di.post("law:decide", correction.pk, decision="APPROVE").status_code == 302
    said = visible_text(Browser(cast, "pc.stansted").get("law:law"))
    of_schedule_7 = said[said.index("Considerations for selection Schedule 7") :]
    assert (
        0
        < of_schedule_7.index("The person's observed behaviour")
        < of_schedule_7.index("Paid in cash")
        < of_schedule_7.index("Other, part")
    )


def test_an_entry_whose_day_is_to_come_says_so(cast: Cast) -> None:
    approve(cast, add(cast, on=london_date(cast.at) + timedelta(days=9)))
    assert "Unusual payment for the ticket Not yet offered Not verified" in visible_text(Browser(cast, "pc.stansted").get("law:law"))


def test_an_edition_and_a_ground_are_added_with_what_they_need(cast: Cast) -> None:
    admin = Browser(cast, "admin.vetting")
    edition = {"notice": "DETENTION", "edition": "code of 2026", "languages": " English, french,French ,", "reason": "New.", **today(cast)}
    assert admin.post("law:add_entry", "notice", "CTBSA_S3", **edition).status_code == 302
    said = visible_text(admin.get("law:correction", Correction.objects.get().pk))
    assert "Words Notice of detention, code of 2026 Languages English, French" in said
    ground = {"words": "A fictional ground", "reason": "New.", **today(cast)}
    faulty = admin.post("law:add_entry", "ground", "TACT_S7", **ground)
    assert (faulty.status_code, "Choose what this is a ground for" in visible_text(faulty)) == (422, True)
    assert admin.post("law:add_entry", "ground", "TACT_S7", **ground, acts=["DELAY", "DIFFERENT_SOLICITOR"]).status_code == 302
    assert LegalEntry.objects.get(key="A_FICTIONAL_GROUND").terms == {"acts": ["DELAY", "DIFFERENT_SOLICITOR"]}


@pytest.mark.parametrize("where", [("recording", "TACT_S7"), ("nothing", "TACT_S7"), ("ground", "POCA")])
def test_a_list_that_does_not_grow_has_no_page_to_add_to(cast: Cast, where: tuple[str, str]) -> None:
    assert Browser(cast, "admin.vetting").get("law:add_entry", *where).status_code == 404
