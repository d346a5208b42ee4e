"""Short ways to search, and to ask what then speaks against the record."""

from typing import Any

from examinations.actions import SearchDetails
from examinations.actions.searching import record_search
from examinations.models import Examination, Kind, Search
from examinations.queries import record_findings
from examinations.timeline import assess
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.examinations.scenes import Scene, pressed


def search(scene: Scene, kind: str, number: float, **details: Any) -> Search:
    when = pressed(scene.minute(number))
    return scene.do("pc.stansted", record_search, examination=scene.examination, kind=kind, when=when, details=SearchDetails(**details))


def against(scene: Scene) -> list[str]:
    with acting_as(SYSTEM):
        return [finding.sentence for finding in record_findings(stored(scene))]


def stored(scene: Scene) -> Examination:
    return Examination.objects.select_related("port").get(pk=scene.examination.pk)


def breaches(scene: Scene, number: float = 90) -> list[tuple[str, str]]:
    with acting_as(SYSTEM):
        return [(breach.rule, breach.text) for breach in assess(stored(scene), scene.minute(number)).breaches]


def strip(scene: Scene, number: float = 30, **changes: Any) -> Search:
    lawful = {
        "searcher_sex": "MALE",
        "person_sex": "MALE",
        "grounds": "Something flat under the shirt that he kept touching.",
        "authorised_by": scene.cast["sgt.stansted"],
    }
    return search(scene, Kind.STRIP_SEARCH, number, **{**lawful, **changes})
