#!/bin/sh
# Runs once, when the database's volume is empty: the same role, database and extensions that
# recruiter/embedded/postgres.py makes. The application's role is no superuser.
set -eu

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set password="$CULTIVATE_PASSWORD" <<'SQL'
CREATE ROLE cultivate LOGIN CREATEDB PASSWORD :'password';
CREATE DATABASE cultivate OWNER cultivate;
SQL

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname cultivate <<'SQL'
CREATE EXTENSION vector;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION unaccent;
SQL
