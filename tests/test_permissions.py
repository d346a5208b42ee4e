"""The permission table against the application and against the database: `tests/walk/table.py` is written by hand, and the policy engine
and PostgreSQL's row security must each say the same. The walk of every address is in tests/test_walk.py."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from assurance.models import Assessment
from examinations.models import Examination
from organisation import policy
from organisation.models import Draft
from organisation.policy import NOBODY as NO_ACTOR
from organisation.policy import SYSTEM, Actor, Reach, Rule
from organisation.scopes import acting_as, set_scope, settings_of
from tests.walk.databases import world
from tests.walk.table import ABOUT, BEYOND_THE_DATABASE, CAN, EVERYBODY, PEOPLE, can, may_try, seen_by
from tests.walk.world import World

__all__ = ["world"]

KIND_OF = {verb: kind for kind, verbs in ABOUT.items() for verb in verbs}
Cell = tuple[str, str, str]  # who, verb, thing


@pytest.fixture(scope="module")
def actors(world: World) -> dict[str, Actor]:
    return {name: world.cast.actor(name) if name in world.cast.people else NO_ACTOR for name in EVERYBODY}


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def differences(world: World, actors: dict[str, Actor], verbs: Iterator[str] | list[str]) -> set[Cell]:
    """The cells in which the application's policy and the table disagree; "" stands for no thing in particular."""
    found: set[Cell] = set()
    for verb in verbs:
        for name, actor in actors.items():
            if policy.may(actor, verb) != may_try(name, verb) and actor.id is not None:
                found.add((name, verb, ""))
            if kind := KIND_OF.get(verb):
                found |= {
                    (name, verb, key)
                    for key, thing in world.of(kind).items()
                    if bool(policy.can(actor, verb, thing.row)) != can(name, verb, thing)
                }
    return found


# --- The policy engine -----------------------------------------------------------------------------------------------------


def test_every_verb_of_the_policy_stands_in_the_table_and_the_other_way_round() -> None:
    assert {rule.verb for rule in policy.table()} == CAN.keys()


def test_the_world_is_as_the_table_believes(world: World) -> None:
    for key, thing in world.of("examination").items():
        row = thing.row
        assert isinstance(row, Examination)
        own = frozenset(name for name, person in world.cast.people.items() if person.pk in row.participants)
        authors = frozenset(name for name, person in world.cast.people.items() if person.pk in row.authors)
        believed = (thing.port, thing.state, thing.own, thing.authors, thing.is_restricted)
        with acting_as(SYSTEM):
            assert (row.port.name, row.state, own, authors, row.compartment_id is not None) == believed, key


def test_can_says_what_the_table_says_for_everybody_every_verb_and_every_thing(world: World, actors: dict[str, Actor]) -> None:
    assert differences(world, actors, list(CAN)) == set()


def test_scope_says_the_same_as_can(world: World, actors: dict[str, Actor]) -> None:
    """Lists, counts and searches ask the one, pages about a single thing the other."""
    with acting_as(SYSTEM):
        for verb, kind in KIND_OF.items():
            things = world.of(kind)
            rows = type(next(iter(things.values())).row)._default_manager.filter(pk__in=[thing.pk for thing in things.values()])
            for name, actor in actors.items():
                listed = set(policy.scope(actor, verb, rows).values_list("pk", flat=True))
                assert listed == {thing.pk for thing in things.values() if can(name, verb, thing)}, (name, verb)


def without(rule: Rule) -> dict[str, list[Rule]]:
    return {verb: [row for row in rows if row != rule] for verb, rows in policy._rules.items()}


def with_instead(rule: Rule, other: Rule) -> dict[str, list[Rule]]:
    return {verb: [other if row == rule else row for row in rows] for verb, rows in policy._rules.items()}


# A row that another row of the same person covers; nothing that anybody can do depends on it.
COVERED: set[tuple[str, str, Reach]] = set()


def test_no_row_of_the_policy_can_be_taken_away_unnoticed(world: World, actors: dict[str, Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    unnoticed = set()
    for rule in policy.table():
        with monkeypatch.context() as changed:
            changed.setattr(policy, "_rules", without(rule))
            if not differences(world, actors, [rule.verb]):
                unnoticed.add((str(rule.role), rule.verb, rule.reach))
    assert unnoticed == COVERED


def test_no_row_of_the_policy_can_be_widened_unnoticed(world: World, actors: dict[str, Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    unnoticed = set()
    for rule in policy.table():
        if rule.verb in KIND_OF and (rule.reach is not Reach.ALL or rule.states):
            with monkeypatch.context() as changed:
                changed.setattr(policy, "_rules", with_instead(rule, replace(rule, reach=Reach.ALL, states=None)))
                if not differences(world, actors, [rule.verb]):
                    unnoticed.add((str(rule.role), rule.verb, rule.reach))
    assert unnoticed == set()


# --- The database ----------------------------------------------------------------------------------------------------------

# Drafts and screenings belong to no examination; what is seen of them has tests of its own.
SECURED = """
SELECT relname FROM pg_class
WHERE relrowsecurity AND relnamespace = 'public'::regnamespace
  AND relname NOT IN ('organisation_draft', 'examinations_screening', 'examinations_historicalscreening') ORDER BY relname
"""


def secured_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(SECURED)
        return [name for (name,) in cursor.fetchall()]


def examination_key(table: str) -> str:
    """An expression for the examination that a row `t` of the table belongs to."""
    plain = table.replace("historical", "")
    if plain == "examinations_examination":
        return "t.id"
    if plain in ("assurance_answer", "assurance_learningpoint"):
        return "(SELECT a.examination_id FROM assurance_assessment a WHERE a.id = t.assessment_id)"
    return "t.examination_id"


def rows_by_examination(table: str) -> dict[object, int]:
    """How many rows of each examination are let through now."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {examination_key(table)}, count(*) FROM {table} t GROUP BY 1")
        return dict(cursor.fetchall())


def test_the_database_shows_of_every_table_exactly_the_records_that_each_person_may_view(world: World, actors: dict[str, Actor]) -> None:
    with acting_as(SYSTEM):
        everything = {table: rows_by_examination(table) for table in secured_tables()}
    for name, actor in actors.items():
        visible = {thing.pk for thing in world.of("examination").values() if can(name, "examination.view", thing)}
        with acting_as(actor):
            for table, rows in everything.items():
                expected = {key: count for key, count in rows.items() if key in visible}
                assert rows_by_examination(table) == expected, (name, table)
    assert sum(1 for rows in everything.values() if rows) > 20


def test_what_the_policy_allows_the_database_lets_through(world: World, actors: dict[str, Actor]) -> None:
    """For every person and verb; the exceptions go past the database's scope by a way of their own."""
    beyond: set[str] = set()
    for kind in ("examination", "assessment", "learning"):
        things = world.of(kind)
        model = type(next(iter(things.values())).row)
        for name, actor in actors.items():
            with acting_as(actor):
                visible = set(model._default_manager.values_list("pk", flat=True))
            for verb in ABOUT[kind]:
                if any(can(name, verb, thing) and thing.pk not in visible for thing in things.values()):
                    beyond.add(verb)
    assert beyond == BEYOND_THE_DATABASE.keys()


@pytest.mark.parametrize("table", ["examinations_examination", "examinations_particulars", "examinations_historicalexamination"])
def test_a_connection_on_which_nobody_said_who_is_acting_sees_nothing(world: World, table: str) -> None:
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone() == (0,)
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) > 0 FROM {table}")
        assert cursor.fetchone() == (True,)
    # A transaction that set a scope leaves empty settings behind, not NULL ones.
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.ports', true)")
        assert cursor.fetchone() == ("",)
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    ("who", "change"),
    [
        ("sgt.stansted", "port_id = (SELECT id FROM organisation_port WHERE name = 'Luton'), participants = '{}'"),
        ("sgt.stansted", "compartment_id = (SELECT id FROM organisation_compartment)"),
        ("pc.stansted", "participants = '{}'"),
    ],
)
def test_nobody_can_move_a_record_out_of_their_own_sight(world: World, actors: dict[str, Actor], who: str, change: str) -> None:
    live = world.of("examination")["live"].pk
    with undone(), acting_as(actors[who]), connection.cursor() as cursor:
        cursor.execute("UPDATE examinations_examination SET place = 'x' WHERE id = %s", [live])
        assert cursor.rowcount == 1
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            cursor.execute(f"UPDATE examinations_examination SET {change} WHERE id = %s", [live])


def test_nobody_can_change_a_record_or_add_to_one_that_they_cannot_see(world: World, actors: dict[str, Actor]) -> None:
    things = world.of("examination")
    for name, actor in actors.items():
        unseen = [thing for thing in things.values() if not can(name, "examination.view", thing)]
        with undone(), acting_as(actor), connection.cursor() as cursor:
            cursor.execute("UPDATE examinations_examination SET place = 'x' WHERE id = ANY (%s)", [[thing.pk for thing in unseen]])
            assert cursor.rowcount == 0
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                cursor.execute(
                    "INSERT INTO examinations_return (id, examination_id, fields, words, returned_by_id, returned_at, due_at)"
                    " VALUES (gen_random_uuid(), %s, '{}', '', %s, now(), now())",
                    [unseen[0].pk, world.cast["pc.stansted"].pk],
                )


def test_a_record_that_moves_into_a_compartment_takes_its_past_with_it(world: World, actors: dict[str, Actor]) -> None:
    live = world.of("examination")["live"].pk

    def versions_seen(name: str) -> int:
        with acting_as(actors[name]):
            return int(Examination.history.filter(id=live).count())  # type: ignore[attr-defined]  # a manager, once the class is made

    with undone():
        before = versions_seen("sgt.stansted")
        assert before > 1
        with acting_as(SYSTEM):
            row = Examination.objects.get(pk=live)
            row.compartment = world.cast.compartment
            row.save()
        assert versions_seen("sgt.stansted") == 0


def test_a_draft_is_its_owners_alone(world: World, actors: dict[str, Actor]) -> None:
    with undone():
        for name in PEOPLE:
            with acting_as(actors[name]):
                thing = world.of("examination")["live"].pk
                Draft.objects.create(owner=world.cast[name], form="examinations.particulars", thing_id=thing, saved_at=world.cast.at)
        for name in PEOPLE:
            with acting_as(actors[name]):
                assert list(Draft.objects.values_list("owner_id", flat=True)) == [world.cast[name].pk], name
                with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                    Draft.objects.create(owner=world.cast["pc.deactivated"], form="x.y", thing_id=thing, saved_at=world.cast.at)


def test_the_scope_found_is_put_back(world: World, actors: dict[str, Actor]) -> None:
    def seen() -> int:
        return Assessment.objects.count()

    with acting_as(actors["pc.stansted"]):
        own = seen()
        with acting_as(SYSTEM):
            assert seen() > own
            with acting_as(actors["admin.vetting"]):
                assert seen() == 0
        assert seen() == own
    assert seen() == 0


def test_two_people_one_after_the_other_on_one_connection_see_only_their_own(world: World, actors: dict[str, Actor]) -> None:
    things = world.of("examination").values()
    for name in ("sgt.luton", "pc.luton", "psd.auditor", "sgt.luton"):
        with transaction.atomic():
            set_scope(settings_of(actors[name]))
            found = set(Examination.objects.values_list("pk", flat=True))
        assert found == {thing.pk for thing in things if thing.key in seen_by(name, things)}
