"""Production refuses to start when it would be unsafe, and names every fault with its cure."""

import os
import subprocess
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from borderops.launcher.checking import production
from borderops.launcher.places import PYTHON, ROOT, RUN, VENV
from borderops.safety import refuse_an_unsafe_start
from organisation.models import User

WEB = [str(PYTHON), "-c", "import borderops.wsgi; print('started')"]
WORKER = [str(VENV / "bin" / "celery"), "-A", "borderops.celery", "worker", "--pool", "solo"]
BEAT = [str(VENV / "bin" / "celery"), "-A", "borderops.celery", "beat", "--pidfile=", "--schedule", str(RUN / "beat-that-must-not-start")]
MANAGE = [str(PYTHON), "manage.py", "check"]
UNSAFE = {
    "BORDEROPS_DEBUG": "1",
    "BORDEROPS_SECRET_KEY": "insecure",
    "BORDEROPS_TIME_OFFSET": "60",
    "BORDEROPS_SECOND_FACTOR_REQUIRED": "0",
    "BORDEROPS_DATABASE_ROLE": "owner",
    "BORDEROPS_ALLOWED_HOSTS": "*",
    "BORDEROPS_FILES_FOLDER": str(ROOT / "static"),
    "BORDEROPS_CLAMD": "somewhere",
}
NAMED = [
    "Debug pages are on. Unset BORDEROPS_DEBUG.",
    "The secret key is missing, short or a default.",
    "The clock is shifted. Unset BORDEROPS_TIME_OFFSET.",
    "A second factor is not required. Unset BORDEROPS_SECOND_FACTOR_REQUIRED.",
    "The service would run as the schema's owner.",
    "No host name is set, or any is allowed.",
    "The folder for files lies inside the program.",
    "The malware scanner's address cannot be read.",
]


def begin(command: list[str], **env: str) -> tuple[int, str]:
    """The exit code of a process of a production service that is given these variables besides safe ones, and all that it said."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BORDEROPS_")}
    done = subprocess.run(command, cwd=ROOT, env={**inherited, **production(), **env}, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("command", [WEB, WORKER, BEAT], ids=["web", "worker", "beat"])
def test_an_unsafe_process_does_not_start_and_names_each_fault(command: list[str]) -> None:
    code, said = begin(command, **UNSAFE)
    assert code != 0
    assert "borderops refuses to start." in said
    assert [fault for fault in NAMED if fault not in said] == []


def test_a_safe_one_starts_even_while_its_database_is_away() -> None:
    code, said = begin(WEB, BORDEROPS_DATABASE_URL="postgresql:///none?host=/nowhere")
    assert (code, said.strip().splitlines()[-1:]) == (0, ["started"])


SHOW_KEY = [str(PYTHON), "-c", "import borderops.settings as found; print(found.SECRET_KEY)"]


def test_a_secret_is_read_from_the_file_that_is_named_for_it(tmp_path: Path) -> None:
    file = tmp_path / "secret-key"
    file.write_text("k" * 60 + "\n")
    code, said = begin(SHOW_KEY, BORDEROPS_SECRET_KEY="another", BORDEROPS_SECRET_KEY_FILE=str(file))
    assert (code, said.strip()) == (0, "k" * 60)


@pytest.mark.parametrize("kind", ["missing", "folder", "bytes"])
@pytest.mark.parametrize("command", [WEB, WORKER, MANAGE], ids=["web", "worker", "manage"])
def test_a_file_of_a_secret_that_cannot_be_read_is_refused_with_one_sentence(kind: str, command: list[str], tmp_path: Path) -> None:
    """And never by falling back on a secret that stands in the environment."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    path = tmp_path / kind
    why = {"missing": "No such file or directory", "folder": "Is a directory", "bytes": "it is no text"}[kind]
    code, said = begin(command, BORDEROPS_SECRET_KEY_FILE=str(path))
    assert code != 0
    last = said.strip().splitlines()[-1]
    assert last.endswith(f"BORDEROPS_SECRET_KEY_FILE names {path}, which cannot be read: {why}.")


@pytest.mark.django_db
def test_demo_people_who_could_sign_in_stop_a_production_start(settings: Settings) -> None:
    settings.DEMO = False
    settings.SECRET_KEY = "k" * 60
    settings.SECOND_FACTOR_REQUIRED = True
    settings.ALLOWED_HOSTS = ["borderops.example"]
    settings.FILES_FOLDER = "/var/lib/borderops/files"
    refuse_an_unsafe_start()
    person = User.objects.create(username="sgt.stansted")
    with pytest.raises(ImproperlyConfigured, match=r"The database holds demo people \(sgt\.stansted\)"):
        refuse_an_unsafe_start()
    person.is_active = False
    person.save()
    refuse_an_unsafe_start()
