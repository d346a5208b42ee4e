"""What is known of a person with an account, and what each detail may look like. One list of rules for the form and for the command."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from organisation.ranks import Rank

USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?")
NUMBER = re.compile(r"[A-Z0-9]{1,12}")
PHONE = re.compile(r"\+?[0-9 ]{5,29}")


@dataclass(frozen=True, slots=True)
class Details:
    """`rank` is a name of `Rank`, blank for police staff; `phone` is the number to ring on duty."""

    username: str
    collar_number: str
    name: str
    rank: str = ""
    email: str = ""
    phone: str = ""


def _is_email(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True


# field → (is it good?, the sentence when it is not)
RULES: dict[str, tuple[Callable[[str], object], str]] = {
    "username": (USERNAME.fullmatch, "Use small letters, digits, dots and hyphens, such as a.example, at most 60 of them."),
    "collar_number": (NUMBER.fullmatch, "Use capital letters and digits only, at most 12 of them."),
    "name": (lambda value: 0 < len(value) <= 80, "Give a name of at most 80 characters."),
    "rank": (lambda value: not value or value in Rank.__members__, f"Choose one of {', '.join(Rank.__members__)}, or leave it empty."),
    "email": (lambda value: not value or _is_email(value), "Give an address such as name@force.example, or leave it empty."),
    "phone": (lambda value: not value or PHONE.fullmatch(value), "Use digits and spaces, such as 01632 960123, or leave it empty."),
}


def faults_of(details: Details) -> list[tuple[str, str]]:
    """(field, sentence) for each detail that cannot be taken."""
    return [(name, sentence) for name, (is_good, sentence) in RULES.items() if not is_good(getattr(details, name))]
