"""Machine-readable lines as an issuer prints them, for tests: what the reader is asked to read back."""

from datetime import date

from examinations.mrz.digits import check_digit
from examinations.mrz.names import field_of

SEXES = {"FEMALE": "F", "MALE": "M", "UNSPECIFIED": "<"}


def passport(
    *,
    family: str = "ERIKSSON",
    given: str = "ANNA MARIA",
    number: str = "L898902C3",
    state: str = "UTO",
    nationality: str = "UTO",
    born: str = "740812",
    sex: str = "F",
    expires: str = "320415",
    optional: str = "ZE184226B",
) -> list[str]:
    """The two lines of a passport with every check digit right."""
    first = f"P<{state.ljust(3, '<')}{field_of(family, given, 39)}"
    number, optional = number.ljust(9, "<"), optional.ljust(14, "<")
    number += check_digit(number)
    born += check_digit(born)
    tail = expires + check_digit(expires) + optional + (check_digit(optional) if optional.strip("<") else "<")
    second = number + nationality.ljust(3, "<") + born + sex + tail
    return [first, second + check_digit(number + born + tail)]


def card(*, number: str = "D23145890", optional: str = "", born: str = "740812", expires: str = "320415") -> list[str]:
    """The three lines of an identity card; a number longer than nine signs goes on in the optional data."""
    if len(number) > 9:
        optional = number[9:] + check_digit(number)
        head, digit = number[:9], "<"
    else:
        head = number.ljust(9, "<")
        digit = check_digit(head)
    first = "I<UTO" + head + digit + optional.ljust(15, "<")
    dates = born + check_digit(born), expires + check_digit(expires)
    second = dates[0] + "F" + dates[1] + "UTO" + "<" * 11
    final = check_digit(first[5:30] + dates[0] + dates[1] + "<" * 11)
    return [first, second + final, field_of("ERIKSSON", "ANNA MARIA", 30)]


def six(day: date) -> str:
    return f"{day:%y%m%d}"
