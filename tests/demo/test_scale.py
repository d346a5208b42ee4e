"""The data for measuring has what is said of it: to each examination three facts, five versions and ten looks."""

import os
import subprocess

from borderops.launcher.places import PYTHON, ROOT
from tests.plugins.databases import as_owner, owner_url

NUMBER = 100
MADE = (
    "examinations_examination e WHERE e.place = 'Arrivals hall' "
    "AND EXISTS (SELECT FROM audit_event a WHERE a.thing_id = e.id AND a.verb = 'demo.measured')"
)


def seeded(database: str) -> None:
    subprocess.run(
        [PYTHON, "-W", "ignore", ROOT / "manage.py", "seed_demo", "--scale", str(NUMBER)],
        cwd=ROOT,
        env={
            **os.environ,
            "BORDEROPS_DEMO": "1",
            "BORDEROPS_DEMO_PASSWORD": "harwich",
            "BORDEROPS_DATABASE_ROLE": "owner",
            "BORDEROPS_OWNER_DATABASE_URL": owner_url(database),
        },
        check=True,
        capture_output=True,
        timeout=300,
    )


def number_of(rows: str, database: str) -> int:
    ((found,),) = as_owner(f"SELECT count(*) FROM {rows}", database=database)
    assert isinstance(found, int)
    return found


def test_a_scale_of_a_hundred_has_the_rows_of_a_hundred(fresh_database: str) -> None:
    seeded(fresh_database)
    made = f"(SELECT e.id FROM {MADE})"
    assert number_of(MADE, fresh_database) == NUMBER
    facts = number_of(f"examinations_timelineevent WHERE examination_id IN {made}", fresh_database)
    versions = number_of(f"examinations_historicalexamination WHERE id IN {made}", fresh_database)
    versions += number_of(f"examinations_historicaltimelineevent WHERE examination_id IN {made}", fresh_database)
    looks = number_of(f"audit_reading WHERE thing_id IN {made}", fresh_database)
    assert (facts / NUMBER, versions / NUMBER, looks / NUMBER) == (3, 5, 10)
