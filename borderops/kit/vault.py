"""Files beside the database: kept once under the SHA-256 of their bytes in a private folder outside everything that is served, and let out
only while their bytes still give that name. Nothing is ever changed or deleted here; whose file it is stands in the database."""

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

NAME = re.compile(r"[0-9a-f]{64}")
BLOCK = 1 << 20


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
    if path.exists():
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
