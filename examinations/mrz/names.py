"""Names as travel documents print them: twenty-six letters and fillers (ICAO Doc 9303 part 3, section 6). The same letters serve to compare
a name that was typed with one that was read."""

import unicodedata

from examinations.mrz.digits import FILLER, LETTERS

# Letters of the Latin script that the documents do not merely strip of their marks.
LATIN = {
    "Ä": "AE",
    "Å": "AA",
    "Æ": "AE",
    "Ð": "D",
    "Đ": "D",
    "Ħ": "H",
    "Ĳ": "IJ",
    "ĸ": "Q",
    "Ł": "L",
    "Ŋ": "N",
    "Ö": "OE",
    "Ø": "OE",
    "Œ": "OE",
    "ẞ": "SS",
    "Þ": "TH",
    "Ŧ": "T",
    "Ü": "UE",
}
CYRILLIC = dict(
    zip(
        "АБВГДЕЁЖЗИЙІКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЄЇҐ",
        "A B V G D E E ZH Z I I I K L M N O P R S T U F KH TS CH SH SHCH IE Y - E IU IA IE I G".replace("-", "").split(" "),
        strict=True,
    )
)
LETTERS_OF = LATIN | CYRILLIC
PARTS = frozenset(" -‐‑–—/.,<")  # what stands between the parts of a name; an apostrophe does not


def transliterate(name: str) -> str:
    """The name in capitals of the Latin alphabet, its parts divided by single blanks: `Müller-O'Brien` becomes `MUELLER OBRIEN`.

    Signs that the documents have no rule for are left out.
    """
    written = []
    for sign in unicodedata.normalize("NFC", name).upper():
        if sign in LETTERS_OF:
            written.append(LETTERS_OF[sign])
        elif sign in PARTS or sign.isspace():
            written.append(" ")
        else:
            written.extend(part for part in unicodedata.normalize("NFKD", sign) if part in LETTERS)
    return " ".join("".join(written).split())


def names_of(field: str) -> tuple[str, str]:
    """Family and given names of a name field: two fillers divide them, one filler divides the parts of each."""
    family, _, given = field.strip(FILLER).partition(FILLER * 2)
    return _spoken(family), _spoken(given)


def _spoken(part: str) -> str:
    return " ".join(part.replace(FILLER, " ").split())


def field_of(family: str, given: str, length: int) -> str:
    """A name field of that length: what a document would print for these names, cut where they do not fit."""
    parts = [transliterate(part).replace(" ", FILLER) for part in (family, given)]
    return (FILLER * 2).join(part for part in parts if part)[:length].ljust(length, FILLER)
