"""The unit's first list of criteria, from the committed data file, with its first version and its entry in the ledger: a row without them
would be taken for one that somebody slipped in."""

import json
from datetime import date
from pathlib import Path

from django.db import migrations
from django.utils.timezone import now

from borderops.kit.records import digest

DATA = Path(__file__).resolve().parent.parent / "data" / "criteria.json"


def load(apps, schema_editor):
    Criterion, Version = apps.get_model("assurance", "Criterion"), apps.get_model("assurance", "HistoricalCriterion")
    Event = apps.get_model("audit", "Event")
    digests = {}
    listed = json.loads(DATA.read_text(encoding="utf-8"))
    start = date.fromisoformat(listed["in_force_from"])
    for position, row in enumerate(listed["criteria"], start=1):
        criterion = Criterion.objects.create(
            code=row["code"],
            section=row["section"],
            text=row["text"],
            prompt=row["prompt"],
            is_critical=row.get("critical", False),
            weight=row["weight"],
            is_about_the_record=row.get("about_the_record", False),
            basis=listed["source"][:120],
            is_verified=row["verified"],
            in_force_from=start,
            position=position,
        )
        kept = {field.attname: getattr(criterion, field.attname) for field in Criterion._meta.concrete_fields}
        Version.objects.create(**kept, history_date=now(), history_type="+")
        digests[f"assurance.criterion:{criterion.pk}"] = digest(criterion)
    Event.objects.create(verb="criteria.adopted", actor_label="SYSTEM", digests=digests)


class Migration(migrations.Migration):
    dependencies = [("assurance", "0003_row_security"), ("audit", "0002_ledger")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
