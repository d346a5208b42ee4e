"""The calculator: rows without JavaScript, the contract's own refusals beside the row, the same answer as the command, and nothing kept."""

import io
import json
import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from typing import cast as cast_to
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from audit.models import Event, Reading
from borderops.kit.clock import london
from borderops.kit.commands import Refused
from examinations import actions
from examinations.clocks import Kind
from examinations.clocks.fields import OPTIONAL, REQUIRED
from examinations.forms.calculating import RowForm, boxes, day_as_sent
from examinations.models import Examination
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.clocks.asking import SGT, first_question, happened, instant, review, written
from tests.examinations.pages import Browser, begun, headings, title_of, visible_text
from tests.examinations.scenes import counting, number_of, pressed

LATE = written(first_question("10:00"), happened("DETAINED", "10:20"), review("11:31"), happened("RELEASED", "13:00"), at="14:00")


def sent(document: dict[str, Any], **more: str) -> dict[str, Any]:
    """A timeline as the page's own boxes send it."""
    fields: dict[str, Any] = {
        "power": document["power"],
        "submission_id": str(uuid4()),
        **boxes("at", datetime.fromisoformat(document["at"])),
    }
    for index, entry in enumerate(document["events"]):
        for name, value in entry.items():
            key = f"row-{index}-{name}"
            if name in {"at", "until", "expires_at"}:
                fields |= boxes(key, datetime.fromisoformat(value))
            elif name == "convicted_on":
                fields |= day_as_sent(key, value)
            elif isinstance(value, dict):
                fields |= {key: value["id"], f"{key}_rank": value["rank"]}
            else:
                fields[key] = str(value).lower() if isinstance(value, bool) else value
    return fields | more


def press(cast: Cast, fields: dict[str, str], do: str = "calculate", who: str = "insp.region", **more: Any) -> Any:
    return Browser(cast, who).client.post(reverse("law:calculator"), {**fields, "do": do, **more})


def command(document: dict[str, Any], tmp_path: Any) -> Any:
    file = tmp_path / "timeline.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    out = io.StringIO()
    call_command("clocks", str(file), stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("who", ["pc.stansted", "supt.oncall", "psd.auditor"])
def test_whoever_is_signed_in_may_calculate(cast: Cast, who: str) -> None:
    page = Browser(cast, who).get("law:calculator")
    assert (page.status_code, headings(page)) == (200, 1)
    assert "not a record" in visible_text(page)


def test_the_answer_is_that_of_the_command(cast: Cast, tmp_path: Any) -> None:
    page = press(cast, sent(LATE))
    assert page.status_code == 200
    said, answer = visible_text(page), command(LATE, tmp_path)
    for breach in answer["breaches"]:
        assert breach["text"] in said
    for clock in answer["clocks"]:
        due = london(datetime.fromisoformat(clock["due_at"]))
        assert f"{clock['rule']} {clock['name']}" in said
        assert f"{due:%H:%M} on {due.day}" in said
    assert "Calculation from typed times, not a record" in said


def test_nothing_is_kept_and_no_record_is_touched(cast: Cast) -> None:
    scene = begun(cast, 5)
    with acting_as(SYSTEM):
        before = (Event.objects.count(), Reading.objects.count(), Examination.objects.get(pk=scene.examination.pk).version)
    press(cast, sent(LATE))
    press(cast, sent(LATE), "pdf")
    with acting_as(SYSTEM):
        assert (Event.objects.count(), Reading.objects.count(), Examination.objects.get(pk=scene.examination.pk).version) == before


def test_a_row_is_added_with_the_fields_of_its_kind_and_what_was_typed_stays(cast: Cast) -> None:
    page = press(cast, sent(written(first_question("10:00"), at="12:00")), "add", new="REVIEW")
    said, source = visible_text(page), page.content.decode()
    assert page.status_code == 200
    assert "2. Review of detention" in said
    assert 'name="row-1-outcome"' in source
    assert 'id="added"' in source
    assert 'value="PC-A"' in source
    assert "Enter" not in said.split("What happened")[1].split("Review of detention")[0]


def test_a_row_is_removed_and_the_others_close_up(cast: Cast) -> None:
    page = press(cast, sent(LATE), "remove-1")
    assert "2. Review of detention" in visible_text(page)
    assert "Detained At" not in visible_text(page)


@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
def test_every_kind_has_a_row_with_every_field_of_the_contract(cast: Cast, kind: str) -> None:
    row = RowForm(kind=kind, day=cast.at)
    wanted = {*REQUIRED.get(Kind(kind), {}), *OPTIONAL.get(Kind(kind), {})}
    assert wanted <= row.fields.keys()
    assert press(cast, sent(written(at="12:00")), "add", new=kind).status_code == 200


@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
def test_every_field_of_a_row_has_a_label_of_its_own(cast: Cast, kind: str) -> None:
    labels = {name: str(field.label) for name, field in RowForm(kind=kind, day=cast.at).fields.items() if name != "kind"}
    assert len(set(labels.values())) == len(labels)
    assert [name for name, label in labels.items() if label == "Reason"] in ([], ["reason"])


def test_parties_told_and_the_end_of_a_determination_come_from_a_file_and_go_back_to_one(cast: Cast) -> None:
    told = happened("AFFECTED_PARTIES_INFORMED", "11:00", parties=["CHIEF_OFFICER", "PERSON_IMPRACTICABLE"], reason="No address is known.")
    made = happened("NSD_MADE", "11:30", expires_at=instant("2027-01-10 00:00"))
    document = written(first_question("10:00"), told, made, at="2026-11-24 12:00", power="CTBSA_S3")
    page = press(cast, {"submission_id": str(uuid4()), "pasted": json.dumps(document)}, "read")
    assert page.status_code == 200, visible_text(page)
    boxes_of = re.findall(r'<input[^>]*name="row-1-parties"[^>]*>', page.content.decode())
    ticked = [re.findall(r'value="(\w+)"', box)[0] for box in boxes_of if "checked" in box]
    assert ticked == ["CHIEF_OFFICER", "PERSON_IMPRACTICABLE"]
    kept = json.loads(press(cast, sent(document), "file").content)
    assert kept["events"][1]["parties"] == ["CHIEF_OFFICER", "PERSON_IMPRACTICABLE"]
    assert datetime.fromisoformat(kept["events"][2]["expires_at"]) == datetime.fromisoformat(made["expires_at"])


def test_the_day_of_a_conviction_comes_from_a_file_and_goes_back_to_one(cast: Cast) -> None:
    old: dict[str, Any] = {"consent": "NONE", "what": "NON_INTIMATE_SAMPLE", "recordable_conviction": True, "convicted_on": "1995-04-09"}
    document = written(first_question("10:00"), happened("DETAINED", "10:20"), happened("BIOMETRICS_TAKEN", "10:30", **old), at="11:00")
    page = press(cast, {"submission_id": str(uuid4()), "pasted": json.dumps(document)}, "read")
    assert "on a conviction of 9 April 1995" in visible_text(page)
    assert json.loads(press(cast, sent(document), "file").content)["events"][2]["convicted_on"] == "1995-04-09"
    wrong = press(cast, {"submission_id": str(uuid4()), "pasted": json.dumps(document).replace("1995-04-09", "1995-02-30")}, "read")
    assert "1995-02-30" in wrong.content.decode()
    assert "is not a day" in visible_text(wrong)


def test_the_repeated_hour_asks_for_bst_or_gmt(cast: Cast) -> None:
    document = written(first_question("2026-10-25 00:30 BST"), happened("DETAINED", "2026-10-25 01:20 BST"), at="2026-10-25 04:00")
    fields = sent(document)
    fields["row-1-at_zone"] = ""
    page = press(cast, fields)
    assert page.status_code == 422
    assert "01:20 happened twice on 25 October 2026" in visible_text(page)
    fields["row-1-at_zone"] = "GMT"
    assert "02:20 on 25 October 2026" in visible_text(press(cast, fields))  # the first review, an hour of real time later


def test_the_date_may_be_left_out_when_it_is_that_of_the_instant_asked_about(cast: Cast) -> None:
    fields = sent(LATE)
    for part in ("day", "month", "year"):
        fields[f"row-1-at_{part}"] = ""
    assert press(cast, fields).status_code == 200


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (written(happened("REVIEW", "10:00", SGT, outcome="AUTHORISED"), at="12:00"), "reviews a detention that is not on the timeline"),
        (written(first_question("10:00"), first_question("10:05"), at="12:00"), "is the second of its kind"),
        (written(first_question("12:30"), at="12:00"), "is later than the instant asked about"),
        (written(happened("RETURNED_FROM_HOSPITAL", "11:00"), at="12:00"), "has no LEFT_FOR_HOSPITAL before it"),
        (written(happened("FIRST_QUESTION", "10:00"), at="12:00"), "needs `by`"),
        (written(happened("CASH_SEIZED", "10:00"), at="12:00"), "needs `cash_power`"),
    ],
)
def test_what_the_contract_refuses_is_refused_beside_its_row(cast: Cast, document: dict[str, Any], words: str) -> None:
    page = press(cast, sent(document))
    assert page.status_code == 422
    row = page.content.decode().split('class="govuk-fieldset ex-calc__row"', 1)[1]
    assert words in row.replace("&#x27;", "'")
    assert title_of(page).startswith("Error:")


def test_a_rank_without_an_officer_is_refused_beside_the_officer(cast: Cast) -> None:
    fields = sent(written(first_question("10:00"), at="12:00"))
    fields["row-0-by"] = ""
    page = press(cast, fields)
    assert (page.status_code, "An officer needs `id`" in visible_text(page)) == (422, True)


def test_the_timeline_is_kept_as_a_file_that_the_command_reads_alike(cast: Cast, tmp_path: Any) -> None:
    answer = press(cast, sent(LATE), "file")
    assert answer["Content-Disposition"] == 'attachment; filename="timeline.json"'
    kept = json.loads(answer.content)
    assert command(kept, tmp_path) == command(LATE, tmp_path)


def test_a_file_is_read_into_rows_and_answered(cast: Cast) -> None:
    file = SimpleUploadedFile("anything.json", json.dumps(LATE).encode(), content_type="application/json")
    page = press(cast, {"submission_id": str(uuid4())}, "read", file=file)
    said = visible_text(page)
    assert page.status_code == 200
    assert "4. Released" in said
    assert "came 11 minutes late" in said


def test_pasted_text_with_faults_shows_each_beside_its_row_and_keeps_the_text(cast: Cast) -> None:
    entry = {"kind": "FIRST_QUESTION", "at": "2026-11-23T10:00:00", "by": {"id": "A", "rank": "CONSTABEL"}}
    document = {**written(at="12:00"), "events": [entry, {"kind": "DETAIND", "at": instant("10:20")}]}
    page = press(cast, {"submission_id": str(uuid4())}, "read", pasted=json.dumps(document))
    said = visible_text(page)
    assert page.status_code == 422
    assert "has no offset. Add +00:00 in GMT or +01:00 in BST" in said
    assert "Did you mean CONSTABLE?" in said
    assert "Did you mean DETAINED?" in said
    assert "CONSTABEL" in page.content.decode()


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"power": "TACT_S7", "power": "TACT_S7"}', '{"events": 5}', '{"at": 5, "events": [7]}']
)
def test_a_file_that_is_no_timeline_is_refused_in_words(cast: Cast, content: str) -> None:
    page = press(cast, {"submission_id": str(uuid4())}, "read", pasted=content)
    assert page.status_code == 422
    assert "There is a problem" in visible_text(page)


def test_more_facts_than_the_page_holds_are_refused_in_words(cast: Cast) -> None:
    document = written(*[happened("TRANSFERRED", "10:00") for _ in range(61)], at="12:00")
    page = press(cast, {"submission_id": str(uuid4())}, "read", pasted=json.dumps(document))
    assert (page.status_code, "holds 61 facts" in visible_text(page)) == (422, True)


def test_the_printed_sheet_is_a_tagged_document_that_says_what_it_is(cast: Cast) -> None:
    answer = press(cast, sent(LATE), "pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="clocks.pdf"'
    reader = PdfReader(BytesIO(answer.content))
    assert "/StructTreeRoot" in cast_to(DictionaryObject, reader.trailer["/Root"])
    assert reader.metadata is not None
    assert reader.metadata.title == "Calculation from typed times, not a record"
    said = " ".join(page.extract_text() for page in reader.pages)
    assert "came 11 minutes late" in said
    assert "(not verified)" in said


def test_an_arrest_says_on_the_page_and_on_the_sheet_that_time_in_hospital_is_left_to_custody(cast: Cast) -> None:
    """C13: section 41 has a rule on it, whose text was not read."""
    arrested = written(first_question("10:00"), happened("DETAINED", "10:20"), happened("ARRESTED", "12:00"), at="13:00")
    said = "Time in hospital is not worked out here: custody decides (not verified)"
    assert said in visible_text(press(cast, sent(arrested)))
    sheet = PdfReader(BytesIO(press(cast, sent(arrested), "pdf").content))
    printed = " ".join(" ".join(page.extract_text() for page in sheet.pages).split())
    assert said in printed
    assert "Time in hospital after an arrest" in printed
    released = written(first_question("10:00"), happened("RELEASED", "10:20"), at="13:00")
    assert "Time in hospital" not in visible_text(press(cast, sent(released)))


def test_a_record_fills_the_sheet_for_whoever_may_see_it(cast: Cast) -> None:
    scene = begun(cast, 30)
    scene.detain(10)
    page = Browser(cast, "pc.stansted").get("law:calculate_from", scene.examination.pk)
    said = visible_text(page)
    assert page.status_code == 200
    assert "2. Detained" in said
    assert scene.examination.reference in said
    assert "C3 First review" in said
    assert 'value="4201"' in page.content.decode()
    assert Browser(cast, "sgt.elsewhere").get("law:calculate_from", scene.examination.pk).status_code == 404
    with acting_as(SYSTEM):
        assert Reading.objects.filter(thing_id=scene.examination.pk, actor_label="4201").exists()


def test_from_a_record_costs_the_same_however_much_happened(cast: Cast) -> None:
    scene = begun(cast, 100)
    browser = Browser(cast, "pc.stansted")

    def cost() -> int:
        with counting() as counted:
            assert browser.get("law:calculate_from", scene.examination.pk).status_code == 200
        return number_of(counted)

    cost()
    before = cost()
    for minute in range(2, 12):
        scene.record("QUESTION", minute)
    assert cost() == before


def test_a_record_with_more_facts_than_rows_is_not_calculated_from_a_part_of_them(cast: Cast) -> None:
    scene = begun(cast, 100)
    for minute in range(2, 63):
        scene.record("QUESTION", minute)
    answer = Browser(cast, "pc.stansted").get("law:calculate_from", scene.examination.pk)
    assert (answer.status_code, answer["Location"]) == (302, f"/examinations/{scene.examination.pk}/breaches/")


# --- After an examination under the other Act -----------------------------------------------------------------------------------

LINKED = {**written(first_question("12:00"), happened("DETAINED", "12:20"), at="13:00"), "encounter_began_at": instant("10:00")}


def rules_of(page: str) -> bool:
    return "C2a" in page


def test_a_linked_examination_is_counted_from_the_earlier_first_question(cast: Cast) -> None:
    officer = Browser(cast, "sgt.stansted")
    alone = {key: value for key, value in LINKED.items() if key != "encounter_began_at"}
    assert not rules_of(visible_text(officer.post("law:calculator", do="calculate", **sent(alone))))
    earlier = boxes("encounter_began_at", datetime.fromisoformat(instant("10:00")))
    page = visible_text(officer.post("law:calculator", do="calculate", **{**sent(alone), **earlier}))
    assert rules_of(page)
    assert "First question of the linked examination" in page
    kept = json.loads(officer.post("law:calculator", do="file", **{**sent(alone), **earlier}).content)
    assert datetime.fromisoformat(kept["encounter_began_at"]) == datetime.fromisoformat(instant("10:00"))
    read = visible_text(officer.post("law:calculator", do="read", pasted=json.dumps(kept), submission_id=str(uuid4())))
    assert rules_of(read)


def test_the_command_takes_a_linked_examination_and_refuses_one_to_come(tmp_path: Path) -> None:
    def ask(document: dict[str, Any]) -> dict[str, Any]:
        (tmp_path / "t.json").write_text(json.dumps(document))
        out = io.StringIO()
        call_command("clocks", str(tmp_path / "t.json"), stdout=out)
        found: dict[str, Any] = json.loads(out.getvalue())
        return found

    assert "C2a" in {clock["rule"] for clock in ask(LINKED)["clocks"]}
    with pytest.raises(Refused, match="encounter_began_at"):
        ask({**LINKED, "encounter_began_at": instant("13:01")})
    with pytest.raises(Refused, match="encounter_began_at"):
        ask({**LINKED, "encounter_began_at": "ten"})


def test_what_cannot_be_read_of_a_linked_examination_is_said_beside_its_boxes(cast: Cast) -> None:
    alone = {key: value for key, value in LINKED.items() if key != "encounter_began_at"}
    refused = Browser(cast, "sgt.stansted").post("law:calculator", do="calculate", **{**sent(alone), "encounter_began_at_time": "25:99"})
    assert refused.status_code == 422
    assert 'id="id_encounter_began_at-error"' in refused.content.decode() or "Linked examination" in visible_text(refused)


def test_a_record_with_an_earlier_one_fills_it_in(cast: Cast) -> None:
    scene = begun(cast, 90)
    scene.do("pc.stansted", actions.start_linked, earlier=scene.examination, when=pressed(scene.minute(30)))
    with acting_as(SYSTEM):
        second = Examination.objects.exclude(pk=scene.examination.pk).get()
    page = visible_text(Browser(cast, "pc.stansted").get("law:calculate_from", second.pk))
    assert "First question of the linked examination" in page
