"""`make check`: what a machine can judge without running the service. All of it is run, and all that is wrong is shown at once."""

import os
import secrets
import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from borderops.launcher import installing, packages
from borderops.launcher.places import PYTHON, ROOT, VENV
from borderops.launcher.say import Refusal, line

BIN = VENV / "bin"
DEMO = {"BORDEROPS_DEMO": "1", "BORDEROPS_SECRET_KEY": "signs nothing", "BORDEROPS_DATABASE_URL": "postgresql:///none"}
INDENTED = ("--tabwidth", "2", "--extra-block", "element,endelement", "--extra-block", "slot,endslot")
"""How templates are indented; allauth's own blocks as Django's."""


def production() -> dict[str, str]:
    """A safe production environment that exists for the length of one check."""
    return {
        "BORDEROPS_DEMO": "0",
        "BORDEROPS_SECRET_KEY": secrets.token_urlsafe(64),
        "BORDEROPS_ALLOWED_HOSTS": "borderops.example",
        "BORDEROPS_FILES_FOLDER": "/var/lib/borderops/files",
        "BORDEROPS_PUBLIC_ORIGIN": "https://borderops.example",
        "BORDEROPS_DATABASE_URL": "postgresql://bo_app@database.example/borderops",
    }


@dataclass(frozen=True)
class Check:
    """One judge: its name, its command and the environment it needs. Variables of ours that are not named are taken away."""

    name: str
    command: tuple[str | Path, ...]
    env: Mapping[str, str] = field(default_factory=lambda: DEMO)

    def run(self) -> tuple[str, float, str]:
        """The name, the seconds and what is wrong; nothing when all is well."""
        started = time.monotonic()
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("BORDEROPS_")}
        words = [str(word) for word in self.command]
        done = subprocess.run(words, cwd=ROOT, env={**inherited, **self.env}, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        said = (done.stdout + done.stderr).strip() or f"it ended with {done.returncode} and said nothing"
        return self.name, time.monotonic() - started, said if done.returncode else ""


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def checks() -> list[Check]:
    manage = (PYTHON, "-W", "ignore::RuntimeWarning", ROOT / "manage.py")
    return [
        Check("types: mypy, strict", (BIN / "mypy", ".")),
        Check("lint: ruff check", (BIN / "ruff", "check", "--quiet", ".")),
        Check("format: ruff format", (BIN / "ruff", "format", "--check", "--quiet", ".")),
        Check("templates: djade", (BIN / "djade", "--target-version", "5.2", "--check", *templates())),
        Check("templates: djhtml", (BIN / "djhtml", *INDENTED, "--check", *templates())),
        Check("floors: lint-imports", (BIN / "lint-imports", "--no-cache"), {**DEMO, "PYTHONPATH": str(ROOT)}),
        Check("migrations: none is missing", (*manage, "makemigrations", "--check", "--dry-run")),
        Check("deployment: production settings", (*manage, "check", "--deploy", "--fail-level", "WARNING"), production()),
    ]


def check() -> None:
    """Raises Refusal naming every judge that found something, after showing what each found."""
    packages.ensure(packages.for_setup())
    installing.setup()
    wrong = []
    with ThreadPoolExecutor(2) as pool:
        for name, seconds, said in pool.map(Check.run, checks()):
            line(f"  {seconds:5.1f}s {name}" + (":\n" + said if said else ""))
            wrong += [name] if said else []
    if wrong:
        raise Refusal(f"To be put right: {'; '.join(wrong)}.")


def put_in_format() -> None:
    """`make format`: what ruff, djade and djhtml can mend by themselves."""
    installing.setup()
    for command in (["ruff", "check", "--fix", "--quiet", "."], ["ruff", "format", "--quiet", "."]):
        subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT)
    subprocess.run([BIN / "djade", "--target-version", "5.2", *templates()], cwd=ROOT)
    subprocess.run([BIN / "djhtml", *INDENTED, *templates()], cwd=ROOT)
