"""The house's own rules, read from the database's catalogue and from the models, so that no new table or page escapes them."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

OURS = {"accreditation", "assurance", "audit", "examinations", "organisation", "rostering", "workbench"}

SELECT, INSERT, UPDATE, DELETE = "SELECT", "INSERT", "UPDATE", "DELETE"
READ_ONLY = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "auth_group_permissions",
    "guardian_userobjectpermission",
    "guardian_groupobjectpermission",
}
ADDED_TO = {
    "audit_event",
    "audit_reading",
    "audit_seal",
    "examinations_provision",
    "examinations_legalreading",
    "examinations_legalentry",
    "examinations_calendarspan",
    "examinations_bankholiday",
    "assurance_criterion",
    "examinations_timelineevent",
    "examinations_review",
    "examinations_submittedversion",
    "examinations_frozenbreach",
    "examinations_breachexplanation",
    "examinations_addendum",
    "examinations_disclosure",
    "examinations_linkedencounter",
    "examinations_cashcount",
    "examinations_cashamount",
    "examinations_cashinstrument",
    "examinations_cashstep",
    "examinations_search",
    "examinations_authorityrequest",
    "examinations_authorityanswer",
    "examinations_custody",
    "examinations_commissionerstep",
    "examinations_biometric",
    "examinations_determination",
}
DELETED_FROM = {
    "organisation_draft": "it became a record, or was thrown away by its owner",
    "organisation_oncekey": "its form can no longer be sent",
    "organisation_carriedform": "it was sent on, or is too old to be",
    "organisation_notice": "read, withdrawn or never looked at for months",
    "organisation_cache": "Django's cache removes what expired",
    "organisation_portgrouppermission": "a unit's grant on a port was taken away; the ledger keeps both acts",
    "organisation_compartmentuserpermission": "a membership ended; the dated membership itself stays",
    "examinations_openlimit": "what had to be done was done; the facts of the timeline stay",
    "django_session": "signed out",
    "usersessions_usersession": "a session was ended",
    "mfa_authenticator": "a second factor was reset",
    "axes_accessattempt": "an account was unlocked",
    "axes_accessattemptexpiration": "an account was unlocked",
    "axes_accesslog": "older than is kept",
    "axes_accessfailurelog": "older than is kept",
}

# Tables of the apps that hold examinations, and nothing of any examination.
OUTSIDE_ROW_SECURITY = {
    "assurance_criterion": "the published questions, the same for everybody",
    "assurance_historicalcriterion": "the published questions, the same for everybody",
    **{
        f"examinations_{prefix}{name}": "the law, the same for everybody"
        for name in ("correction", "provision", "legalreading", "legalentry", "calendarspan", "bankholiday")
        for prefix in ("", "historical")
    },
}
WITHOUT_HISTORY = {
    "audit.Event": "never changes: the database refuses it",
    "audit.Reading": "never changes: the database refuses it",
    "audit.Seal": "never changes: the database refuses it",
    "audit.Heartbeat": "one instant a job, overwritten by design",
    "examinations.OpenLimit": "a copy of what follows from the timeline, which has history",
    "organisation.Draft": "unfinished typing, kept for nobody but its owner",
    "organisation.OnceKey": "spent within a day",
    "organisation.CarriedForm": "encrypted, and gone when it is sent on",
    "organisation.Notice": "a message; what it is about has history",
    "organisation.PortGroupPermission": "django-guardian's table: both acts are in the ledger",
    "organisation.CompartmentUserPermission": "django-guardian's table: the dated membership has history",
}


def tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')")
        return {name for (name,) in cursor.fetchall()}


def expected_privileges(table: str) -> set[str]:
    if table in READ_ONLY:
        return {SELECT}
    if table in ADDED_TO or "_historical" in table:
        return {SELECT, INSERT}
    return {SELECT, INSERT, UPDATE} | ({DELETE} if table in DELETED_FROM else set())


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in OURS and not hasattr(model, "instance_type")]


@pytest.mark.django_db
def test_the_service_may_do_to_each_table_what_the_house_allows_and_nothing_else() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("bo_app",)
        cursor.execute(
            "SELECT c.relname, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
            " AND a.grantee IN (0, 'bo_app'::regrole)"
        )
        held: dict[str, set[str]] = {table: set() for table in tables()}
        for table, privilege in cursor.fetchall():
            held[table].add(privilege)
    assert held == {table: expected_privileges(table) for table in tables()}


@pytest.mark.django_db
def test_every_table_that_the_privileges_name_exists() -> None:
    assert {*READ_ONLY, *ADDED_TO, *DELETED_FROM, *OUTSIDE_ROW_SECURITY} <= tables()


@pytest.mark.django_db
def test_the_service_owns_nothing_and_may_create_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = 'bo_app'::regrole")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT has_schema_privilege('bo_app', 'public', 'CREATE'), has_database_privilege(current_database(), 'CREATE')")
        assert cursor.fetchone() == (False, False)
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = 'bo_app'")
        assert cursor.fetchone() == (False, False, False, False)


@pytest.mark.django_db
def test_row_security_is_on_for_every_table_that_holds_an_examination_and_binds_the_service_alone() -> None:
    crown = {table for table in tables() if table.startswith(("examinations_", "assurance_"))} - OUTSIDE_ROW_SECURITY.keys()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relforcerowsecurity, count(p.polname) FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid"
            " WHERE c.relrowsecurity AND c.relnamespace = 'public'::regnamespace GROUP BY 1, 2"
        )
        found = {table: (is_forced, policies) for table, is_forced, policies in cursor.fetchall()}
    assert found == dict.fromkeys({*crown, "organisation_draft"}, (False, 1))


def test_every_model_keeps_its_history_or_says_why_not() -> None:
    without = {model._meta.label for model in our_models() if not hasattr(model, "history")}
    assert without == WITHOUT_HISTORY.keys()


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", "--check", "--dry-run", stdout=io.StringIO())


def test_the_migrations_of_each_app_form_one_line() -> None:
    loader = MigrationLoader(None)
    for label in sorted(OURS):
        names = {name for app, name in loader.disk_migrations if app == label}
        if names:
            leaves = loader.graph.leaf_nodes(label)
            assert len(leaves) == 1, f"{label} has {leaves}"
            path = apps.get_app_config(label).path
            with open(f"{path}/migrations/max_migration.txt", encoding="utf-8") as file:
                assert file.read().strip() == leaves[0][1]
