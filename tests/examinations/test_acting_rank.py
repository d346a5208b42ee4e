"""An acting rank where rank is judged or kept: it counts at the instant of the act, and the record says that it was an acting one."""

from datetime import timedelta
from typing import Any

import pytest

from accreditation.models import Requirement
from assurance.evidence.reviews import reviews as assured
from assurance.independence import objection_to
from examinations import actions, queries
from examinations.actions import Sought
from examinations.actions.authorising import NotSuperintendent
from examinations.actions.reviewing import CannotReview
from examinations.models import AuthorityRequest, Examination, Examiner, Kind, Review, Search, TimelineEvent
from examinations.papers.frozen import content_of
from examinations.papers.record import review_parts
from examinations.queries.rights import seniors
from examinations.templatetags.examinations import review_facts
from examinations.timeline import assess
from organisation.models import Posting
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin, pressed, typed
from tests.factories import AwardFactory, PostingFactory

pytestmark = pytest.mark.django_db
AUTHORITY = "Supt 1001, order 12/26"
SAID = f"Acting sergeant, authority: {AUTHORITY}"
SECOND = "pc.stansted.second"  # a constable on duty at Stansted


def act_in(cast: Cast, who: str, rank: str, begins: float, until: float | None = None, **values: Any) -> Posting:
    """A confirmed posting at Stansted in an acting rank, in minutes from the first question."""
    role = rank if rank in {"SERGEANT", "INSPECTOR", "SUPERINTENDENT"} else "CONSTABLE"
    return PostingFactory.make(
        user=cast[who],
        unit=cast.units["Stansted"],
        role=role,
        acting_rank=rank,
        acting_authority=AUTHORITY,
        posted_from=cast.at + timedelta(minutes=begins),
        posted_until=None if until is None else cast.at + timedelta(minutes=until),
        **values,
    )


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """Detained by a constable, while another one is accredited to review."""
    AwardFactory.make(holder=cast[SECOND], requirement=Requirement.S7_REVIEW)
    scene = begin(cast)
    scene.detain()
    return scene


def nominated(scene: Scene, number: float) -> None:
    values = {"officer": scene.cast[SECOND], "at": scene.minute(number)}
    scene.do("sgt.stansted", actions.nominate_reviewer, examination=scene.examination, **values)


def listed(scene: Scene, number: float) -> dict[str, tuple[bool, str]]:
    """Who is shown as a reviewer at that minute: whether they may, and the rank that counts."""
    at = scene.minute(number)
    actor = scene.cast.actor("sgt.stansted", at)
    with acting_as(actor):
        found = queries.eligible_reviewers(actor, Examination.objects.get(pk=scene.examination.pk), at)
    return {one.officer.username: (one.may_review, one.acting) for one in found}


def breaches_of(scene: Scene, number: float) -> list[str]:
    with acting_as(SYSTEM):
        return [breach.rule for breach in assess(scene.fresh(), scene.minute(number)).breaches]


def of_second(scene: Scene, number: float, **values: Any) -> Review:
    """A review by the second constable, entered afterwards by the examiner from the pad."""
    when = typed(scene.minute(number), scene.minute(100))
    return scene.review(who="pc.stansted", when=when, reviewer=scene.cast[SECOND], **values)


def test_an_acting_sergeant_is_listed_may_be_asked_and_reviews(scene: Scene) -> None:
    act_in(scene.cast, SECOND, "SERGEANT", -30)
    assert listed(scene, 30)[SECOND] == (True, "acting sergeant")
    nominated(scene, 30)
    review = scene.review(60, who=SECOND)
    assert (review.reviewer_rank, review.reviewer_rank_authority, review.acting) == ("SERGEANT", AUTHORITY, SAID)
    assert review.event.officer_rank == "SERGEANT"
    assert breaches_of(scene, 61) == []


@pytest.mark.parametrize(
    ("begins", "until", "values"),
    [
        (31, None, {}),  # not begun
        (-60, 30, {}),  # over at that very instant
        (-60, None, {"state": Posting.State.PROPOSED}),
        (-60, None, {"state": Posting.State.REFUSED}),
    ],
)
def test_nobody_is_listed_or_asked_at_an_instant_at_which_the_posting_does_not_stand(
    scene: Scene, begins: float, until: float | None, values: dict[str, Any]
) -> None:
    act_in(scene.cast, SECOND, "SERGEANT", begins, until, **values)
    assert SECOND not in listed(scene, 30)
    with pytest.raises(CannotReview, match="rank"):
        nominated(scene, 30)


def test_a_review_counts_by_the_rank_at_its_own_instant_however_late_it_is_entered(scene: Scene) -> None:
    act_in(scene.cast, SECOND, "SERGEANT", 40, 70)
    review = of_second(scene, 60)
    assert (review.reviewer_rank, review.acting) == ("SERGEANT", SAID)
    assert breaches_of(scene, 61) == []


def test_a_review_before_or_after_the_acting_rank_is_one_by_too_low_a_rank(scene: Scene) -> None:
    act_in(scene.cast, SECOND, "SERGEANT", 61, 70)
    review = of_second(scene, 60)
    assert (review.reviewer_rank, review.reviewer_rank_authority, review.acting) == ("CONSTABLE", "", "")
    assert breaches_of(scene, 61) == ["R1"]


def test_what_was_kept_does_not_change_when_the_posting_or_the_rank_does(scene: Scene) -> None:
    posting = act_in(scene.cast, SECOND, "SERGEANT", -30)
    scene.review(60, who=SECOND)
    with acting_as(SYSTEM):
        posting.posted_until = scene.minute(80)
        posting.save()
    assert breaches_of(scene, 100) == []
    with acting_as(SYSTEM):
        assert Review.objects.get().acting == SAID


def test_an_acting_sergeant_who_examines_needs_an_inspector_to_review(cast: Cast) -> None:
    act_in(cast, "pc.stansted", "SERGEANT", -30)
    scene = begin(cast)
    scene.detain()
    with acting_as(SYSTEM):
        assert Examiner.objects.get().rank == "SERGEANT"
        assert set(TimelineEvent.objects.values_list("officer_rank", flat=True)) == {"SERGEANT"}
    found = listed(scene, 30)
    assert (found["sgt.stansted"][0], found["insp.region"][0]) == (False, True)
    scene.review(60)
    assert breaches_of(scene, 61) == ["R1"]


def test_the_correction_of_a_time_across_the_beginning_of_the_acting_rank_takes_the_rank_of_the_corrected_instant(scene: Scene) -> None:
    act_in(scene.cast, SECOND, "SERGEANT", 55)
    wrong = of_second(scene, 50)
    assert breaches_of(scene, 61) == ["R1"]
    when = typed(scene.minute(60), scene.minute(101))
    scene.do("pc.stansted", actions.supersede_event, event=wrong.event, when=when, reason="The pad says so")
    with acting_as(SYSTEM):
        assert [one.acting for one in Review.objects.order_by("decided_at")] == ["", SAID]
    assert breaches_of(scene, 101) == []


def test_the_page_the_paper_and_quality_assurance_say_that_the_rank_was_an_acting_one_and_on_whose_authority(scene: Scene) -> None:
    act_in(scene.cast, SECOND, "SERGEANT", -30)
    review = scene.review(60, who=SECOND)
    assert ("Rank", SAID) in [(fact.label, fact.value) for fact in review_facts(review)]
    with acting_as(scene.cast.actor("di.region")) as actor:
        examination = scene.fresh()
        parts = review_parts(content_of(examination, scene.minute(70)))
        section = assured(queries.record_page(actor, examination, scene.minute(70)))
    assert ("Rank of the review officer", SAID) in parts[0].rows
    assert ("Rank of the review officer", SAID) in [(fact.label, fact.value) for fact in section.parts[0].facts]


def test_a_review_in_one_s_own_rank_says_nothing_of_another(scene: Scene) -> None:
    assert "Rank" not in [fact.label for fact in review_facts(scene.review(60))]


def test_an_acting_superintendent_may_be_asked_and_one_who_acts_no_longer_may_not(scene: Scene) -> None:
    act_in(scene.cast, "insp.region", "SUPERINTENDENT", 25, 40)
    sought = Sought(what="DELAY_SOLICITOR", ground="ALERTING", reason="The friend holds the phone.", authoriser=scene.cast["insp.region"])

    def ask(number: float) -> Any:
        return scene.do("pc.stansted", actions.ask_superintendent, examination=scene.examination, sought=sought, at=scene.minute(number))

    with acting_as(SYSTEM):
        shown = {number: [one.label for one in seniors(scene.fresh(), scene.minute(number))] for number in (30, 40)}
    assert [len(shown[number]) for number in (30, 40)] == [2, 1]
    assert any(label.startswith("Supt 2001") and "(acting, on call)" in label for label in shown[30])
    for number in (24, 40):
        with pytest.raises(NotSuperintendent, match="rank of inspector"):
            ask(number)
    assert ask(30).authoriser_rank == "SUPERINTENDENT"


def test_an_authority_given_by_an_acting_superintendent_is_no_breach_and_one_given_outside_that_time_is(scene: Scene) -> None:
    act_in(scene.cast, "insp.region", "SUPERINTENDENT", 25, 40)
    found = {}
    for number, what in ((30, "DELAY_SOLICITOR"), (45, "DELAY_NAMED_PERSON")):
        sought = Sought(what=what, ground="ALERTING", reason="The friend holds the phone.", authoriser=scene.cast["insp.region"])
        values = {"sought": sought, "is_oral": False, "when": typed(scene.minute(number), scene.minute(100))}
        authority = scene.do("pc.stansted", actions.record_authority, examination=scene.examination, **values)
        found[number] = (authority.authoriser_rank, breaches_of(scene, number + 1).count("R4"))
    assert found == {30: ("SUPERINTENDENT", 0), 45: ("INSPECTOR", 1)}


def strip_searched(scene: Scene, number: float) -> Search:
    """Authorised by the second constable."""
    details = actions.SearchDetails(
        searcher=scene.cast["pc.stansted"], searcher_sex="FEMALE", person_sex="FEMALE", grounds="A blade", authorised_by=scene.cast[SECOND]
    )
    values = {"kind": Kind.STRIP_SEARCH, "when": pressed(scene.minute(number)), "details": details}
    return scene.do("pc.stansted", actions.record_search, examination=scene.examination, **values)


def test_whoever_authorised_a_strip_search_has_the_rank_in_force_then(scene: Scene) -> None:
    act_in(scene.cast, SECOND, "SERGEANT", 25, 40)
    during, after = strip_searched(scene, 30), strip_searched(scene, 45)
    assert [(one.searcher_rank, one.authorised_rank) for one in (during, after)] == [("CONSTABLE", "SERGEANT"), ("CONSTABLE", "CONSTABLE")]
    assert breaches_of(scene, 46) == ["R5"]


def test_an_authority_that_was_given_beforehand_has_the_rank_of_when_it_was_given(scene: Scene) -> None:
    act_in(scene.cast, SECOND, "SERGEANT", 25, 40)
    strip = AuthorityRequest.What.STRIP_SEARCH
    values = {"what": strip, "officer": scene.cast[SECOND], "grounds": "A blade", "at": scene.minute(30)}
    request = scene.do("pc.stansted", actions.ask_authority, examination=scene.examination, **values)
    answer = scene.do(SECOND, actions.answer_request, request=request, is_given=True, words="", at=scene.minute(35))
    assert answer.answered_rank == "SERGEANT"
    search = strip_searched(scene, 45)
    assert (search.authorised_rank, breaches_of(scene, 46)) == ("SERGEANT", [])


def test_an_acting_sergeant_may_assure_while_they_act(scene: Scene) -> None:
    act_in(scene.cast, SECOND, "SERGEANT", 100, 200)
    scene.release(90)
    scene.submit(95)
    for number, expected in ((99, "sergeants and above"), (150, ""), (200, "sergeants and above")):
        actor = scene.cast.actor(SECOND, scene.minute(number))
        with acting_as(SYSTEM):
            said = objection_to(actor, scene.fresh(), scene.minute(number))
        assert said == expected or (expected and expected in said)
