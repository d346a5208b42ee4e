"""The second line, for migrations: PostgreSQL shows the service a row only in scope, and what hangs on a record only through the record.
Row security is enabled, not forced: the owner migrates and backs up."""

from django.db import migrations

# OFFSET 0 keeps the planner from reading every record of the service into a hash before it shows one page of children.
THROUGH = "EXISTS (SELECT FROM {parent} e WHERE e.id = {table}.{key} OFFSET 0)"


def secure(table: str, condition: str) -> migrations.RunSQL:
    """Show the service the rows of `table` that meet the SQL condition, and no others."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; CREATE POLICY in_scope ON {table} USING ({condition});",
        f"DROP POLICY in_scope ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def through(table: str, key: str, parent: str = "examinations_examination") -> migrations.RunSQL:
    """Show the service a row of `table` when it may see the `parent` row that `key` points to."""
    return secure(table, THROUGH.format(parent=parent, table=table, key=key))


def children(app: str, *names: str, key: str = "examination_id", parent: str = "examinations_examination") -> list[migrations.RunSQL]:
    """The same for tables and their histories, by model name in lower case."""
    return [through(f"{app}_{prefix}{name}", key, parent) for name in names for prefix in ("", "historical")]
