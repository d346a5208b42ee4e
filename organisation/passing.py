"""A temporary password on its way from the act that made it to the one page that shows it: sealed, in the administrator's own session,
and gone once it was shown."""

from django.http import HttpRequest

from organisation.models import User
from organisation.sealing import Unsealable, seal, unseal

SLOT, PURPOSE = "temporary_password", "temporary passwords"


def hand_over(request: HttpRequest, person: User, password: str) -> None:
    """Keep the password for the next page. One at a time: an earlier one that was never looked at is gone."""
    sealed = seal(password.encode(), purpose=PURPOSE, bound_to=str(person.pk))
    request.session[SLOT] = {"person": str(person.pk), "sealed": sealed.hex()}


def take(request: HttpRequest, person: User) -> str | None:
    """The password, the first time that it is asked for; None ever after."""
    kept = request.session.get(SLOT)
    if not kept or kept["person"] != str(person.pk):
        return None
    del request.session[SLOT]
    try:
        return unseal(bytes.fromhex(kept["sealed"]), purpose=PURPOSE, bound_to=str(person.pk)).decode()
    except Unsealable:
        return None
