"""Files beside the database: kept once under the SHA-256 of their bytes in a private folder outside everything that is served, and let out
only while their bytes still give that name. Whose file it is stands in the database; nothing that a row names is changed or deleted."""

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

NAME = re.compile(r"[0-9a-f]{64}")
BLOCK = 1 << 20
AT_ONCE = 500  # names asked about in one query


class NotKept(Exception):
    """There is no such file, or its bytes are no longer those that were kept."""


def path_of(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise ValueError("A file is known by the 64 hexadecimal digits of its SHA-256.")
    return Path(settings.FILES_FOLDER) / name[:2] / name


def keep(content: bytes) -> str:
    """Keep the bytes and return their name. They are on the disk when this returns, so that a row never names what is not there."""
    name = hashlib.sha256(content).hexdigest()
    path = path_of(name)
    with _held(fcntl.LOCK_SH):
        if path.exists():
            os.utime(path)  # whoever kept it first may never have named it; from now on it is young again
            return name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(0o400)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    _settle(path.parent)
    return name


@contextmanager
def _held(how: int) -> Iterator[None]:
    """The folder's lock: shared by those who keep, alone for whoever deletes."""
    folder = Path(settings.FILES_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("a") as handle:
        fcntl.flock(handle, how)
        yield


def forget(before: datetime, named: Callable[[Collection[str]], Collection[str]]) -> int:
    """Delete the files kept before this instant that `named` does not give back, and drafts that were never finished: what a transaction
    that failed had kept. How many went. A file is taken for young while it is kept again, so that none goes that is about to be named."""
    gone = 0
    old = [path for path in Path(settings.FILES_FOLDER).glob("[0-9a-f][0-9a-f]/*") if _is_older(path, before)]
    for some in (old[start : start + AT_ONCE] for start in range(0, len(old), AT_ONCE)):
        spoken_for = set(named([path.name for path in some if NAME.fullmatch(path.name)]))
        for path in some:
            with _held(fcntl.LOCK_EX):
                if path.name not in spoken_for and _is_older(path, before):
                    path.unlink(missing_ok=True)
                    gone += 1
    return gone


def _is_older(path: Path, before: datetime) -> bool:
    try:
        return path.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return False


def _settle(folder: Path) -> None:
    """Put the new name itself on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def opened(name: str) -> BinaryIO:
    """The file, open at its beginning. Raises `NotKept` when it is gone or its bytes are not those that were kept."""
    try:
        file = path_of(name).open("rb")
    except OSError as error:
        raise NotKept("The file is not where it was kept.") from error
    found = hashlib.sha256()
    while block := file.read(BLOCK):
        found.update(block)
    if found.hexdigest() != name:
        file.close()
        raise NotKept("The file's bytes are no longer those that were kept.")
    file.seek(0)
    return file


def is_ready() -> bool:
    """Whether the folder can be written."""
    folder = Path(settings.FILES_FOLDER)
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
