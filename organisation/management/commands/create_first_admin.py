"""`manage.py create_first_admin`: the person who lets in everybody else. Works once, while nobody has an account."""

import getpass
import json
import sys
from dataclasses import fields
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management.base import CommandParser

from borderops import env
from borderops.kit.clock import now
from borderops.kit.commands import Command as HouseCommand
from borderops.kit.commands import Refused
from organisation.details import Details, faults_of
from organisation.founding import ServiceInUse, found_service
from organisation.models import User

PREFIX = "BORDEROPS_FIRST_ADMIN_"
ASKED = ("username", "collar_number", "name")  # the others may stay blank
LABELS = {
    "username": "User name, with which you sign in",
    "collar_number": "Collar or staff number",
    "name": "Name",
    "rank": "Rank (leave empty for police staff)",
    "email": "E-mail (may be empty)",
    "phone": "Telephone (may be empty)",
}


class Command(HouseCommand):
    help = (
        "Creates the first administrator, once, on an empty service. Asks at a terminal; otherwise reads "
        f"{PREFIX}USERNAME, _COLLAR_NUMBER, _NAME, _RANK, _EMAIL, _PHONE and _PASSWORD (or _PASSWORD_FILE), or with --stdin a JSON object "
        "that has the same names in lower case. Without a password it makes a temporary one and prints it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stdin", action="store_true", help="read a JSON object from standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            raise Refused(f"{ServiceInUse()} Nothing was changed.")
        given = self._from_stdin() if options["stdin"] else self._from_environment()
        asked = not given and sys.stdin.isatty()
        if asked:
            given = self._from_terminal()
        password = given.pop("password", "")
        details = self._checked(given, password)
        try:
            person, temporary = found_service(details=details, password=password, is_chosen_by_them=asked, at=now())
        except ServiceInUse as error:
            raise Refused(f"{error} Nothing was changed.") from None
        self.stderr.write(
            "Sign in and set up your second factor. Then create a second administrator and post them: "
            "from that moment on every posting takes two people."
        )
        self.answer({"username": person.username, "collar_number": person.collar_number, "temporary_password": temporary or None})

    def _from_environment(self) -> dict[str, str]:
        try:
            found = {name: env.text(f"{PREFIX}{name.upper()}") for name in (*LABELS, "password")}
        except ImproperlyConfigured as error:
            raise Refused(str(error)) from None
        return {name: value for name, value in found.items() if value}

    def _from_stdin(self) -> dict[str, str]:
        try:
            found = json.loads(sys.stdin.read())
        except json.JSONDecodeError as error:
            raise Refused(f"Standard input, line {error.lineno}: not JSON ({error.msg}). Give one object, names in lower case.") from None
        if not isinstance(found, dict):
            raise Refused('Standard input: not an object. Give for example {"username": "…", "collar_number": "…", "name": "…"}.')
        known = {*LABELS, "password"}
        faults = [f"{name}: not a field of a person. Leave it out." for name in found if name not in known]
        faults += [f"{name}: must be text." for name, value in found.items() if name in known and not isinstance(value, str)]
        if faults:
            raise Refused(*faults)
        return found

    def _from_terminal(self) -> dict[str, str]:
        given = {name: input(f"{label}: ").strip() for name, label in LABELS.items()}
        given["password"] = getpass.getpass("Password (leave empty for a temporary one): ")
        if given["password"] and getpass.getpass("The same again: ") != given["password"]:
            raise Refused("password: the two were not the same. Start again.")
        return given

    def _checked(self, given: dict[str, str], password: str) -> Details:
        details = Details(**{field.name: given.get(field.name, "").strip() for field in fields(Details)})
        faults = [f"{name}: missing. Set {PREFIX}{name.upper()}, or run at a terminal." for name in ASKED if not getattr(details, name)]
        faults += [f"{name}: {sentence}" for name, sentence in faults_of(details) if getattr(details, name)]
        if password:
            try:
                validate_password(password, User(username=details.username, name=details.name))
            except ValidationError as error:
                faults += [f"password: {sentence}" for sentence in error.messages]
        if faults:
            raise Refused(*faults)
        return details
