"""docs/threats.md names the test that holds each control; this holds the page to the suite."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "threats.md").read_text(encoding="utf-8")


def test_every_test_that_the_page_of_threats_names_is_in_the_suite() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    written = {name for file in TESTS.rglob("test_*.py") for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.M)}
    assert len(named) > 30
    assert named - written == set()
