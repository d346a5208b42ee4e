"""The table of the cache, which Django keeps outside its models; and drafts, which the database shows to nobody but their owner."""

from django.db import migrations

CACHE = """
CREATE TABLE organisation_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX organisation_cache_expires ON organisation_cache (expires);
"""

DRAFTS = """
ALTER TABLE organisation_draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_owner ON organisation_draft USING (
  current_setting('app.everything', true) = 'on' OR owner_id = nullif(current_setting('app.person', true), '')::uuid
);
"""
UNDRAFTS = "DROP POLICY its_owner ON organisation_draft; ALTER TABLE organisation_draft DISABLE ROW LEVEL SECURITY;"


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]

    operations = [
        migrations.RunSQL(CACHE, "DROP TABLE organisation_cache;"),
        migrations.RunSQL(DRAFTS, UNDRAFTS),
    ]
