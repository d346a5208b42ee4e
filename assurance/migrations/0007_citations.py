"""A citation of its own for each criterion of the first list, which had one sentence for all of them, and the standing that it supports:
what no Act says and no code's text was read for is not verified. What people corrected stays as two of them approved it."""

import json
from pathlib import Path

from django.db import migrations
from django.utils.timezone import now

from borderops.kit.records import digest

DATA = Path(__file__).resolve().parent.parent / "data" / "criteria.json"


def cite(apps, schema_editor):
    """Another basis, with a version and an entry in the ledger of its own, for each row of the first list that has the common one and that
    the ledger knows; one that it does not know is left to be found."""
    Criterion, Version = apps.get_model("assurance", "Criterion"), apps.get_model("assurance", "HistoricalCriterion")
    Event = apps.get_model("audit", "Event")
    listed = json.loads(DATA.read_text(encoding="utf-8"))
    cited = {row["code"]: row for row in listed["criteria"]}
    known = {pair for held in Event.objects.filter(verb="criteria.adopted").values_list("digests", flat=True) for pair in held.items()}
    digests = {}
    for row in Criterion.objects.filter(correction=None, basis=listed["source"], code__in=cited):
        name = f"assurance.criterion:{row.pk}"
        if (name, digest(row)) not in known:
            continue
        row.basis, row.is_verified = cited[row.code]["citation"], cited[row.code]["verified"]
        row.save(update_fields=["basis", "is_verified"])
        kept = {field.attname: getattr(row, field.attname) for field in Criterion._meta.concrete_fields}
        Version.objects.create(**kept, history_date=now(), history_type="~")
        digests[name] = digest(row)
    if digests:
        Event.objects.create(verb="criteria.adopted", actor_label="SYSTEM", digests=digests)


class Migration(migrations.Migration):
    dependencies = [("assurance", "0006_whole_basis"), ("audit", "0002_ledger")]
    operations = [migrations.RunPython(cite, migrations.RunPython.noop)]
