"""A record in which much happened costs as many queries as one in which a little did, on each of its pages and where it is assessed."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from assurance.actions import claim_examination
from tests.cast import Cast
from tests.examinations.pages import Browser
from tests.examinations.scenes import Scene, counting, number_of
from tests.examinations.whole_story import LENGTH, begun_story, more_of_everything

LIVE = (
    "attachments",
    "as_it_stood",
    "cash",
    "clocks",
    "facts",
    "papers",
    "particulars",
    "property",
    "readers",
    "record",
    "review",
    "reviews",
    "rights",
)
SUBMITTED = ("as_it_stood", "breaches", "cash", "documents", "facts", "papers", "property", "record", "rights", "versions")
READERS = {"particulars": "pc.stansted", "review": "sgt.stansted"}
"""Who opens a page that di.region does not."""


def cost(cast: Cast, address: str, key: UUID, who: str) -> int:
    """How many queries the page takes, everything that a process keeps being warm."""
    browser = Browser(cast, who)
    for _ in range(2):
        with counting() as made:
            response = browser.get(address, key)
    assert response.status_code == 200, f"{address} answered {response.status_code} to {who}"
    return number_of(made)


def costs(scene: Scene, names: Sequence[str]) -> dict[str, int]:
    return {name: cost(scene.cast, f"examinations:{name}", scene.examination.pk, READERS.get(name, "di.region")) for name in names}


def grown(few: Mapping[str, int], many: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    return {name: (few[name], many[name]) for name in few if many[name] > few[name]}


def test_each_page_of_a_live_record_costs_the_same_with_more_of_everything(cast: Cast) -> None:
    story = begun_story(cast)
    more_of_everything(story)
    few = costs(story.scene, LIVE)
    for _ in range(2):
        more_of_everything(story)
    assert grown(few, costs(story.scene, LIVE)) == {}


def test_a_submitted_record_and_its_assessment_cost_the_same_with_more_of_everything(cast: Cast) -> None:
    few, many = [_assessed(cast, rounds) for rounds in (1, 3)]
    assert grown(few, many) == {}


def _assessed(cast: Cast, rounds: int) -> dict[str, int]:
    story = begun_story(cast)
    for _ in range(rounds):
        more_of_everything(story)
    scene = story.scene
    scene.release(LENGTH - 10)
    scene.submit(LENGTH - 5)
    assessment = scene.do("sgt.norwich", claim_examination, examination=scene.examination, at=scene.minute(LENGTH))
    return {**costs(scene, SUBMITTED), "assess": cost(cast, "assurance:assess", assessment.pk, "sgt.norwich")}
