-- What the service's role may do to each table. Applied by the owner after every migration, in one statement; what is not named here is
-- read, added to and changed, and never deleted. TRUNCATE is given nowhere. Held by tests/test_house.py.
DO $privileges$
DECLARE
  -- Facts: never changed once written. Every history table is one of them.
  added_to CONSTANT text[] := ARRAY[
    'audit_event', 'audit_reading', 'audit_seal',
    'examinations_provision', 'examinations_legalreading', 'examinations_legalentry', 'examinations_calendarspan',
    'examinations_bankholiday', 'assurance_criterion',
    'examinations_timelineevent', 'examinations_review', 'examinations_submittedversion', 'examinations_frozenbreach',
    'examinations_breachexplanation', 'examinations_addendum', 'examinations_disclosure',
    'examinations_linkedencounter', 'examinations_cashcount', 'examinations_cashamount', 'examinations_cashinstrument',
    'examinations_cashstep', 'examinations_search', 'examinations_authorityrequest', 'examinations_authorityanswer', 'examinations_custody',
    'examinations_commissionerstep', 'examinations_biometric', 'examinations_determination'
  ];
  -- What only a migration writes, and tables of packages that this service does not use.
  read_only CONSTANT text[] := ARRAY[
    'django_migrations', 'django_content_type', 'auth_permission', 'auth_group_permissions',
    'guardian_userobjectpermission', 'guardian_groupobjectpermission'
  ];
  -- What is spent: drafts that became records, one-time keys, sign-ins that ended, second factors and grants that were taken away.
  deleted_from CONSTANT text[] := ARRAY[
    'organisation_draft', 'organisation_oncekey', 'organisation_carriedform', 'organisation_notice', 'organisation_cache',
    'organisation_portgrouppermission', 'organisation_compartmentuserpermission', 'examinations_openlimit',
    'django_session', 'usersessions_usersession', 'mfa_authenticator',
    'axes_accessattempt', 'axes_accessattemptexpiration', 'axes_accesslog', 'axes_accessfailurelog'
  ];
  name text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bo_app') THEN
    RAISE EXCEPTION 'The service''s role bo_app does not exist.' USING HINT = 'Run borderops/launcher/roles.sql once as an administrator.';
  END IF;
  REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, bo_app;
  REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, bo_app;
  REVOKE CREATE ON SCHEMA public FROM PUBLIC, bo_app;
  GRANT USAGE ON SCHEMA public TO bo_app;
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO bo_app;
  FOR name IN
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND pg_has_role(relowner, 'MEMBER')
  LOOP
    EXECUTE format('GRANT %s ON %I TO bo_app', CASE
      WHEN name = ANY (read_only) THEN 'SELECT'
      WHEN name = ANY (added_to) OR name LIKE '%\_historical%' THEN 'SELECT, INSERT'
      WHEN name = ANY (deleted_from) THEN 'SELECT, INSERT, UPDATE, DELETE'
      ELSE 'SELECT, INSERT, UPDATE'
    END, name);
  END LOOP;
END
$privileges$;
