"""What a disclosed record and pack say of the time since the version that they print: later facts, what became of things, and the clocks
as they are when the document is made; and nothing that came after that, and nothing that is withheld."""

import json
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string

from borderops.kit.clock import now
from examinations import actions
from examinations.actions import Holder
from examinations.models import Pack, SubmittedVersion
from examinations.papers.frozen import hash_of
from examinations.papers.printing import RECORD, pack_page, record_context
from examinations.papers.since import same
from examinations.papers.since_words import Since, since_submission
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.keeping import DAY, convert, copy_of, give_back, keep, schedule_3, step
from tests.examinations.pages import begun, returned, submitted
from tests.examinations.scenes import Scene, begin, counting, number_of, pressed, typed
from tests.examinations.test_cash import seize
from tests.examinations.test_cash import step as cash_step
from tests.examinations.test_goods import begin_goods, end

NOTHING = "Nothing was entered on the record and no clock changed between"


def latest(scene: Scene) -> SubmittedVersion:
    return SubmittedVersion.objects.select_related("submitted_by", "examination").filter(examination=scene.examination).latest("number")


def since(scene: Scene, at: datetime) -> Since:
    with acting_as(SYSTEM):
        return since_submission(latest(scene), at)


def record(scene: Scene, at: datetime) -> str:
    with acting_as(SYSTEM):
        context = record_context(latest(scene), recipients=["A court"], purpose="A request", by="4201", at=at)
        return " ".join(render_to_string(RECORD, context).split())


def pack(scene: Scene, at: datetime) -> tuple[str, dict[str, Any]]:
    with acting_as(SYSTEM):
        version = latest(scene)
        asked = Pack(
            examination=version.examination,
            version=version,
            recipients=["A court"],
            purpose="A request",
            asked_by=scene.cast["sgt.norwich"],
            asked_at=at,
        )
        html, enclosure = pack_page(asked, at)
    return " ".join(html.split()), json.loads(enclosure.content)


def section(html: str) -> str:
    return html.split('id="since"', 1)[1].split("<h2", 1)[0]


def accepted(scene: Scene, number: float) -> None:
    scene.do("di.region", actions.accept_examination, examination=scene.examination, at=scene.minute(number))


def test_a_version_with_nothing_since_says_so_in_one_sentence(cast: Cast) -> None:
    scene = submitted(cast)
    found = since(scene, scene.minute(200))
    assert (found.is_changed, found.lines, found.parts) == (False, (), ())
    assert found.values["added_or_changed"] == found.values["no_longer"] == {}
    for html in (record(scene, scene.minute(200)), pack(scene, scene.minute(200))[0]):
        assert section(html).count(NOTHING) == 1
        assert "<table" not in section(html)


def story(cast: Cast) -> tuple[Scene, str]:
    """Cash seized and a telephone kept, submitted and accepted; on the third day an order is made, and the telephone stays."""
    cast.at -= timedelta(days=12)
    scene = begin(cast)
    keep(scene, 10, description="A telephone")
    seizure = seize(scene, pressed(scene.minute(15)))
    scene.release(50)
    scene.submit(90)
    accepted(scene, 100)
    cash_step(scene, seizure, "NOTICE", pressed(scene.minute(DAY)), words="Served by post")
    when = typed(scene.minute(2 * DAY), scene.minute(2 * DAY + 60))
    cash_step(scene, seizure, "ORDERED", when, court="Chelmsford Magistrates' Court")
    return scene, "Chelmsford"


def test_a_cash_order_and_property_overdue_after_acceptance_stand_in_the_pack_and_in_the_file_inside_it(cast: Cast) -> None:
    scene, court = story(cast)
    frozen = latest_hash(scene)
    html, enclosed = pack(scene, now())
    said = section(html)
    for words in ("Order for the cash made", court, "Cash: Notice given", "Served by post", "C6", "Overdue", "not so in the version"):
        assert words in said, words
    assert court not in html.split('id="since"', 1)[0]
    values = enclosed["since"]
    assert [event["kind"] for event in values["added_or_changed"]["events"]] == ["CASH_ORDER_MADE"]
    assert court in json.dumps(values["added_or_changed"]["cash"])
    assert "C6" in [breach["rule"] for breach in values["computed"]["breaches"]]
    assert "C6" not in [breach["rule"] for breach in enclosed["record"]["computed"]["breaches"]]
    assert enclosed["since_sha256"] == hash_of(values)
    assert enclosed["since_sha256"] in html
    assert enclosed["content_sha256"] == frozen == latest_hash(scene)
    assert court in section(record(scene, now()))


def latest_hash(scene: Scene) -> str:
    with acting_as(SYSTEM):
        version = latest(scene)
    assert version.content_hash == hash_of(version.content)
    return version.content_hash


def test_each_later_entry_stands_with_both_of_its_times(cast: Cast) -> None:
    scene, _ = story(cast)
    notice, made = since(scene, now()).lines
    assert notice.happened == notice.received
    assert made.happened != made.received
    assert "Why it was entered afterwards: The network was down" in made.note


def test_nothing_that_was_received_after_the_making_is_told(cast: Cast) -> None:
    scene, court = story(cast)
    before = scene.minute(2 * DAY + 30)  # the order has been made, and has not been entered
    html, enclosed = pack(scene, before)
    assert "Served by post" in section(html)
    assert court not in html
    assert court not in json.dumps(enclosed)
    assert "events" not in enclosed["since"]["added_or_changed"]
    assert "C6" not in [breach["rule"] for breach in enclosed["since"]["computed"]["breaches"]]
    assert NOTHING in section(record(scene, scene.minute(120)))


def test_what_became_of_things_is_told_under_their_headings(cast: Cast) -> None:
    cast.at -= timedelta(days=30)
    scene, item = schedule_3(cast)
    other = keep(scene, 12, description="A camera")
    copy = copy_of(scene, other, 20)
    scene.release(50)
    scene.submit(90)
    step(scene, item, "inform", DAY)
    convert(scene, item, DAY + 5, "EVIDENCE")
    scene.do("pc.stansted", actions.move_item, item=item, holder=Holder(other="A laboratory"), when=pressed(scene.minute(DAY + 9)))
    give_back(scene, other, 2 * DAY)
    scene.do("pc.stansted", actions.destroy_copy, copy=copy, reason="No longer needed", when=pressed(scene.minute(3 * DAY)))
    found = since(scene, scene.minute(4 * DAY))
    told = {part.title: " ".join(f"{label} {value}" for label, value in part.rows) for part in found.parts}
    assert "A laboratory" in told["Item 1"]
    assert "informed" in told["Item 1"]
    assert "Returned" in told["Item 2"]
    assert "destroyed" in told["Item 2"]
    assert "A camera" not in told["Item 2"]  # that it is one was frozen
    titles = " ".join(line.title for line in found.lines)
    for words in (
        "Property retained: item 1",
        "Investigatory Powers Commissioner informed",
        "Item 1: Handed on",
        "Property returned: item 2",
    ):
        assert words in titles, words


def test_a_breach_that_was_open_when_it_was_submitted_is_no_news_however_late_it_is_by_now(cast: Cast) -> None:
    cast.at -= timedelta(days=30)
    scene = begin(cast)
    item = keep(scene, 10)
    scene.release(50)
    scene.submit(10 * DAY)
    found = since(scene, scene.minute(12 * DAY))
    [(breach, is_new)] = found.breaches
    assert (breach.name, is_new, found.is_changed) == ("C6 Property for examination", False, False)
    give_back(scene, item, 13 * DAY)
    found = since(scene, scene.minute(14 * DAY))
    [(_, is_new)] = found.breaches
    assert (is_new, found.gone) == (True, ())


def test_what_is_withheld_stays_withheld(cast: Cast) -> None:
    scene = returned(cast)
    for field in ("selection_reason_sensitive", "selection_reason"):
        words = "WITHHELDCANARY again" if field == "selection_reason_sensitive" else "Said aloud"
        scene.do(
            "pc.stansted",
            actions.add_addendum,
            examination=scene.examination,
            field=field,
            addition=words,
            reason="Asked for",
            at=scene.minute(135),
        )
    html, enclosed = pack(scene, scene.minute(140))
    assert "Said aloud" in section(html)
    assert "WITHHELDCANARY" not in html + json.dumps(enclosed)
    assert "particulars" not in enclosed["since"]["added_or_changed"]


def test_a_record_of_goods_says_it_too(cast: Cast) -> None:
    cast.at -= timedelta(days=12)
    scene = begin_goods(cast)
    item = keep(scene, 5, kind="OTHER", obtained="GOODS", description="A crate")
    end(scene, 30)
    scene.submit(60)
    assert not since(scene, scene.minute(100)).is_changed
    give_back(scene, item, DAY)
    said = section(record(scene, scene.minute(2 * DAY)))
    assert "Property returned: item 1" in said
    assert "C6" in said


def test_it_takes_as_many_queries_for_one_entry_as_for_many(cast: Cast) -> None:
    scene = begun(cast, 300)
    items = [keep(scene, 10 + each) for each in range(6)]
    seizure = seize(scene, pressed(scene.minute(20)))
    scene.release(50)
    scene.submit(60)

    def queries() -> int:
        with counting() as context:
            since(scene, scene.minute(200))
        return number_of(context)

    give_back(scene, items[0], 70)
    cash_step(scene, seizure, "NOTICE", pressed(scene.minute(71)))
    one = queries()
    for each, item in enumerate(items[1:], start=1):
        give_back(scene, item, 80 + each)
        cash_step(scene, seizure, "NOTICE", pressed(scene.minute(90 + each)))
    assert queries() == one


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, True),  # a version frozen before there was a `b`
        ({"a": 1}, {"a": 2}, False),
        ({"given": {}}, {"given": {"language": "French"}}, False),
        ({"steps": [{"kind": "NOTICE"}]}, {"steps": [{"kind": "NOTICE", "id": "x"}]}, True),
        ({"steps": []}, {"steps": [{"kind": "NOTICE"}]}, False),
        (None, [], False),
    ],
)
def test_what_a_row_did_not_have_when_it_was_frozen_says_nothing(before: Any, after: Any, is_same: bool) -> None:
    assert same(deepcopy(before), deepcopy(after)) is is_same
