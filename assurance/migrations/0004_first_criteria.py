"""The unit's first list of criteria, from the committed data file."""

import json
from datetime import date
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data" / "criteria.json"


def load(apps, schema_editor):
    Criterion = apps.get_model("assurance", "Criterion")
    listed = json.loads(DATA.read_text(encoding="utf-8"))
    start = date.fromisoformat(listed["in_force_from"])
    for position, row in enumerate(listed["criteria"], start=1):
        Criterion.objects.create(
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


class Migration(migrations.Migration):
    dependencies = [("assurance", "0003_row_security")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
