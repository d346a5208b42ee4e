"""Files that no record names go after a day; those that one names stay, whatever becomes of the record's attachment."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from borderops.kit import vault
from borderops.kit.clock import now
from examinations import actions
from examinations.models import Attachment
from examinations.tasks import tidy_files
from examinations.tidying import forget_unnamed
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import begin
from tests.kit import sample_files as sample


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.FILES_FOLDER, settings.CLAMD = str(tmp_path / "files"), ""
    return tmp_path / "files"


def aged(name: str, hours: float) -> Path:
    path = vault.path_of(name)
    then = (now() - timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))
    return path


def attached(cast: Cast) -> Attachment:
    scene = begin(cast)
    given = {"name": "one.jpg", "content": sample.picture(), "words": "", "at": scene.minute(5)}
    row: Attachment = scene.do("pc.stansted", actions.attach_file, examination=scene.examination, **given)
    return row


def test_a_file_that_no_record_names_goes_after_a_day(cast: Cast) -> None:
    row = attached(cast)
    ours, orphan, young = aged(row.sha256, 48), aged(vault.keep(b"left behind"), 25), aged(vault.keep(b"about to be named"), 23)
    tidy_files()
    assert (ours.exists(), orphan.exists(), young.exists()) == (True, False, True)


def test_the_file_of_an_attachment_that_was_taken_back_stays(cast: Cast) -> None:
    row, actor = attached(cast), cast.actor("pc.stansted")
    with acting_as(actor):
        actions.withdraw_attachment(attachment=row, reason="The wrong picture.", by=actor, at=now())
    path = aged(row.sha256, 48)
    assert forget_unnamed(now() - timedelta(days=1)) == 0
    assert path.exists()


def test_a_file_that_is_kept_again_is_young_again(cast: Cast) -> None:
    aged(vault.keep(b"kept twice"), 48)
    path = vault.path_of(vault.keep(b"kept twice"))
    assert forget_unnamed(now() - timedelta(days=1)) == 0
    assert path.exists()


def test_a_draft_that_was_never_finished_goes_too(cast: Cast, folder: Path) -> None:
    vault.keep(b"something")
    (folder / "00").mkdir(exist_ok=True)
    draft = folder / "00" / "tmpunfinished"
    draft.write_bytes(b"half")
    then = (now() - timedelta(hours=30)).timestamp()
    os.utime(draft, (then, then))
    assert forget_unnamed(now() - timedelta(days=1)) == 1
    assert not draft.exists()


def test_an_empty_service_has_nothing_to_tidy(cast: Cast, folder: Path) -> None:
    assert forget_unnamed(now()) == 0
