"""The second line for quality assurance: an assessment and all that hangs on it are seen by whoever may see the examination assessed."""

from django.db import migrations

PARENTS = {
    "assurance_assessment": ("examinations_examination", "examination_id"),
    "assurance_historicalassessment": ("examinations_examination", "examination_id"),
    "assurance_answer": ("assurance_assessment", "assessment_id"),
    "assurance_historicalanswer": ("assurance_assessment", "assessment_id"),
    "assurance_learningpoint": ("assurance_assessment", "assessment_id"),
    "assurance_historicallearningpoint": ("assurance_assessment", "assessment_id"),
}


def secure(table: str, parent: str, key: str) -> migrations.RunSQL:
    # OFFSET 0 keeps the planner from reading every record of the service into a hash before it shows one page of children.
    condition = f"EXISTS (SELECT FROM {parent} p WHERE p.id = {table}.{key} OFFSET 0)"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; CREATE POLICY in_scope ON {table} USING ({condition});",
        f"DROP POLICY in_scope ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


class Migration(migrations.Migration):
    dependencies = [("assurance", "0002_initial"), ("examinations", "0002_row_security")]

    operations = [secure(table, parent, key) for table, (parent, key) in PARENTS.items()]
