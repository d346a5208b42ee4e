"""An authority given in the service before the act fills in the form of the act, and one that was refused fills in nothing."""

import pytest

from examinations import actions
from examinations.models import AuthorityRequest, Kind
from examinations.rights.recording import AT_STATION
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, text_of
from tests.examinations.scenes import Scene

GROUNDS = "A flat thing at the waist"
ACTS = {"STRIP_SEARCH": ("strip-search", "sgt.stansted"), "BIOMETRICS": ("biometrics", "supt.oncall")}


def answered(cast: Cast, what: str, *, is_given: bool) -> Scene:
    scene, who = begun(cast, 30), ACTS[what][1]
    scene.detain(10)
    scene.record(Kind.TRANSFERRED, 15, detail={AT_STATION: True})  # prints without consent are taken nowhere else
    given = {"what": what, "grounds": GROUNDS, "officer": cast[who].collar_number}
    assert Browser(cast, "pc.stansted").post("examinations:ask_authority", scene.examination.pk, **given).status_code == 302
    with acting_as(SYSTEM):
        request = AuthorityRequest.objects.select_related("examination", "item").get()
    words = "" if is_given else "No ground is shown."
    scene.do(who, actions.answer_request, request=request, is_given=is_given, words=words, at=scene.minute(29))
    return scene


@pytest.mark.parametrize("what", ACTS)
@pytest.mark.parametrize("is_given", [True, False])
def test_what_was_authorised_stands_in_the_form_already(cast: Cast, what: str, is_given: bool) -> None:
    scene = answered(cast, what, is_given=is_given)
    slug, who = ACTS[what]
    page = text_of(Browser(cast, "pc.stansted").get("examinations:act", scene.examination.pk, slug))
    assert (f'value="{cast[who].collar_number}"' in page) is is_given
    assert (GROUNDS in page) is is_given
