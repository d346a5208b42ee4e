"""The check digit of machine-readable travel documents (ICAO Doc 9303 part 3): weights 7, 3, 1 over digits, letters and fillers. It finds a
misread character, not a false document."""

FILLER = "<"
WEIGHTS = (7, 3, 1)
DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALPHABET = DIGITS + LETTERS + FILLER
VALUES = {sign: value for value, sign in enumerate(DIGITS + LETTERS)} | {FILLER: 0}


def check_digit(text: str) -> str:
    """The digit that belongs to this text. Raises KeyError for a sign that no such document prints."""
    return str(sum(VALUES[sign] * WEIGHTS[place % 3] for place, sign in enumerate(text)) % 10)
