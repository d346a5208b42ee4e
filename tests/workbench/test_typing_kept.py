"""What is typed into a long form and not sent comes back, for its owner alone, until it is sent or thrown away. One case for each such
form; the particulars have tests of their own."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from assurance import actions as assurance
from assurance.models import Answer, Assessment, Criterion
from borderops.kit.clock import now
from organisation.models import Draft
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, ended, returned, submitted, text_of, typed

pytestmark = pytest.mark.django_db
WORDS = "Half a sentence about"
TAG = re.compile(r'<form [^>]*data-draft-url="(?P<url>[^"]+)" data-draft-version="(?P<version>\d+)"')


@dataclass(frozen=True, slots=True)
class Case:
    """A form: who has it before them and where, the field typed into, which of the page's forms it is, and what sends it."""

    who: str
    where: str
    args: tuple[UUID, ...]
    typed_into: str
    sends: dict[str, Any] = field(default_factory=dict)
    nth: int = 0
    typed_too: dict[str, str] = field(default_factory=dict)  # hidden fields of the form, which an autosave sends as well


def answers(cast: Cast) -> Case:
    return _assessing(cast, "assurance:assess", f"{_code()}-comment", {"version": 1, _code(): "PARTLY", f"{_code()}-comment": WORDS})


def decision(cast: Cast) -> Case:
    case = _assessing(cast, "assurance:decide", "words", {"version": 2, "outcome": "RETURN", "words": WORDS, "return-place": "Which gate?"})
    given = {code: assurance.Given(Answer.Value.MET, "Looked at.") for code in Criterion.objects.values_list("code", flat=True)}
    actor = cast.actor("sgt.norwich")
    with acting_as(actor):
        rows = Assessment.objects.select_related("examination")
        assurance.save_answers(assessment=rows.get(pk=case.args[0]), by=actor, version=1, answers=given)
    return case


def _code() -> str:
    found: str = Criterion.objects.order_by("position").values_list("code", flat=True)[0]
    return found


def _assessing(cast: Cast, where: str, typed_into: str, sends: dict[str, Any]) -> Case:
    scene = submitted(cast)
    opened = scene.do("sgt.norwich", assurance.claim_examination, examination=scene.fresh(), at=scene.minute(125))
    return Case("sgt.norwich", where, (opened.pk,), typed_into, sends)


def review(cast: Cast) -> Case:
    scene = begun(cast, 50)
    scene.detain(10)
    sends = {
        **typed("started_at", now() - timedelta(minutes=2)),
        "manner": "IN_PERSON",
        "representations_offered_to": "BOTH",
        "representations": "NONE",
        "outcome": "AUTHORISED",
        "is_necessary": "on",
        "rights_reminded": ["SOLICITOR"],
        "was_informed": "yes",
        "signed": "on",
        "grounds": WORDS,
    }
    return Case("sgt.stansted", "examinations:review", (scene.examination.pk,), "grounds", sends)


def answer_to_a_return(cast: Cast) -> Case:
    scene, about = returned(cast, place="Which gate?", selection_reason="What about the passports?"), {"field": "place"}
    sends = {**about, "addition": WORDS, "reason": "Not known."}
    nth = [name for name in ("place", "selection_reason") if name in _order(cast, scene.examination.pk)].index("place")
    return Case("pc.stansted", "examinations:returned", (scene.examination.pk,), "addition", sends, nth, about)


def _order(cast: Cast, pk: UUID) -> list[str]:
    page = text_of(Browser(cast, "pc.stansted").get("examinations:returned", pk))
    return re.findall(r'name="field" value="(\w+)"', page)


def addition_elsewhere(cast: Cast) -> Case:
    scene = returned(cast)
    sends = {"field": "place", "addition": WORDS, "reason": "Not known."}
    return Case("pc.stansted", "examinations:returned", (scene.examination.pk,), "addition", sends, nth=1)


def supplement(cast: Cast) -> Case:
    sends = {"field": "place", "addition": WORDS, "reason": "Not known."}
    return Case("pc.stansted", "examinations:supplement", (submitted(cast).examination.pk,), "addition", sends)


def explanation(cast: Cast) -> Case:
    scene = ended(cast)
    page = text_of(Browser(cast, "pc.stansted").get("examinations:breaches", scene.examination.pk))
    about = {"rule": "C3", "due_at": page.split('name="due_at" value="')[1].split('"')[0]}
    return Case("pc.stansted", "examinations:breaches", (scene.examination.pk,), "words", {**about, "words": WORDS}, typed_too=about)


def late_entry(cast: Cast) -> Case:
    sends = {"power": "TACT_S7", "port": str(cast.ports["Stansted"].pk), "place": "Gate 3", "reason": WORDS}
    sends |= typed("first_questioned_at", now() - timedelta(minutes=30))
    return Case("pc.stansted", "examinations:late_entry", (), "reason", sends)


FORMS: list[Callable[[Cast], Case]] = [
    *(answers, decision, review, answer_to_a_return, addition_elsewhere, supplement, explanation, late_entry)
]


@dataclass(slots=True)
class Desk:
    """The form of a case before its person."""

    case: Case
    browser: Browser

    def page(self) -> str:
        response = self.browser.get(self.case.where, *self.case.args)
        assert response.status_code == 200
        return text_of(response)

    def keep(self, words: str = WORDS) -> tuple[int, str, int]:
        """Type into the form as its page stands: the answer's status, where it is kept, and under which number."""
        url, version = TAG.findall(self.page())[self.case.nth]
        sent = {self.case.typed_into: words, **self.case.typed_too, "draft_version": int(version) + 1}
        return self.browser.client.post(url, sent).status_code, url, int(version) + 1


@pytest.fixture(params=FORMS, ids=lambda build: build.__name__)
def desk(request: pytest.FixtureRequest, cast: Cast) -> Desk:
    case = request.param(cast)
    return Desk(case, Browser(cast, case.who))


def test_what_was_typed_comes_back_with_when_it_was_saved(desk: Desk) -> None:
    assert desk.keep()[0] == 200
    page = desk.page()
    assert page.count(WORDS) == 1
    assert page.count("Your unsaved typing has been put back") == 1
    assert "Saved at" in page


def test_it_is_thrown_away_by_one_press_that_leads_back(desk: Desk) -> None:
    _, url, number = desk.keep()
    back = reverse(desk.case.where, args=desk.case.args)
    assert f'action="{url}discard/"' in desk.page()
    done = desk.browser.client.post(f"{url}discard/", {"submission_id": str(uuid4()), "back": back})
    assert (done.status_code, done["Location"]) == (302, back)
    assert WORDS not in desk.page()
    late = desk.browser.client.post(url, {desk.case.typed_into: WORDS, "draft_version": number + 1})
    assert late.status_code == 409


def test_a_form_that_was_sent_leaves_nothing_to_put_back(desk: Desk) -> None:
    desk.keep()
    sent = desk.browser.post(desk.case.where, *desk.case.args, **desk.case.sends)
    assert sent.status_code == 302, text_of(sent)
    with acting_as(SYSTEM):
        assert [row.fields for row in Draft.objects.all()] == [{}]


def test_an_autosave_still_under_way_when_the_form_is_sent_keeps_nothing(desk: Desk) -> None:
    """Also when it is the first: nothing was kept yet that the sending could have emptied."""
    url, version = TAG.findall(desk.page())[desk.case.nth]
    assert desk.browser.post(desk.case.where, *desk.case.args, **desk.case.sends).status_code == 302
    assert desk.browser.client.post(url, {desk.case.typed_into: WORDS, "draft_version": int(version) + 1}).status_code == 409


def test_of_two_windows_the_newer_typing_stays(desk: Desk) -> None:
    _, url, number = desk.keep("The newer words")
    assert desk.browser.client.post(url, {desk.case.typed_into: "The older words", "draft_version": number}).status_code == 409
    assert "The newer words" in desk.page()


def test_a_signature_is_given_when_the_review_is_sent_and_not_before(cast: Cast) -> None:
    case = review(cast)
    desk = Desk(case, Browser(cast, case.who))
    url, version = TAG.findall(desk.page())[0]
    desk.browser.client.post(url, {"grounds": WORDS, "is_necessary": "on", "signed": "on", "draft_version": int(version) + 1})
    page = desk.page()
    assert re.search(r'<input[^>]*name="is_necessary"[^>]*checked', page)
    assert not re.search(r'<input[^>]*name="signed"[^>]*checked', page)


def test_answers_typed_before_somebody_saved_others_are_shown_both_and_never_written_over_unseen(cast: Cast) -> None:
    case = answers(cast)
    desk = Desk(case, Browser(cast, case.who))
    url, version = TAG.findall(desk.page())[0]
    assert desk.browser.client.post(url, {case.typed_into: WORDS, "version": 1, "draft_version": int(version) + 1}).status_code == 200
    actor = cast.actor(case.who)
    with acting_as(actor):
        opened = Assessment.objects.select_related("examination").get(pk=case.args[0])
        assurance.save_answers(assessment=opened, by=actor, version=1, answers={_code(): assurance.Given(Answer.Value.PARTLY, "Saved.")})
    assert 'name="version" value="1"' in desk.page()
    assert desk.browser.post(case.where, *case.args, **case.sends).status_code == 409


def test_what_was_typed_about_a_record_that_is_put_back_in_the_queue_goes_with_it(cast: Cast) -> None:
    case = answers(cast)
    desk = Desk(case, Browser(cast, case.who))
    desk.keep()
    assert desk.browser.post("assurance:release", *case.args).status_code == 302
    with acting_as(SYSTEM):
        assert {row.form: row.fields for row in Draft.objects.all()} == {"assurance.answers": {}, "assurance.decision": {}}


def test_nobody_else_is_shown_it(cast: Cast) -> None:
    case = review(cast)
    Desk(case, Browser(cast, case.who)).keep()
    assert WORDS not in text_of(Browser(cast, "insp.region").get(case.where, *case.args))
