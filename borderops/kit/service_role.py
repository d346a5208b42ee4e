"""Whether a database connection is one that row security and the privileges bind. A web or worker process that is connected as the schema's
owner, as a superuser or with BYPASSRLS would have no second line at all, so it does not go on."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

STANDING = """
SELECT rolname, rolsuper, rolbypassrls, EXISTS (
  SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND pg_has_role(relowner, 'MEMBER')
)
FROM pg_roles WHERE rolname = current_user
"""
CURE = "Web, worker and beat use BORDEROPS_DATABASE_URL with a role like bo_app (borderops/launcher/roles.sql)."


def refuse_a_role_that_is_not_bound(sender: object, connection: BaseDatabaseWrapper, **signal: Any) -> None:
    """Closes the connection and raises ImproperlyConfigured when nothing would bind it. One query for each new connection."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING)
        name, is_super, bypasses, owns = cursor.fetchone() or ("", True, True, True)
    why = "is a superuser" if is_super else "passes by row security" if bypasses else "owns the schema's tables" if owns else ""
    if why:
        connection.close()
        raise ImproperlyConfigured(f"borderops refuses to work as the database role {name}, which {why}. {CURE}")


def hold_connections_to_the_service_role() -> None:
    """From now on in this process every connection is checked, and the first one now, unless the database is away."""
    connection_created.connect(refuse_a_role_that_is_not_bound, dispatch_uid="borderops.service_role")
    try:
        connection.ensure_connection()
    except OperationalError:
        return
