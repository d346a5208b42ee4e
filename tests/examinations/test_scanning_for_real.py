"""Attachments scanned by ClamAV's own daemon: the protocol as it speaks it, and what becomes of the files."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from borderops.kit import clamd
from examinations.tasks import scan_attachments
from tests.cast import Cast
from tests.examinations.pages import begun
from tests.examinations.test_attachments import PHOTO, attached, download, listed, rows
from tests.kit import sample_files as sample
from tests.kit.clamd_server import EICAR
from tests.kit.real_clamd import LIMIT, NAME, program, real_clamd

pytestmark = pytest.mark.skipif(program() is None, reason="clamd is not installed: apt-get install clamav-daemon, as `make test` does.")
FOUND = f"{NAME}.UNOFFICIAL"  # what ClamAV adds to a signature that is not its own


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with real_clamd(tmp_path_factory.mktemp("clamd")) as address:
        yield address


@pytest.fixture(autouse=True)
def scanned(settings: Settings, tmp_path: Path, daemon: str) -> None:
    settings.FILES_FOLDER, settings.CLAMD = str(tmp_path / "files"), daemon


def test_a_clean_and_an_infected_attachment_of_one_record_are_told_apart(cast: Cast) -> None:
    scene = begun(cast, 10)
    clean, infected = attached(cast, scene, PHOTO, "case.jpg"), attached(cast, scene, sample.pdf() + EICAR, "ticket.pdf")
    scan_attachments()
    assert [(row.number, row.scan, row.found) for row in rows(scene)] == [(1, "CLEAN", ""), (2, "QUARANTINED", FOUND)]
    for who in ("pc.stansted", "sgt.stansted"):
        assert download(cast, clean, who).status_code == 200
        assert download(cast, infected, who).status_code == 403
    assert FOUND in listed(cast, scene)


def test_a_file_of_many_blocks_is_sent_whole(daemon: str) -> None:
    long = bytes(3 * clamd.BLOCK)
    assert clamd.scan(io.BytesIO(long), daemon) == ""
    assert clamd.scan(io.BytesIO(long + EICAR), daemon) == FOUND


def test_a_file_beyond_the_daemons_own_limit_cannot_be_read(daemon: str) -> None:
    """It answers and hangs up while the rest is still being sent."""
    with pytest.raises(clamd.Unreadable, match="size limit exceeded"):
        clamd.scan(io.BytesIO(bytes(4 * LIMIT << 20)), daemon)
