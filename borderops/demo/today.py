"""The demo's present: running clocks at the moment of seeding and work in every queue, so that each sign-in lands on something to do."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from borderops.demo.office import keep_the_office_busy
from borderops.demo.staff import Staff
from borderops.demo.stories import Story
from examinations import actions as acts
from examinations.models import Examination, Kind
from organisation.build import Built
from organisation.models import User
from organisation.scopes import acting_as
from organisation.standing import standing_of

DAY = 24 * 60.0


def happen(built: Built, staff: Staff, *, at: datetime) -> int:
    """Everything that is going on at `at`. Returns the number of live examinations."""
    chance = Random(7)  # noqa: S311  (the same present every time, on purpose)

    def story(port: str, officer: User, minutes_ago: float) -> Story:
        return Story(built.ports[port], officer, at - timedelta(minutes=minutes_ago), chance)

    people = staff.people
    _wait(staff, story)
    story("Stansted", people["pc.stansted"], 47).begin("Satellite 2")
    detained = story("Stansted", staff.constables["Stansted"][1], 62).begin("Arrivals hall").notice()
    _with_an_interpreter(detained)
    _keep(staff, story)
    delayed = story("Luton", people["pc.luton"], 101).begin("Examination room").notice().detain(32, raised=False)
    _with_a_right_delayed(delayed, people["supt.oncall"])
    story("Harwich", people["pc.harwich"], 9).begin("Passenger terminal")
    by_sergeant = story("Norwich", people["sgt.norwich"], 55).begin("Arrivals hall").notice()
    _with_a_sixteen_year_old(by_sergeant, at)
    offered = story("Stansted", staff.constables["Stansted"][2], 21).begin("Satellite 1").notice()
    story("Luton", staff.constables["Luton"][1], 16).begin("Arrivals hall", power="CTBSA_S3").notice()
    story("Stansted", people["pc.stansted"], 4).screen("Satellite 1")
    _before_the_commissioner(story("Luton", staff.constables["Luton"][1], 2.2 * DAY), at)
    _ask(detained, people["sgt.stansted"], staff.constables["Stansted"][1], at)
    _ask(by_sergeant, people["insp.region"], people["sgt.norwich"], at)
    _offer(offered.it, people["pc.stansted"], staff.constables["Stansted"][2], at)
    keep_the_office_busy(built, staff, detained.it, at=at)
    return 7


def _with_an_interpreter(story: Story) -> None:
    """A solicitor asked for and not yet consulted, a brother told, an interpreter by telephone."""
    story.fact(Kind.INTERPRETER_CALLED, 4, language="Turkish", provider="Fictional Languages 4471")
    story.fact(Kind.INTERPRETER_ARRIVED, 11, language="Turkish", provider="Fictional Languages 4471", mode="TELEPHONE")
    story.fill(24, nationality="Turkish").detain(25, raised=False)
    story.search(26, "Rucksack and jacket, emptied on the table; nothing found.")
    story.fact(Kind.NAMED_PERSON_REQUESTED, 27, who="His brother")
    story.fact(Kind.SOLICITOR_REQUESTED, 28, firm="Any, of the duty scheme").device(29, "Black telephone in a blue case")
    story.fact(Kind.NAMED_PERSON_INFORMED, 32, means="By telephone").fact(Kind.REFRESHMENTS, 40, refreshment="DRINK")


def _with_a_right_delayed(story: Story, superintendent: User) -> None:
    """Somebody was to be told; a superintendent delayed it aloud, and has not confirmed it yet."""
    story.fact(Kind.NAMED_PERSON_REQUESTED, 34, who="A friend").fact(Kind.SOLICITOR_REQUESTED, 35, firm="Example & Co")
    story.delay(41, "DELAY_NAMED_PERSON", superintendent, because="The friend is thought to hold the phone that is being looked for.")
    story.fact(Kind.SOLICITOR_CONSULTED, 58, mode="TELEPHONE", in_private="YES").fact(Kind.BREAK, 60).fact(Kind.PRAYER, 62).fact(
        Kind.BREAK_ENDED, 74
    )


def _with_a_sixteen_year_old(story: Story, at: datetime) -> None:
    """Detained, with the parent who came as appropriate adult."""
    story.fill(3, born_on=at.date() - timedelta(days=16 * 365 + 40), nationality="British", is_unaccompanied=False, is_vulnerable=False)
    story.fact(Kind.APPROPRIATE_ADULT_CALLED, 4, adult="PARENT").fact(Kind.APPROPRIATE_ADULT_ARRIVED, 14, adult="PARENT")
    story.detain(18)


def _keep(staff: Staff, story: Callable[[str, User, float], Story]) -> None:
    """Property whose seventh day is near, of somebody who went home days ago."""
    kept = story("Stansted", staff.people["pc.stansted"], 5.6 * DAY).begin().notice()
    telephone = kept.keep("DEVICE", 15, "Silver telephone, cracked screen")
    kept.keep("DOCUMENT", 18, "Notebook with a green cover")
    kept.release(44).copied(telephone, DAY, "LAB-118").complete(DAY + 60).submit(DAY + 75)


def _before_the_commissioner(story: Story, at: datetime) -> None:
    """Under Schedule 3: a telephone of which the Commissioner hears those affected, and a copy that waits for a superintendent's word."""
    telephone = (
        story.begin("Examination room", power="CTBSA_S3").notice().keep("DEVICE", 15, "Two-SIM telephone, silver", "NATIONAL_SECURITY")
    )
    story.copied(telephone, 40, "LAB-131", is_business=True, ground="EVIDENCE", ground_reason="Ledgers of a trading firm.").release(52)
    story.step(telephone, 75, "inform", words="By secure mail.")
    story.step(telephone, 0.5 * DAY, "invite", respond_by=at.date() + timedelta(days=9), words="Letter of the Commissioner's office.")
    story.complete(90, outcome=["INTELLIGENCE", "OFFENCE"])


def _wait(staff: Staff, story: Callable[[str, User, float], Story]) -> None:
    """Records to complete, to amend and to assure."""
    people = staff.people
    for port, name in (("Luton", "pc.luton"), ("Stansted", "pc.stansted"), ("Harwich", "pc.harwich")):
        story(port, people[name], 7 * 60).begin().notice().release(33)
    assurer = {"Luton": people["sgt.luton"], "Stansted": people["sgt.norwich"], "Harwich": people["sgt.stansted"]}
    for port, name in (("Luton", "pc.luton"), ("Stansted", "pc.stansted"), ("Harwich", "pc.harwich")):
        waiting = story(port, people[name], 3 * DAY).begin().notice().release(41)
        waiting.complete(70, selection_reason="Behaviour.", ethnicity_stated="", ethnicity_not_stated_reason="").submit(90)
        named = {"selection_reason": "Say what you saw and why it mattered.", "ethnicity_stated": "Was the question asked?"}
        waiting.assure(assurer[port], 1.5 * DAY, returned_for=named)
    for port, days in (
        ("Stansted", 1.2),
        ("Stansted", 2.4),
        ("Stansted", 4.0),
        ("Luton", 1.1),
        ("Luton", 3.3),
        ("Harwich", 2.1),
        ("Norwich", 1.7),
    ):
        waiting = story(port, staff.constables[port][0], days * DAY).begin().notice().release(38)
        waiting.complete(60).submit(75)
    late = story("Stansted", staff.constables["Stansted"][3], 2 * DAY).begin().notice().detain(35)
    late.review(people["sgt.stansted"], 106).release(140).complete(180).submit(200)
    cash = story("Stansted", staff.constables["Stansted"][2], DAY).begin("Search room").notice().seize_cash(people["pc.stansted"], 21)
    cash.release(52).complete(90, outcome=["INTELLIGENCE", "CASH"]).submit(110)
    goods = story("Stansted", people["pc.stansted"], 1.3 * DAY).begin_goods(
        what="Two sealed cartons, declared as machine parts",
        freight="AIR",
        consignment="123-45678901",
        is_sender_known=True,
        sender="Example Parts Ltd",
        is_recipient_known=False,
        was_opened=True,
        reasons="The declared weight does not fit the parts named; the sender is new on this route.",
        account="Opened with the agent present. Parts as declared, packed with lead sheet. Nothing kept.",
    )
    goods.end_goods(40).submit(60)
    learning = story("Luton", people["pc.luton"], 5 * DAY).begin().notice().release(29).complete(60).submit(75)
    learning.assure(people["sgt.luton"], DAY, learning="Write what the answer changed, not only that it was given.")
    opened = story("Stansted", staff.constables["Stansted"][4], 1.6 * DAY).begin().notice().release(44).complete(60).submit(75)
    opened.claim(people["sgt.norwich"], 1.4 * DAY)


def _ask(story: Story, reviewer: User, asker: User, at: datetime) -> None:
    actor = standing_of(asker, at)
    with acting_as(actor):
        acts.nominate_reviewer(examination=story.it, officer=reviewer, by=actor, at=at)


def _offer(examination: Examination, to: User, by: User, at: datetime) -> None:
    actor = standing_of(by, at)
    with acting_as(actor):
        acts.offer_handover(examination=examination, to=to, by=actor, at=at, words="Notice served; journey checked. My shift ends.")
