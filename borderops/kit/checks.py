"""Deployment checks: production refuses to start when it would be unsafe, and says which setting is at fault."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register


def _fault(number: int, fault: str, cure: str) -> Error:
    return Error(fault, hint=cure, id=f"borderops.E{number:03}")


def faults() -> list[Error]:
    """What makes these settings unsafe outside demo mode. Also asked when a web or worker process starts."""
    if settings.DEMO:
        return []
    found = []
    if settings.DEBUG:
        found.append(_fault(1, "Debug pages are on.", "Unset BORDEROPS_DEBUG."))
    if len(settings.SECRET_KEY) < 50 or settings.SECRET_KEY.startswith(("demo", "insecure", "change")):
        found.append(
            _fault(
                2,
                "The secret key is missing, short or a default.",
                "Put at least 50 random characters in the file that BORDEROPS_SECRET_KEY_FILE names.",
            )
        )
    if settings.TIME_OFFSET:
        found.append(_fault(3, "The clock is shifted.", "Unset BORDEROPS_TIME_OFFSET."))
    if not settings.SECOND_FACTOR_REQUIRED:
        found.append(_fault(4, "A second factor is not required.", "Unset BORDEROPS_SECOND_FACTOR_REQUIRED."))
    if settings.AS_OWNER:
        found.append(
            _fault(
                5,
                "The service would run as the schema's owner.",
                "Unset BORDEROPS_DATABASE_ROLE; web and worker use BORDEROPS_DATABASE_URL.",
            )
        )
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        found.append(_fault(6, "No host name is set, or any is allowed.", "Name the service's host in BORDEROPS_ALLOWED_HOSTS."))
    if settings.OIDC["client_id"] and not settings.OIDC["server_url"].startswith("https://"):
        found.append(_fault(7, "The force's identity provider is not reached over TLS.", "Write BORDEROPS_OIDC_SERVER_URL with https://."))
    return [*found, *_faults_of_files()]


def _faults_of_files() -> Iterator[Error]:
    """Files of records must lie where nothing serves them and nothing is deployed over them."""
    cure = "Name a private folder outside the program in BORDEROPS_FILES_FOLDER, the same for web and worker."
    folder = Path(settings.FILES_FOLDER).resolve()
    if not settings.FILES_FOLDER:
        yield _fault(8, "There is no folder for files.", cure)
    elif any(folder.is_relative_to(Path(each).resolve()) for each in (settings.BASE_DIR, settings.STATIC_ROOT)):
        yield _fault(8, "The folder for files lies inside the program.", cure)
    if settings.CLAMD and not re.fullmatch(r"unix:/.+|tcp:.+:\d+", settings.CLAMD):
        yield _fault(9, "The malware scanner's address cannot be read.", "Write BORDEROPS_CLAMD as unix:/path or tcp:host:port.")


@register(deploy=True)
def production_is_safe(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    return list(faults())
