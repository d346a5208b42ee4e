"""The named selections of this app's tables, so that "current" means one thing everywhere."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q


class PostingQuerySet(models.QuerySet[Any]):
    def proposed(self) -> "PostingQuerySet":
        """Waiting for a second person; they give nobody anything yet."""
        return self.filter(state="PROPOSED")

    def standing(self, at: datetime) -> "PostingQuerySet":
        """Confirmed, begun and not ended at the instant: the postings from which authority follows."""
        return self.filter(Q(posted_until__isnull=True) | Q(posted_until__gt=at), state="CONFIRMED", posted_from__lte=at)

    def overlapping(self, posted_from: datetime, posted_until: datetime | None) -> "PostingQuerySet":
        """Proposed or confirmed, and sharing any instant with the half-open period. An open end is for ever."""
        found = self.exclude(state="REFUSED").filter(Q(posted_until__isnull=True) | Q(posted_until__gt=posted_from))
        return found.filter(posted_from__lt=posted_until) if posted_until else found
