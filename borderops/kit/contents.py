"""What an uploaded file really is: told by its bytes, held against its name, and looked through in a process of its own. Original bytes are
kept and never made anew, since a photograph's own data may be evidence; in return nothing here is ever drawn inside a page of ours."""

import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings

MOST_BYTES = 20_000_000
MOST_SAID = "20 MB"
LONGEST_NAME = 100
SECONDS = 20  # for one file, the start of its process included


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file that is taken: how it begins, how its name may end, and what it is called on the screen."""

    media_type: str
    label: str
    beginnings: tuple[bytes, ...]
    endings: tuple[str, ...]


FORMS = (
    Form("image/jpeg", "a JPEG picture", (b"\xff\xd8\xff",), ("jpg", "jpeg")),
    Form("image/png", "a PNG picture", (b"\x89PNG\r\n\x1a\n",), ("png",)),
    Form("image/tiff", "a TIFF picture", (b"II*\x00", b"MM\x00*"), ("tif", "tiff")),
    Form("application/pdf", "a PDF", (b"%PDF-",), ("pdf",)),
)
ENDING = {form.media_type: form.endings[0] for form in FORMS}
TAKEN = "JPEG, PNG and TIFF pictures and PDF documents are taken"
FAULTS = {
    "damaged": "is damaged or incomplete. Open it, save it again, and attach the new copy.",
    "foreign": "holds a second file of another kind inside it. Make a new copy with nothing but the picture or the document in it.",
    "pixels": "has more pixels than can be opened safely. Make it smaller than 110 million pixels, or split the scan.",
    "frames": "has more than 200 pages. Split it.",
    "objects": "is built too large to be looked through. Print it to a new PDF, or split it.",
    "encrypted": "is locked with a password, so it cannot be checked. Attach a copy without the password.",
    "script": "holds a script. Print it to a new PDF and attach that.",
    "launch": "can start a program or send something away. Print it to a new PDF and attach that.",
    "embedded": "carries other files or media inside it. Take them out, or print it to a new PDF, and attach that.",
    "form": "holds a form that runs by itself. Print it to a new PDF and attach that.",
    "slow": "takes too long to look through. Print it to a new PDF, or split it.",
}


class Unfit(Exception):
    """The file cannot be taken. The text begins with its name and says how to put it right."""


def clean_name(given: str) -> str:
    """The last part of the name without anything that is not seen or turns the writing round; shortened, its ending kept."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(" " if character.isspace() else character for character in last if _is_seen(character))
    plain = " ".join(unicodedata.normalize("NFC", seen).split()).strip(". ") or "file"
    path = PurePosixPath(plain)
    return plain if len(plain) <= LONGEST_NAME else path.stem[: LONGEST_NAME - len(path.suffix[:10])] + path.suffix[:10]


def _is_seen(character: str) -> bool:
    """Controls, marks of direction, what has no width and halves of characters are not."""
    return character.isspace() or unicodedata.category(character)[0] != "C"


def look_into(content: bytes, name: str) -> str:
    """The media type of what was sent under this (clean) name. Raises `Unfit`."""
    if not content:
        raise Unfit(f"{name} is empty. Attach it again from where it was made.")
    if len(content) > MOST_BYTES:
        raise Unfit(too_large(name))
    form = next((form for form in FORMS if content.startswith(form.beginnings)), None)
    if form is None:
        raise Unfit(f"{name} is none of the kinds of file that can be attached. {TAKEN}; save it as one of these.")
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    if ending not in form.endings:
        raise Unfit(f"{name} is {form.label} by its content, but its name says otherwise. Give it the ending .{form.endings[0]}.")
    if fault := _looked_through(form.media_type, content):
        raise Unfit(f"{name} {FAULTS.get(fault, FAULTS['damaged'])}")
    return form.media_type


def too_large(name: str) -> str:
    return f"{name} is larger than {MOST_SAID}. Make it smaller, or split it."


def _looked_through(media_type: str, content: bytes) -> str:
    """The one word for what is wrong with it; empty when nothing is."""
    command = [sys.executable, "-m", "borderops.kit.inspecting", media_type]
    try:
        done = subprocess.run(  # noqa: S603 (our own module, and a media type out of the table above)
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            cwd=settings.BASE_DIR,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "slow"
    if done.returncode == 0:
        return ""
    # A process that was stopped at its limits had no time to say why.
    return done.stdout.decode("ascii", "replace") or "slow"
