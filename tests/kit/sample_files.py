"""Small files of every kind that people attach, and of every kind that is made to harm whoever opens it. Made when wanted."""

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), shade: int = 120, **options: Any) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, (shade, 90, 60)).save(made, form, **options)
    return made.getvalue()


def photograph_with_its_place() -> bytes:
    """A JPEG in which the camera wrote where and with what it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Fictional Cameras"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif)


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is so large."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack("!I", len(body)) + kind + body + struct.pack("!I", zlib.crc32(kind + body))

    head = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


def _written(writer: PdfWriter) -> bytes:
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _blank() -> PdfWriter:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    return writer


def pdf() -> bytes:
    return _written(_blank())


def pdf_with_script() -> bytes:
    writer = _blank()
    act = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")})
    writer._root_object[NameObject("/OpenAction")] = writer._add_object(act)
    return _written(writer)


def pdf_with_script_spelled_otherwise() -> bytes:
    """The same, its name written with a hexadecimal escape as the format allows."""
    made = pdf_with_script().replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS ", b"/#4AS ")
    assert b"/JavaScript" not in made
    assert b"/JS" not in made
    return made


def pdf_that_starts_a_program() -> bytes:
    writer = _blank()
    act = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")})
    writer._root_object[NameObject("/OpenAction")] = writer._add_object(act)
    return _written(writer)


def pdf_with_a_file_inside() -> bytes:
    writer = _blank()
    writer.add_attachment("inside.exe", b"MZ")
    return _written(writer)


def pdf_with_a_running_form() -> bytes:
    writer = _blank()
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/XFA"): ArrayObject([NumberObject(1)])})
    return _written(writer)


def pdf_with_password() -> bytes:
    writer = _blank()
    writer.encrypt("secret", algorithm="RC4-128")
    return _written(writer)


def pdf_with_script_in_an_object_stream(padding: int = 0) -> bytes:
    """A script where a search through the file's own bytes cannot find it: in a compressed stream of objects. `padding` makes it unpack
    to so many bytes."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        4: b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
    }
    numbers, body = [], b""
    for number, text in objects.items():
        numbers.append(f"{number} {len(body)}")
        body += text + b" "
    index = " ".join(numbers).encode() + b" "
    packed = zlib.compress(index + body + b" " * padding)
    made = b"%PDF-1.5\n"
    at_stream = len(made)
    made += b"5 0 obj\n<< /Type /ObjStm /N 4 /First %d /Filter /FlateDecode /Length %d >>\nstream\n" % (len(index), len(packed))
    made += packed + b"\nendstream\nendobj\n"
    at_table = len(made)
    rows = [struct.pack("!BHB", 0, 0, 255)] + [struct.pack("!BHB", 2, 5, place) for place in range(4)]
    rows += [struct.pack("!BHB", 1, at_stream, 0), struct.pack("!BHB", 1, at_table & 0xFFFF, 0)]
    table = zlib.compress(b"".join(rows))
    made += b"6 0 obj\n<< /Type /XRef /Size 7 /Root 1 0 R /W [1 2 1] /Filter /FlateDecode /Length %d >>\nstream\n" % len(table)
    return made + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at_table


def with_a_zip_behind(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("inside.txt", "hidden")
    return content + made.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
PROGRAM = b"MZ\x90\x00" + b"\0" * 200
