"""The web process's entry for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borderops.settings")
application = get_wsgi_application()

from borderops.kit.service_role import hold_connections_to_the_service_role  # noqa: E402 — needs the apps
from borderops.kit.settling import settle  # noqa: E402
from borderops.safety import refuse_an_unsafe_start  # noqa: E402

hold_connections_to_the_service_role()
refuse_an_unsafe_start()
settle()
