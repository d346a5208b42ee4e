"""`manage.py mrz`: JSON on standard output, sentences on standard error, no database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.examinations.mrz_lines import passport

ROOT = Path(__file__).resolve().parents[2]


def run(*lines: str) -> subprocess.CompletedProcess[str]:
    closed = "postgres://nobody@127.0.0.1:9/none"  # a port on which nothing listens
    nowhere = {"BORDEROPS_DATABASE_URL": closed, "BORDEROPS_OWNER_DATABASE_URL": closed, "BORDEROPS_REDIS_URL": "redis://127.0.0.1:9/0"}
    command = [sys.executable, "manage.py", "mrz", *lines]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **nowhere}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("wrong", [False, True])
def test_lines_are_answered_in_json(wrong: bool) -> None:
    lines = passport()
    given = [lines[0], lines[1].replace("L898902C3", "LB98902C3") if wrong else lines[1]]
    done = run(*given)
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert answer["format"] == "TD3"
    assert answer["nationality"] == {"code": "UTO", "name": "Utopia (specimen, no State)"}
    assert answer["valid"] is not wrong
    assert {check["field"]: check["valid"] for check in answer["checks"]}["document_number"] is not wrong
    offered = [one["value"] for one in answer["corrections"] if one["field"] == "document_number"]
    assert ("L898902C3" in offered) is wrong


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["P<UTO"], "1 line given."),
        ([passport()[0], "L898902C3"], "Line 2 has 9 signs and should have 44."),
        ([passport()[0], passport()[1][:-1] + "?"], "Line 2, position 44 is '?'."),
    ],
)
def test_what_is_no_document_is_refused_in_sentences(lines: list[str], sentence: str) -> None:
    done = run(*lines)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(sentence)
    assert "Traceback" not in done.stderr
