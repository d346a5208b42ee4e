"""Which rooms of an app the floors above may import, one by one (docs/decisions/0016). Whoever needs another moves the thing to one that is
open, or opens the room here with a reason; a room that nobody uses any more is closed again."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

HOME = Path(settings.BASE_DIR)
APPS = ("workbench", "assurance", "examinations", "rostering", "accreditation", "organisation", "audit")
SHUT = frozenset({"views", "forms", "tasks", "templatetags", "management", "migrations", "urls", "admin", "apps"})
"""What answers a request, a clock or a template: nobody else's to call."""
OPEN: dict[str, frozenset[str]] = {
    # acts, looks, the tables; which request an entry belongs to; which job was last heard from
    "audit": frozenset({"actions", "queries", "models", "context", "heartbeats"}),
    "organisation": frozenset(
        {
            "models",
            # the policy engine and the two lines of the door
            *("policy", "doors", "scopes", "standing", "ranks", "acting"),
            # what every page that acts is built on
            *("once", "drafts", "conflicts", "refusals", "sessions", "opening"),
            # where an upper floor registers itself to be asked or told
            *("tabs", "notices", "reconciling"),
        }
    ),
    "accreditation": frozenset({"queries", "models"}),
    "rostering": frozenset({"queries", "models"}),
    "examinations": frozenset(
        {
            *("models", "queries", "actions"),
            # rules, from facts to facts
            *("clocks", "instants", "law", "rights", "property", "owed", "counting", "refusals", "timeline"),
            # words for what was recorded, which two floors must not say differently
            *("choices", "faces", "fields", "goods", "outcomes", "outsiders", "reference", "thing_facts", "wording"),
        }
    ),
    "assurance": frozenset({"queries", "models"}),
    "workbench": frozenset(),
}
REMAINING = frozenset(
    {
        # The criteria are corrected as the law is, with the same form and the same way of taking it.
        ("assurance.forms", "examinations.forms"),
        ("assurance.views", "examinations.views"),
    }
)
"""Imports of rooms that are shut, which are to go."""


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it; of `from app import name` the room of that name, where there is one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{each.name}" for each in node.names) if "." not in node.module else (node.module,)


def between_apps() -> dict[tuple[str, str], set[str]]:
    """For each room that imports a room of another app, from where: ("assurance.forms", "examinations.models") and the files."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for app in APPS:
        for path in sorted((HOME / app).rglob("*.py")):
            parts = path.relative_to(HOME).with_suffix("").parts
            for module in imported(path):
                names = module.split(".")
                if names[0] in APPS and names[0] != app:
                    found[".".join(parts[:2]), ".".join(names[:2])].add(str(path.relative_to(HOME)))
    return found


def open_to_others() -> set[str]:
    return {f"{app}.{room}" for app, rooms in OPEN.items() for room in rooms}


def test_an_app_imports_of_another_only_the_rooms_that_are_open() -> None:
    """Migrations apart: they are written once, and what they build row security with is the organisation's."""
    known = open_to_others()
    wrong = {pair: files for pair, files in between_apps().items() if pair[1] not in known and pair not in REMAINING}
    assert {pair: files for pair, files in wrong.items() if not pair[0].endswith(".migrations")} == {}


def test_what_is_open_or_remains_is_used_so_that_the_list_only_shrinks() -> None:
    used = between_apps()
    assert open_to_others() - {room for _, room in used} == set()
    assert REMAINING - used.keys() == set()


def test_no_room_that_answers_a_request_is_open() -> None:
    assert {room for room in open_to_others() if room.split(".")[1] in SHUT} == set()


def test_every_open_room_is_there() -> None:
    missing = [room for room in open_to_others() if not ((at := HOME / room.replace(".", "/")).is_dir() or at.with_suffix(".py").is_file())]
    assert missing == []


def test_an_import_is_seen_however_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text("import examinations.views.law\nfrom organisation import policy\n\ndef f():\n    from audit.tasks import seal\n")
    assert set(imported(path)) == {"examinations.views.law", "organisation.policy", "audit.tasks"}
