"""The walk: every address of the service × everybody of the cast × every state that the table tells apart × every method, against
tests/walk/table.py and tests/walk/addresses.py, written by hand; and every byte of every answer searched for what is not theirs."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import pytest
from django.core import mail
from django.http import HttpResponse

from borderops.kit.records import new_reference, read_reference
from examinations.models import Examination
from organisation import policy
from organisation.delivery import deliver
from organisation.policy import Reach, Rule
from tests.walk.addresses import ADDRESSES, ELSEWHERE
from tests.walk.asking import NEVER, ROUTES, Cell, Walker, cells, everything, undone
from tests.walk.databases import world
from tests.walk.table import CAN, EVERYBODY, can, seen_by
from tests.walk.world import World, token

__all__ = ["world"]

ADD = 'Add to ADDRESSES in tests/walk/addresses.py, under its app, a line such as\n    "{0}": record("examination.view", READ),'


def told(faults: list[str]) -> None:
    """Fails with all that was found; the first fifty in full."""
    more = [f"and {len(faults) - 50} more"] if len(faults) > 50 else []
    assert not faults, "\n".join([f"{len(faults)} faults", *faults[:50], *more])


# --- The address book --------------------------------------------------------------------------------------------------------------


def test_every_address_stands_in_the_walk() -> None:
    missing = [name for name in ROUTES if name not in ADDRESSES]
    assert not missing, "\n".join(ADD.format(name) for name in missing)


def test_the_walk_knows_no_address_that_is_gone() -> None:
    gone = ADDRESSES.keys() - ROUTES.keys() - ELSEWHERE
    assert not gone, f"Take out of ADDRESSES in tests/walk/addresses.py: {', '.join(sorted(gone))}"


def test_every_verb_that_an_address_asks_for_stands_in_the_table() -> None:
    asked = {verb for each in ADDRESSES.values() for verb in (each.verb, each.sees, each.asks, each.posts)}
    assert asked - CAN.keys() == {"", "public", "signed in", "owner"}


@pytest.fixture(autouse=True, scope="module")
def unlogged() -> Iterator[None]:
    """Thousands of refusals are meant; each would be two lines in the log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


# --- The walk ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_address_answers_as_the_table_says_and_shows_nothing_that_is_not_theirs(world: World, who: str) -> None:
    walker = Walker(world, who)
    told([fault for cell in cells(world, who) for fault in walker.faults(cell)])


@pytest.mark.parametrize("who", ["nobody", "pc.stansted", "admin.vetting"])
def test_what_no_address_answers_is_refused_before_it_is_known_who_asks(world: World, who: str) -> None:
    walker = Walker(world, who)
    first = {kind: next(iter(things.values())) for kind, things in world.things.items()}
    asked = [Cell(who, name, method, first.get(each.kind)) for name, each in ADDRESSES.items() for method in NEVER]
    told([fault for cell in asked for fault in walker.faults(cell)])


def test_the_scan_finds_what_is_theirs_so_it_would_find_what_is_not(world: World) -> None:
    """In pages, in a document's text, and in what a page shows of a record that somebody may join."""
    walker = Walker(world, "sgt.norwich")
    for key in seen_by("sgt.norwich", world.of("examination").values()):
        with undone():
            assert token(key) in everything(walker.send(Cell("sgt.norwich", "examinations:facts", "GET", world.of("examination")[key]))), (
                key
            )
    with undone():
        response = walker.send(Cell("sgt.norwich", "examinations:document", "GET", world.of("examination")["accepted"]))
        assert response["Content-Type"] == "application/pdf"
        assert token("accepted") in everything(response)
    with undone():
        pack = everything(walker.send(Cell("sgt.norwich", "examinations:document", "GET", world.of("examination")["returned"])))
        assert '"attachments_now"' in pack, "the file inside the pack was not read"
        assert token("returned") in pack.split("record.json ", 1)[1]
    colleague = Walker(world, "pc.stansted.second")
    with undone():
        assert f"Gate {token('live')}" in everything(colleague.send(Cell("pc.stansted.second", "examinations:joining", "GET")))


def same_but_for_keys(response: HttpResponse, path: str) -> str:
    """The page without what every page has of its own: its address, its request's id and its form's keys."""
    text = response.content.decode().replace(path, "").replace(response["X-Request-ID"], "")
    return re.sub(r'(value|content|data-[a-z-]+|datetime)="[^"]*"', "", text)


@pytest.mark.parametrize("who", ["pc.luton", "sgt.stansted", "di.region", "pc.stansted.second"])
def test_a_record_that_may_not_be_seen_is_the_same_as_none(world: World, who: str) -> None:
    walker = Walker(world, who)
    unseen = [each for each in world.of("examination").values() if not can(who, "examination.view", each)]
    pages = set()
    for thing in [*unseen, None]:
        cell = Cell(who, "examinations:record", "GET", thing)
        with undone():
            response = walker.send(cell)
        assert response.status_code == 404
        pages.add(same_but_for_keys(response, walker.path(cell)))
    assert len(pages) == 1


@pytest.mark.parametrize("who", ["pc.luton", "sgt.stansted", "di.region", "psd.auditor", "pc.compartment"])
def test_a_reference_that_may_not_be_opened_is_answered_like_one_that_does_not_exist(world: World, who: str) -> None:
    walker = Walker(world, who)
    rows = [each.row for each in world.of("examination").values() if not can(who, "examination.view", each)]
    references = [row.reference for row in rows if isinstance(row, Examination)]
    answers: set[tuple[int, str]] = set()
    for reference in [each for each in references if read_reference(each)] + [new_reference("S7", 2026)]:
        with undone():
            response = cast(HttpResponse, walker.client.get("/find/", {"reference": reference}))
        answers.add((response.status_code, same_but_for_keys(response, "").replace(reference, "")))
    assert len(answers) == 1


# Who looks, at which record, with a key of which other record in its address.
CROSSED = [("pc.stansted", "live", "ended"), ("pc.stansted", "live", "leaver_live"), ("di.region", "waiting", "accepted"),
           ("di.region", "accepted", "waiting"), ("pc.elsewhere", "away_live", "live"),
           ("pc.stansted", "live", "away_live"), ("supt.oncall", "live", "away_live")]  # fmt: skip
BEHIND = {name: [part for part in ROUTES[name][0].pattern.converters if part.endswith("_pk")] for name in ROUTES if name in ADDRESSES}


@pytest.mark.parametrize("name", [name for name, parts in BEHIND.items() if parts])
def test_what_belongs_to_one_record_is_not_reached_through_another(world: World, name: str) -> None:
    """A key behind a record's own is looked for on that record alone: with any one of them exchanged, nothing is there."""
    own, method = world.of("examination"), ADDRESSES[name].methods[0]
    asked = 0
    for who, here, there in CROSSED:
        if not can(who, "examination.view", own[here]):
            continue
        for part in BEHIND[name]:
            if there not in world.parts[part]:
                continue
            exchanged = {each: keys | {here: keys[there]} if each == part else keys for each, keys in world.parts.items()}
            with undone():
                answer = Walker(replace(world, parts=exchanged), who).send(Cell(who, name, method, own[here]))
            assert answer.status_code in {403, 404}, (who, here, part)
            asked += 1
    assert asked, "the world has nothing to exchange"


def test_an_e_mail_holds_a_link_and_nothing_of_a_record(world: World) -> None:
    with undone():
        deliver()
        letters = "".join(str(letter.message()) for letter in mail.outbox)
        assert letters
    for key, thing in world.of("examination").items():
        assert isinstance(thing.row, Examination)
        assert token(key) not in letters, key
        assert thing.row.reference not in letters, key


# --- That it would notice ----------------------------------------------------------------------------------------------------------

# One cell of the policy changed, and where somebody would notice: who, address, record.
FLIPPED = [
    (Rule("CONSTABLE", "examination.view", Reach.PORT), "pc.stansted.second", "examinations:record", "live"),
    (Rule("SERGEANT", "examination.readers", Reach.OWN), "sgt.stansted", "examinations:readers", "live"),
    (Rule("CONSTABLE", "examination.disclose", Reach.OWN), "pc.stansted", "examinations:documents", "accepted"),
    (Rule("ADMIN", "dashboard.view", Reach.ALL), "admin.vetting", "workbench:dashboard", ""),
    (Rule("CONSTABLE", "people.view", Reach.ALL), "pc.luton", "organisation:person", "pc.stansted"),
]


def rows_with(rule: Rule) -> dict[str, list[Rule]]:
    """The policy with this row: in the place of the role's own on that verb if it has any, else beside the others'."""
    others = [row for row in policy._rules[rule.verb] if row.role != rule.role]
    return policy._rules | {rule.verb: [*others, rule]}


@pytest.mark.parametrize(("rule", "who", "name", "key"), FLIPPED, ids=[f"{rule.role} {rule.verb}" for rule, *_ in FLIPPED])
def test_one_cell_of_the_policy_flipped_turns_the_walk_red(
    world: World, monkeypatch: pytest.MonkeyPatch, rule: Rule, who: str, name: str, key: str
) -> None:
    cell = Cell(who, name, "GET", world.of(ADDRESSES[name].kind)[key] if key else None)
    assert not Walker(world, who).faults(cell)
    monkeypatch.setattr(policy, "_rules", rows_with(rule))
    assert Walker(world, who).faults(cell)


def test_a_view_whose_mark_was_forgotten_turns_the_walk_red(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cell = Cell("sgt.stansted", "examinations:board", "GET")
    monkeypatch.delattr(ROUTES["examinations:board"][0].callback, "verb")
    assert Walker(world, "sgt.stansted").faults(cell)
