"""A plausible year at five ports: how many, at what hours, how long, how many detained. One examination in twelve or so is a detention
(published: 7.95% in 2016); nobody is questioned past the hour undetained, save for the few mistakes that quality assurance is for."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from borderops.demo.staff import Staff
from borderops.demo.stories import Story
from borderops.kit.clock import LONDON
from organisation.build import Built
from organisation.models import User

SEED = 20_260_101
NUMBER = 150
SHARES = {"Stansted": 46, "Luton": 30, "Harwich": 12, "Norwich": 6, "Southend": 6}
SHARE_DETAINED = 0.0795
SHARE_MISTAKEN = 0.04
ALL_HOURS = (0, 1, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23)
DAY_HOURS = tuple(range(6, 22))
DAY = 24 * 60.0


def live_through(built: Built, staff: Staff, *, until: datetime, say: Callable[[str], object]) -> int:
    """The year that ended a week before `until`, oldest first. Returns how many examinations it had."""
    chance = Random(SEED)  # noqa: S311  (the same year every time, on purpose)
    moments = sorted(_moment(chance, built, until) for _ in range(NUMBER))
    for number, (began, port_name) in enumerate(moments, start=1):
        port = built.ports[port_name]
        officer = chance.choice(staff.constables[port_name])
        _one(Story(port, officer, began, chance), staff.sergeants[port_name], chance)
        if number % 25 == 0:
            say(f"  {number} of {NUMBER} examinations of the past year\n")
    return NUMBER


def _moment(chance: Random, built: Built, until: datetime) -> tuple[datetime, str]:
    name = chance.choices(list(SHARES), weights=list(SHARES.values()))[0]
    hours = ALL_HOURS if built.ports[name].is_open_all_hours else DAY_HOURS
    day = (until - timedelta(days=chance.randint(8, 360))).astimezone(LONDON).date()
    began = datetime(day.year, day.month, day.day, chance.choice(hours), chance.randint(0, 59), chance.randint(0, 59), tzinfo=LONDON)
    return began, name


def _one(story: Story, sergeants: list[User], chance: Random) -> None:
    reviewer, assurer = chance.sample(sergeants, 2) if len(sergeants) > 1 else (sergeants[0], sergeants[0])
    story.begin().notice(recorded=chance.random() >= 0.1)
    is_detained, is_mistaken = chance.random() < SHARE_DETAINED, chance.random() < SHARE_MISTAKEN
    if is_detained:
        ended = _detention(story, reviewer, chance, is_late=is_mistaken)
    else:
        ended = 64.0 if is_mistaken else chance.triangular(6, 57, 18)
        story.release(ended)
    story.complete(ended + 25)
    story.submit(ended + 40)
    story.assure(assurer, ended + chance.uniform(0.3, 2.5) * DAY, learning="Say what the answer changed." if chance.random() < 0.15 else "")


def _detention(story: Story, reviewer: User, chance: Random, *, is_late: bool) -> float:
    detained = chance.uniform(20, 55)
    story.detain(detained)
    first = detained + (71 if is_late else chance.uniform(35, 55))
    ended = first + chance.uniform(15, 110)
    story.review(reviewer, first)
    story.release(ended)
    return ended
