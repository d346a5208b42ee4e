"""Every rule of the engine is named by at least one property: a rule that only examples speak of is tested where
somebody thought to look."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from examinations.clocks import committed_law

ENGINE, HERE = Path(settings.BASE_DIR, "examinations", "clocks"), Path(__file__).parent
RULE = re.compile(r"[CR]\d+[a-z]?")


def texts(tree: ast.AST) -> Iterator[str]:
    """Every text written in that code as a value."""
    return (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def trees(folder: Path, pattern: str) -> Iterator[ast.Module]:
    """The code of the files of that name."""
    return (ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob(pattern)))


def is_property(function: ast.AST) -> bool:
    """Whether hypothesis draws what the test is given."""
    return isinstance(function, ast.FunctionDef) and any(
        isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "given" for each in function.decorator_list
    )


def test_every_rule_of_the_engine_is_named_by_a_property() -> None:
    rules = {provision.rule for provision in committed_law().all()}
    rules |= {text for tree in trees(ENGINE, "*.py") for text in texts(tree) if RULE.fullmatch(text)}
    properties = [node for tree in trees(HERE, "test_*.py") for node in ast.walk(tree) if is_property(node)]
    named = {text for each in properties for text in texts(each)}

    assert len(rules) > 20
    assert rules - named == set()
