"""Makes the ledger stamp its own entries and refuse every change to them. A leaf is the SHA-256 of one zero byte and the row in
PostgreSQL's binary form, which writes each field's type and length before it, so that no two rows share a form and NULL is not empty."""

from django.db import migrations

ENTRY = "e.id, e.at, e.xid, e.actor_id, e.actor_label, e.session_hash, e.request_id, e.ip, e.verb, e.thing_kind, e.thing_id, e.port_id"
COLUMNS = {
    "audit_event": f"{ENTRY}, e.outcome, e.reason, e.recipients, e.digests, e.detail",
    "audit_reading": f"{ENTRY}, e.shown, e.count, e.filter_digest",
}
KEPT = (*COLUMNS, "audit_seal")

# STABLE, as record_send is: only then is the expression put in place of the call, which is what makes verifying fast.
LEAF = """
CREATE FUNCTION {table}_leaf(e {table}) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT sha256('\\x00'::bytea || record_send(ROW('{table}'::text, {columns})))
$$;
CREATE FUNCTION {table}_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('client_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION 'The ledger is written in UTF8, not in %.', current_setting('client_encoding');
  END IF;
  NEW.at := clock_timestamp();
  NEW.xid := pg_current_xact_id()::text::bigint;
  NEW.leaf := {table}_leaf(NEW);
  RETURN NEW;
END $$;
CREATE TRIGGER stamp BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_stamp();
"""
UNLEAF = "DROP TRIGGER stamp ON {table}; DROP FUNCTION {table}_stamp(); DROP FUNCTION {table}_leaf({table});"

REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The ledger is only ever added to: % of % is refused.', lower(TG_OP), TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
"""
KEEP = """
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""
UNKEEP = "DROP TRIGGER refuse_change ON {table}; DROP TRIGGER refuse_truncate ON {table};"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        *(migrations.RunSQL(LEAF.format(table=t, columns=c), UNLEAF.format(table=t)) for t, c in COLUMNS.items()),
        migrations.RunSQL(REFUSE, "DROP FUNCTION audit_refuse();"),
        *(migrations.RunSQL(KEEP.format(table=t), UNKEEP.format(table=t)) for t in KEPT),
    ]
