"""The home page: what waits for one person, and what waits no longer."""

from uuid import UUID

from audit.models import Reading
from examinations import actions
from examinations.models import AuthorityRequest
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, visible_text
from tests.examinations.scenes import Scene

HEADING = "Your authority is asked for"


def asked(cast: Cast) -> Scene:
    """A strip search that the sergeant is asked to authorise."""
    scene = begun(cast, 30)
    scene.detain(10)
    given = {"what": "STRIP_SEARCH", "grounds": "A flat thing", "officer": cast["sgt.stansted"].collar_number}
    assert Browser(cast, "pc.stansted").post("examinations:ask_authority", scene.examination.pk, **given).status_code == 302
    return scene


def home(cast: Cast, who: str) -> str:
    return visible_text(Browser(cast, who).get("workbench:home"))


def test_whoever_is_asked_for_an_authority_finds_it_at_home_until_it_is_answered(cast: Cast) -> None:
    scene = asked(cast)
    page = home(cast, "sgt.stansted")
    assert HEADING in page
    assert f"A strip search, {scene.examination.reference} at Stansted, asked by {cast['pc.stansted'].collar_number}" in page
    assert HEADING not in home(cast, "sgt.norwich")
    with acting_as(SYSTEM):
        request = AuthorityRequest.objects.select_related("examination", "item").get()
    scene.do("sgt.stansted", actions.answer_request, request=request, is_given=True, words="", at=scene.minute(29))
    assert HEADING not in home(cast, "sgt.stansted")


def test_an_authority_over_a_person_who_has_gone_waits_for_nobody(cast: Cast) -> None:
    scene = asked(cast)
    scene.release(29)
    assert HEADING not in home(cast, "sgt.stansted")


def test_every_record_that_waits_for_somebody_is_entered_as_shown_to_them(cast: Cast) -> None:
    """Offered, to be reviewed, to be authorised, told of, and one's own: each stands on the page by another of its parts."""
    waits = asked(cast)
    waits.do("sgt.norwich", actions.nominate_reviewer, examination=waits.fresh(), officer=cast["sgt.stansted"], at=waits.minute(15))
    offered = begun(cast, 40)
    offered.do("pc.stansted", actions.offer_handover, examination=offered.fresh(), to=cast["pc.stansted.second"], at=offered.minute(20))
    assert shown_to(cast, "sgt.stansted") >= {waits.examination.pk}
    assert shown_to(cast, "pc.stansted.second") == {offered.examination.pk}
    assert shown_to(cast, "pc.stansted") == {waits.examination.pk, offered.examination.pk}


def shown_to(cast: Cast, who: str) -> set[UUID]:
    response = Browser(cast, who).get("workbench:home")
    return set(Reading.objects.get(verb="home.viewed", request_id=response["X-Request-ID"]).shown)
