"""Goods examined without anybody: where the power reaches, what they owe, and that nobody ever counts them as a person."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from assurance import queries as assuring
from borderops.kit.clock import now
from examinations import actions, clocks, queries
from examinations.actions.goods import NoPower
from examinations.actions.writing import Impossible
from examinations.models import Examination, Goods, Kind, OpenLimit
from examinations.reminders import sweep
from examinations.timeline import assess
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, headings, text_of, typed, visible_text
from tests.examinations.scenes import Scene, begin, pressed
from tests.examinations.scenes import typed as entered
from workbench import queries as workbench

pytestmark = pytest.mark.django_db

PLACES = [place for place in Goods.Place.values if place != "ELSEWHERE"]


def begin_goods(cast: Cast, who: str = "pc.stansted", port: str = "Stansted", **values: Any) -> Scene:
    actor = cast.actor(who)
    given = {"power": "TACT_S7", "place_kind": "PORT", "when": pressed(cast.at), **values}
    with acting_as(actor):
        return Scene(cast, actions.start_goods(port=cast.ports[port], by=actor, **given))


def found(scene: Scene, at: datetime) -> clocks.Evaluation:
    with acting_as(SYSTEM):
        return assess(Examination.objects.get(pk=scene.examination.pk), at)


def end(scene: Scene, number: float = 30) -> None:
    scene.record(Kind.GOODS_EXAMINATION_ENDED, number)


@pytest.mark.parametrize("power", ["TACT_S7", "CTBSA_S3"])
@pytest.mark.parametrize("place", PLACES)
def test_goods_are_examined_at_four_kinds_of_place_and_no_persons_clock_runs(cast: Cast, place: str, power: str) -> None:
    scene = begin_goods(cast, place_kind=place, power=power)
    evaluation = found(scene, scene.minute(500))
    assert (evaluation.clocks, evaluation.breaches) == ((), ())
    assert scene.examination.reference[:2] == {"TACT_S7": "G7", "CTBSA_S3": "G3"}[power]


def test_another_kind_of_place_is_refused_before_it_happens_and_a_breach_once_it_has(cast: Cast) -> None:
    with pytest.raises(NoPower, match="nowhere else"):
        begin_goods(cast, place_kind="ELSEWHERE")
    scene = begin_goods(cast, place_kind="ELSEWHERE", when=entered(cast.at, cast.at + timedelta(minutes=5)))
    assert [(breach.rule, breach.authority) for breach in found(scene, scene.minute(6)).breaches] == [("R7", "Sch 7 para 9")]


@pytest.mark.parametrize("kind", [Kind.FIRST_QUESTION, Kind.DETAINED, Kind.BIOMETRICS_TAKEN, Kind.GOODS_EXAMINED])
def test_nobody_is_questioned_or_detained_on_a_record_of_goods(cast: Cast, kind: Kind) -> None:
    scene = begin_goods(cast)
    with pytest.raises(Impossible):
        scene.record(kind, 5, detail={"consent": "WRITTEN"} if kind == Kind.BIOMETRICS_TAKEN else {})


def test_the_database_keeps_questions_and_goods_apart(cast: Cast) -> None:
    scene = begin_goods(cast)
    with acting_as(SYSTEM):
        row = Examination.objects.get(pk=scene.examination.pk)
        row.detained_at = scene.minute(5)
        with pytest.raises(IntegrityError, match="goods_are_not_questioned"), transaction.atomic():
            row.save()


def test_what_is_kept_of_them_goes_back_by_the_end_of_the_seventh_day_and_is_reminded_of(cast: Cast) -> None:
    scene = begin_goods(cast)
    scene.record(Kind.PROPERTY_RETAINED, 5, detail={"ground": "EXAMINATION", "ref": "carton"})
    end(scene)
    clock = found(scene, scene.minute(60)).clocks[0]
    assert (clock.rule, clock.ref, clock.live) == ("C6", "carton", True)
    with acting_as(SYSTEM):
        assert OpenLimit.objects.get(examination=scene.examination).due_at == clock.due_at
        assert sweep(clock.due_at).failed == ()


def test_an_ended_record_is_completed_submitted_assured_and_printed_like_any_other(cast: Cast) -> None:
    cast.at -= timedelta(minutes=120)
    scene = begin_goods(cast)
    end(scene)
    row = scene.fresh()
    assert (row.state, row.started_at, row.ended_at, row.first_questioned_at) == ("ENDED", scene.minute(0), scene.minute(30), None)
    changes = {"what": "Machine parts", "freight": "AIR", "sender": "Example Ltd", "is_sender_known": True}
    scene.do("pc.stansted", actions.describe_goods, examination=scene.examination, version=1, changes=changes)
    version = scene.submit(60)
    assert version.content["goods"]["what"] == "Machine parts"
    sergeant = Browser(cast, "sgt.norwich")
    assert scene.examination.reference in text_of(sergeant.get("assurance:queue"))
    opened = sergeant.client.post(f"/assurance/{scene.examination.pk}/claim/", {"submission_id": "8a1cb90e-2a01-4a6e-8f0c-1de7f3a4b003"})
    if opened.status_code == 404:
        opened = sergeant.post("assurance:claim", scene.examination.pk)
    evidence = visible_text(sergeant.client.get(opened.url))
    assert "Machine parts" in evidence
    assert "Self-defined ethnicity" not in evidence
    sergeant.post("examinations:documents", scene.examination.pk, recipients="The court", purpose="Hearing")
    with acting_as(SYSTEM):
        filed = Examination.objects.get(pk=scene.examination.pk).disclosures.get()
    sheets = PdfReader(BytesIO(sergeant.get("examinations:document", scene.examination.pk, filed.pk).content)).pages
    words = " ".join(sheet.extract_text() for sheet in sheets)
    assert "Machine parts" in words
    assert "First question" not in words


def test_no_count_of_people_and_no_board_has_them(cast: Cast) -> None:
    live = begin_goods(cast)
    gone = begin_goods(cast, place_kind="ELSEWHERE", when=entered(cast.at, cast.at + timedelta(minutes=1)))
    end(gone)
    gone.submit(60)
    person = begin(cast)
    person.release(20)
    person.submit(30)
    actor, at = cast.actor("di.region"), cast.at + timedelta(minutes=90)
    with acting_as(actor):
        assert queries.review_board(actor, at) == []
        picture = queries.region_picture(actor, at)
        counted = assuring.counts(actor, cast.at - timedelta(days=1))
        waiting = list(assuring.queue(actor))
    stansted = next(port for port in picture.ports if port.port_name == "Stansted")
    assert (stansted.live, stansted.awaiting_assurance, stansted.breaches) == (0, 1, {})
    assert counted["waiting"] == 1
    assert {one.pk for one in waiting} == {gone.examination.pk, person.examination.pk}
    assert not assuring.is_urgent(gone.fresh())
    assert live.examination.reference not in text_of(Browser(cast, "sgt.stansted").get("examinations:board"))
    mine = cast.actor("pc.stansted")
    with acting_as(mine):
        assert live.examination in workbench.home(mine).mine


def test_two_presses_start_them_where_todays_duty_is(cast: Cast) -> None:
    officer = Browser(cast, "pc.stansted")
    assert "/examinations/goods/start/?power=TACT_S7" in text_of(officer.get("examinations:start"))
    asked = officer.get("examinations:start_goods", power="CTBSA_S3")
    assert headings(asked) == 1
    assert "belongs to the search of that person" in visible_text(asked)
    sent = {"power": "CTBSA_S3", "port": cast.ports["Stansted"].pk, "place": "", "place_kind": "CARGO_AGENT"}
    done = officer.post("examinations:start_goods", **sent)
    with acting_as(SYSTEM):
        made = Examination.objects.select_related("goods").get()
    assert done.url == f"/examinations/{made.pk}/"
    assert (made.power, made.subject, made.goods.place_kind) == ("CTBSA_S3", "GOODS", "CARGO_AGENT")
    page = officer.client.get(done.url)
    assert "Detain" not in visible_text(page)
    assert "Examination ended" in visible_text(page)
    assert made.reference in text_of(officer.get("examinations:goods_list"))
    assert made.reference not in text_of(Browser(cast, "pc.luton").get("examinations:goods_list"))
    assert Browser(cast, "psd.auditor").get("examinations:goods_list").status_code == 403


def test_elsewhere_is_refused_beside_its_field_and_taken_when_it_has_happened(cast: Cast) -> None:
    officer = Browser(cast, "pc.stansted")
    sent = {"power": "TACT_S7", "port": cast.ports["Stansted"].pk, "place_kind": "ELSEWHERE", "what": "Crates"}
    refused = officer.post("examinations:start_goods", **sent)
    assert refused.status_code == 422
    assert 'id="id_place_kind_error"' in text_of(refused)
    assert "Crates" in text_of(refused)
    past = typed("typed_at", now() - timedelta(minutes=20))
    assert officer.post("examinations:start_goods", **sent, **past, reason="Done before we knew.").status_code == 302


def test_the_page_of_the_goods_is_filled_in_and_shows_what_is_owed(cast: Cast) -> None:
    cast.at -= timedelta(minutes=20)
    scene = begin_goods(cast)
    officer = Browser(cast, "pc.stansted")
    assert "Say what the goods are." in visible_text(officer.get("examinations:record", scene.examination.pk))
    sent = {"what": "<b>Parts</b>", "is_sender_known": "yes", "sender": "Example Ltd", "was_opened": "no", "version": "1"}
    assert officer.post("examinations:describe_goods", scene.examination.pk, **sent).status_code == 302
    said = text_of(officer.get("examinations:goods", scene.examination.pk))
    assert "&lt;b&gt;Parts" in said
    stale = officer.post("examinations:describe_goods", scene.examination.pk, **{**sent, "what": "Other"})
    assert stale.status_code == 422
    assert "Somebody else has saved this" in visible_text(stale)
    person = begun(cast, 5)
    assert officer.get("examinations:goods", person.examination.pk).status_code == 404
