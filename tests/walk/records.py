"""The examinations of the world, in each state and place that the policy tells apart, with their assessments and what is asked."""

import audit.actions as ledger
from examinations.models import Authority, AuthorityRequest, Examination, State
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.walk.stories import Story, begun, claimed, decided, disclosed, filed, made, packed, submitted
from tests.walk.world import ASSURED, AWAY, CREW, INSIDE, MOVED, REVIEWED, Thing, World, token


def add_examinations(world: World) -> None:
    """One in each state and place, with its assessment; of some of them something is asked."""
    cast = world.cast

    def add(key: str, row: Examination, own: list[str], port: str = "Stansted", state: str = "LIVE", restricted: bool = False) -> None:
        # Whoever began it writes it up, and nobody was given any.
        world.add("examination", Thing(key, row, port, state, frozenset(own), frozenset(own[:1]), restricted))

    def tell(story: Story, own: list[str], state: str = "LIVE") -> None:
        add(story.key, story.scene.examination, own, state=state)
        for name, row in story.things.items():
            world.add_part(name, story.key, row)

    tell(begun(cast, "live"), CREW)
    ended = begun(cast, "ended")
    ended.scene.release(100)
    tell(ended, CREW, "ENDED")
    tell(submitted(cast, "waiting"), REVIEWED, "SUBMITTED")
    story, opened = claimed(cast, "claimed")
    tell(story, ASSURED, "SUBMITTED")
    story, sent_back = decided(cast, "returned", "RETURN")
    tell(story, ASSURED, "RETURNED")
    world.add_part("disclosure_pk", "returned", filed(story))
    story, taken = decided(cast, "accepted", "ACCEPT_WITH_LEARNING")
    tell(story, ASSURED, "ACCEPTED")
    world.add_part("disclosure_pk", "accepted", disclosed(story))
    world.add_part("pack_pk", "accepted", packed(story))
    for key, assessment in {"open": opened, "returned": sent_back, "accepted": taken}.items():
        world.add("assessment", Thing(key, assessment, "Stansted", own=frozenset(ASSURED)))
    for state, key in ((State.LIVE, "live"), (State.ENDED, "ended"), (State.SUBMITTED, "waiting"), (State.RETURNED, "returned")):
        add(f"away_{key}", made(cast, f"away_{key}", AWAY, "Newcastle", state), AWAY, "Newcastle", state)
        add(f"leaver_{key}", made(cast, f"leaver_{key}", ["pc.leaver"], "Stansted", state), ["pc.leaver"], state=state)
        add(f"moved_{key}", made(cast, f"moved_{key}", MOVED, "Stansted", state), MOVED, state=state)
        row = made(cast, f"restricted_{key}", INSIDE, "Stansted", state, restricted=True)
        add(f"restricted_{key}", row, INSIDE, state=state, restricted=True)
    world.add_part("authority_pk", "away_live", _asked(world))
    world.add_part("request_pk", "away_live", _asked_beforehand(world))
    add("newcastle", made(cast, "newcastle", ["pc.elsewhere"], "Newcastle", State.LIVE), ["pc.elsewhere"], "Newcastle")
    add("luton", made(cast, "luton", ["pc.luton"], "Luton", State.LIVE), ["pc.luton"], "Luton")


def _asked(world: World) -> Authority:
    """Of the superintendent, and not answered yet."""
    cast, mark = world.cast, token("away_live")
    with acting_as(SYSTEM):
        asked = Authority.objects.create(
            examination_id=world.of("examination")["away_live"].pk,
            what=Authority.What.DELAY_SOLICITOR,
            ground="EVIDENCE",
            reason=f"Because {mark}",
            authoriser=cast["supt.oncall"],
            authoriser_rank=cast["supt.oncall"].rank,
            manner=Authority.Manner.ASKED,
            entered_by=cast["pc.elsewhere"],
            entered_at=cast.at,
        )
        ledger.record("examination.superintendent_asked", asked.examination, changed=[asked])
    return asked


def _asked_beforehand(world: World) -> AuthorityRequest:
    """Of the superintendent, before a search, and not answered yet."""
    cast, examination = world.cast, world.of("examination")["away_live"].row
    with acting_as(SYSTEM):
        asked = AuthorityRequest.objects.create(
            examination_id=examination.pk,
            what=AuthorityRequest.What.STRIP_SEARCH,
            asked_of=cast["supt.oncall"],
            asked_by=cast["pc.elsewhere"],
            asked_at=cast.at,
            grounds=f"Because {token('away_live')}",
        )
        ledger.record("examination.authority_asked", asked.examination, changed=[asked])
    return asked
