-- The two database roles, and the database that the first of them owns. Run once by a database administrator:
--     psql -f borderops/launcher/roles.sql                    (or with -v database=NAME)
-- then give each role its password with \password. The embedded server of `make demo` and `make test` is set up by this same file.
--   bo_owner  owns database and schema; runs `manage.py migrate`; never in the environment of a web or worker process
--   bo_app    the service; owns nothing, changes no table; row-level security binds it
\set ON_ERROR_STOP on
\if :{?database} \else
\set database borderops
\endif
SELECT 'CREATE ROLE bo_owner LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bo_owner') \gexec
SELECT 'CREATE ROLE bo_app LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bo_app') \gexec
-- A page that takes this long has failed already; a transaction left open would hold up the sealing of the ledger.
ALTER ROLE bo_app SET statement_timeout = '30s';
ALTER ROLE bo_app SET lock_timeout = '10s';
ALTER ROLE bo_app SET idle_in_transaction_session_timeout = '60s';
SELECT format('CREATE DATABASE %I OWNER bo_owner TEMPLATE template0 ENCODING ''UTF8'' LOCALE ''C.UTF-8''', :'database')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'database') \gexec
SELECT format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO bo_app', :'database') \gexec
\connect :database
SET ROLE bo_owner;
SET client_min_messages = warning;
\ir extensions.sql
