"""The second line: PostgreSQL itself shows the service only the examinations that the settings of organisation/scopes.py let through.

A setting that nobody made gives no rows. Everything that hangs on an examination, its earlier versions included, is reached through it, so
that a record which moves into a compartment takes its past with it. Row security is enabled, not forced: the owner migrates and backs up.
"""

from django.db import migrations

from organisation.row_security import children, secure, through

CHILDREN = (
    "examiner",
    "handover",
    "nomination",
    "particulars",
    "timelineevent",
    "review",
    "submittedversion",
    "frozenbreach",
    "breachexplanation",
    "return",
    "addendum",
    "disclosure",
)

# Bare settings, not (SELECT …): a subquery would keep the planner from using them in an index condition. After a transaction that set one,
# the next transaction finds it empty, not NULL.
PERSON = "nullif(current_setting('app.{}', true), '')::uuid"
PLACES = "nullif(current_setting('app.{}', true), '')::uuid[]"
VISIBLE = f"""
  current_setting('app.everything', true) = 'on'
  OR (
    (
      port_id = ANY ({PLACES.format("ports")})
      OR {PERSON.format("actor")} = ANY (participants)
      OR (state = 'LIVE' AND port_id = ANY ({PLACES.format("live_ports")}))
      OR (state IN ('LIVE', 'ENDED') AND {PERSON.format("open_actor")} = ANY (participants))
    )
    AND (compartment_id IS NULL OR compartment_id = ANY ({PLACES.format("compartments")}))
  )
"""


class Migration(migrations.Migration):
    dependencies = [("examinations", "0001_initial")]

    operations = [
        secure("examinations_examination", VISIBLE),
        through("examinations_historicalexamination", "id"),
        *children("examinations", *CHILDREN),
    ]
