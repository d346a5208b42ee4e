"""Refuses to start a web, worker or beat process that would be unsafe in production, and says everything that is wrong at once."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from borderops.demo.staff import SIGN_INS
from borderops.kit.checks import faults
from organisation.models import User


def refuse_an_unsafe_start() -> None:
    """Raises ImproperlyConfigured naming each fault and its cure; in demo mode nothing is refused."""
    if settings.DEMO:
        return
    found = [f"{fault.msg} {fault.hint}" for fault in faults()]
    if people := demo_people():
        found.append(f"The database holds demo people ({', '.join(people)}). Start with an empty database, or deactivate them.")
    if found:
        raise ImproperlyConfigured("borderops refuses to start. " + " ".join(found))


def demo_people() -> list[str]:
    """The demo sign-ins that would work. While the database is away nobody can sign in, and a restart must not make that worse."""
    try:
        known = User.objects.filter(username__in=[sign.username for sign in SIGN_INS], is_active=True)
        return sorted(known.values_list("username", flat=True))
    except OperationalError:
        return []
