"""The basis of a criterion in full: the first list was loaded into a column of 120 characters, which cut it in the middle of a word. Rows of
the first list get the whole sentence back; what people corrected stays as two of them approved it."""

import json
from pathlib import Path

from django.db import migrations, models
from django.utils.timezone import now

from borderops.kit.records import digest

DATA = Path(__file__).resolve().parent.parent / "data" / "criteria.json"
FORMER_WIDTH = 120


def is_cut(row, whole):
    """Whether the row is of the first list and holds just what the former column had room for."""
    return row.correction_id is None and row.basis != whole and row.basis == whole[:FORMER_WIDTH]


def give_back(apps, schema_editor):
    """The whole basis, with a version and an entry in the ledger of its own for each row that the ledger knew; one that it does not know
    is left to be found."""
    Criterion, Version = apps.get_model("assurance", "Criterion"), apps.get_model("assurance", "HistoricalCriterion")
    Event = apps.get_model("audit", "Event")
    whole = json.loads(DATA.read_text(encoding="utf-8"))["source"]
    known = {pair for held in Event.objects.filter(verb="criteria.adopted").values_list("digests", flat=True) for pair in held.items()}
    digests = {}
    for row in Criterion.objects.all():
        name = f"assurance.criterion:{row.pk}"
        if not is_cut(row, whole) or (name, digest(row)) not in known:
            continue
        row.basis = whole
        row.save(update_fields=["basis"])
        kept = {field.attname: getattr(row, field.attname) for field in Criterion._meta.concrete_fields}
        Version.objects.create(**kept, history_date=now(), history_type="~")
        digests[name] = digest(row)
    if digests:
        Event.objects.create(verb="criteria.adopted", actor_label="SYSTEM", digests=digests)


class Migration(migrations.Migration):
    dependencies = [("assurance", "0005_corrected_by_two"), ("audit", "0002_ledger")]

    operations = [
        migrations.AlterField(model_name="criterion", name="basis", field=models.TextField(blank=True)),
        migrations.AlterField(model_name="historicalcriterion", name="basis", field=models.TextField(blank=True)),
        migrations.RunPython(give_back, migrations.RunPython.noop),
    ]
