"""Takes one file apart in a process of its own, with little memory and little time, and says on standard output what is wrong with it.
A file made to crash, fill or stall whatever opens it does so to this process alone. Run by `borderops.kit.contents`; without Django."""

import re
import resource
import sys
import warnings
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

MEMORY = 768 * 1024 * 1024
SECONDS = 10
MOST_PIXELS = 110_000_000  # more than the largest camera of a phone that keeps its pictures below the limit of size
MOST_FRAMES = 200
MOST_OBJECTS = 60_000
MOST_DEPTH = 40
FAULT_EXIT = 3
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/tiff": "TIFF"}

# What would make a picture something else as well in a program that looks for its own beginning anywhere in a file.
FOREIGN = re.compile(rb"%PDF-|<script|<html|<!doctype|<svg|<\?php|<iframe|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c", re.I)
# Names whose mere presence means that the document does something, or carries something, when it is opened.
ACTIVE = {
    "/JavaScript": "script",
    "/JS": "script",
    "/Launch": "launch",
    "/ImportData": "launch",
    "/SubmitForm": "launch",
    "/GoToR": "launch",
    "/GoToE": "embedded",
    "/EmbeddedFile": "embedded",
    "/EmbeddedFiles": "embedded",
    "/RichMedia": "embedded",
    "/Movie": "embedded",
    "/Sound": "embedded",
    "/3D": "embedded",
    "/XFA": "form",
}
# Long enough never to turn up in compressed bytes by chance.
RAW = {name.encode(): fault for name, fault in ACTIVE.items() if len(name) > 6}
HEX = re.compile(rb"#([0-9A-Fa-f]{2})")


class Fault(Exception):
    """One word for what is wrong; `contents` makes the sentence."""


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def inspect(media_type: str, content: bytes) -> None:
    """Raises Fault when the content is not wholly and only what its first bytes say."""
    if zipfile.is_zipfile(BytesIO(content)):
        raise Fault("foreign")
    if media_type == "application/pdf":
        inspect_pdf(content)
    else:
        inspect_picture(FORMATS[media_type], content)


# --- Pictures ----------------------------------------------------------------------------------------------------------------


def inspect_picture(form: str, content: bytes) -> None:
    from PIL import Image

    warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is the lower one
    if FOREIGN.search(content):
        raise Fault("foreign")
    try:
        image: Any = Image.open(BytesIO(content), formats=[form])
    except Image.DecompressionBombError as bomb:
        raise Fault("pixels") from bomb
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise Fault("pixels")
    if form == "PNG":
        image.verify()
        return
    if form == "JPEG":
        image.draft("L", (max(1, width // 8), max(1, height // 8)))  # an eighth of each side shows whether the picture is whole
        image.load()
        return
    for frame in range(getattr(image, "n_frames", 1)):
        if frame >= MOST_FRAMES:
            raise Fault("frames")
        image.seek(frame)
        if image.size[0] * image.size[1] > MOST_PIXELS:
            raise Fault("pixels")


# --- PDF ---------------------------------------------------------------------------------------------------------------------


def inspect_pdf(content: bytes) -> None:
    from pypdf import PdfReader
    from pypdf.generic import IndirectObject

    if FOREIGN.search(content[1:1024]):
        raise Fault("foreign")
    if b"%%EOF" not in content[-2048:]:
        raise Fault("damaged")
    plain = HEX.sub(lambda found: bytes([int(found[1], 16)]), content)
    for name, fault in RAW.items():
        if name in plain:
            raise Fault(fault)
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise Fault("encrypted")
    numbers = {(number, generation) for generation, table in reader.xref.items() for number in table}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise Fault("objects")
    look_for_acts(reader.trailer)
    for number, generation in sorted(numbers):
        look_for_acts(reader.get_object(IndirectObject(number, generation, reader)))
    if not len(reader.pages):
        raise Fault("damaged")


def look_for_acts(thing: object, depth: int = 0) -> None:
    """Raises Fault at the first name that stands for something active; what is referred to is looked at in its own turn."""
    if depth > MOST_DEPTH:
        raise Fault("objects")
    for value in parts(thing):
        if isinstance(value, str) and (fault := ACTIVE.get(value)) and value.startswith("/"):
            raise Fault(fault)
        if isinstance(value, dict | list):
            look_for_acts(value, depth + 1)


def parts(thing: object) -> Iterator[object]:
    """Names and values as they stand, without following a reference."""
    if isinstance(thing, dict):
        for name in thing:
            yield name
            yield thing.raw_get(name) if hasattr(thing, "raw_get") else thing[name]
    elif isinstance(thing, list):
        yield from list.__iter__(thing)


def main() -> int:
    limit()
    try:
        inspect(sys.argv[1], sys.stdin.buffer.read())
    except Fault as fault:
        sys.stdout.write(str(fault))
        return FAULT_EXIT
    except MemoryError:
        sys.stdout.write("pixels" if sys.argv[1] in FORMATS else "objects")
        return FAULT_EXIT
    except Exception:  # whatever a library says of a broken file, it is broken
        sys.stdout.write("damaged")
        return FAULT_EXIT
    return 0


if __name__ == "__main__":
    sys.exit(main())
