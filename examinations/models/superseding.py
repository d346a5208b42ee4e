"""What a row needs that is never changed: another one takes its place, or takes it back, with a reason, and both stay."""

from django.db import models


class Superseding(models.Model):
    """A row beside the timeline that is put right as an entry of the timeline is. `examinations.superseding` says which rows stand."""

    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")
    superseding_reason = models.TextField(blank=True)
    is_withdrawn = models.BooleanField(default=False)  # a superseding row that only takes back a wrong one

    class Meta:
        abstract = True
