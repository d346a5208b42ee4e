"""A person's standing at an instant: the ports that each current posting may act at, the rank in force, and the compartments they are
inside. One query."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import connection

from organisation.models.people import User
from organisation.policy import NOBODY, Actor
from organisation.ranks import highest

# django-guardian's grants are read joined with the period that gives them their meaning: a posting for ports, a membership for
# compartments.
STANDING = """
SELECT p.role, array_agg(DISTINCT g.content_object_id) FILTER (WHERE g.content_object_id IS NOT NULL), array_agg(DISTINCT p.acting_rank)
FROM organisation_posting p
JOIN organisation_unit u ON u.id = p.unit_id
LEFT JOIN organisation_portgrouppermission g
  ON g.group_id = u.group_id
 AND g.permission_id = (SELECT ap.id FROM auth_permission ap JOIN django_content_type ct ON ct.id = ap.content_type_id
                        WHERE ap.codename = 'act_at' AND ct.app_label = 'organisation' AND ct.model = 'port')
WHERE p.user_id = %(user)s AND p.state = 'CONFIRMED' AND p.posted_from <= %(at)s AND (p.posted_until IS NULL OR p.posted_until > %(at)s)
GROUP BY p.role
UNION ALL
SELECT '', array_agg(m.compartment_id), NULL
FROM organisation_compartmentmember m
JOIN organisation_compartmentuserpermission g ON g.user_id = m.user_id AND g.content_object_id = m.compartment_id
WHERE m.user_id = %(user)s AND m.member_from <= %(at)s AND m.member_until > %(at)s
"""


def standing_of(user: User, at: datetime) -> Actor:
    """The actor that `user` is at `at`. A deactivated person is nobody."""
    if not user.is_active:
        return NOBODY
    ports: dict[str, set[UUID]] = defaultdict(set)
    compartments: frozenset[UUID] = frozenset()
    rank = user.rank
    with connection.cursor() as cursor:
        cursor.execute(STANDING, {"user": user.pk, "at": at})
        for role, ids, acting in cursor.fetchall():
            if role:
                ports[role].update(ids or ())
                rank = highest(rank, *acting)
            else:
                compartments = frozenset(ids or ())
    return Actor(user=user, ports={role: frozenset(held) for role, held in ports.items()}, compartments=compartments, rank=rank)
