"""The statements that turn staged rows into candidates.

Everything here runs in one transaction on temporary tables that end with it. The real tables are
written by three statements in all, whatever the size of the file: their triggers work once for
each statement and not once for each row.
"""

from candidates.models import CandidateSource, PurposeState, StatementSource

# What is compared and copied of a person, and how each is read from its staged text.
FIELDS = ("name", "phone", "headline", "location", "source", "asked_on")

# One key per person. Those without an e-mail address are told apart by what is known of them.
# `lower` is the database's own, so that a key agrees with the unique index on addresses.
KEY = """
CASE WHEN email <> '' THEN '@' || lower(email)
     ELSE lower(name) || E'\\n' || lower(headline) || E'\\n' || lower(location) END
"""

# Autovacuum may look at a table that an import has filled and not committed, and then takes it for
# empty until its next visit. On that belief everybody was compared with everybody: 20,000 changes
# took 50 s instead of 1. Every join here is over a whole file, so the kind that suits a few rows is
# ruled out until the end of the transaction. And a file of 100,000 rows is sorted in memory.
PLAN_FOR_MANY = "SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB'"

STAGE = f"""
DROP TABLE IF EXISTS import_row, import_person, import_statement;
CREATE TEMPORARY TABLE import_row (
    number integer, line integer, part smallint, name text, email text, phone text, headline text,
    location text, source text, asked_on text, statement text, said_on text, link text,
    key text GENERATED ALWAYS AS ({KEY}) STORED
) ON COMMIT DROP;
"""

COPY = """
COPY import_row (number, line, part, name, email, phone, headline, location, source, asked_on,
                 statement, said_on, link) FROM STDIN
"""

# What the first row says that says anything, for everybody who has several rows.
FIRSTS = f"""
    SELECT key, {
    ", ".join(
        f"(array_agg({field} ORDER BY number) FILTER (WHERE {field} <> ''))[1] AS {field}"
        for field in FIELDS
    )
}
      FROM import_row
     WHERE part = 0
       AND key IN (SELECT key FROM import_row WHERE part = 0 GROUP BY key HAVING count(*) > 1)
     GROUP BY key
"""  # noqa: S608 constants of this module only

# (row, line, field, value, what an earlier row said)
CONTRADICTIONS = f"""
SELECT staged.number, staged.line, said.field, said.now, said.first
  FROM import_row AS staged
  JOIN ({FIRSTS}) AS first USING (key)
 CROSS JOIN LATERAL (VALUES {
    ", ".join(f"('{field}', staged.{field}, first.{field})" for field in FIELDS)
}) AS said (field, now, first)
 WHERE staged.part = 0 AND said.now <> '' AND lower(said.now) <> lower(said.first)
 ORDER BY staged.number, said.field
"""  # noqa: S608 constants of this module only

DROP_ROWS = "DELETE FROM import_row WHERE number = ANY (%s)"

# Everybody of the file once, with their row in the database or a fresh id. Somebody whom a
# recruiter added by hand, without an address, is only taken for the same if the file says so too.
PERSONS = f"""
CREATE TEMPORARY TABLE import_person ON COMMIT DROP AS
WITH firsts AS ({FIRSTS}),
person AS (
    SELECT DISTINCT ON (staged.key COLLATE "C")
           staged.key, staged.number, staged.line, staged.email,
           {", ".join(f"coalesce(firsts.{field}, staged.{field}) AS {field}" for field in FIELDS)}
      FROM import_row AS staged LEFT JOIN firsts USING (key)
     WHERE staged.part = 0
     ORDER BY staged.key COLLATE "C", staged.number
),
unaddressed AS (
    SELECT {KEY} AS key, min(id) AS anybody, count(*) AS all_of_them,
           min(id) FILTER (WHERE source <> '{CandidateSource.ADDED}') AS imported,
           count(*) FILTER (WHERE source <> '{CandidateSource.ADDED}') AS all_imported
      FROM candidates_candidate
     WHERE email = '' AND EXISTS (SELECT FROM import_row WHERE import_row.email = '')
     GROUP BY 1
),
known AS (
    SELECT person.*,
           coalesce(addressed.id,
                    CASE person.source WHEN '{CandidateSource.ADDED}'
                    THEN unaddressed.anybody ELSE unaddressed.imported END) AS known_id,
           CASE person.source WHEN '{CandidateSource.ADDED}'
                THEN unaddressed.all_of_them ELSE unaddressed.all_imported END AS alike
      FROM person
      LEFT JOIN candidates_candidate AS addressed
        ON person.email <> '' AND addressed.email <> ''
       AND lower(addressed.email) = lower(person.email)
      LEFT JOIN unaddressed ON person.email = '' AND unaddressed.key = person.key
     ORDER BY person.number
)
SELECT key, number, line, email, {", ".join(FIELDS)},
       coalesce(known_id, nextval(pg_get_serial_sequence('candidates_candidate', 'id')))
           AS candidate_id,
       known_id IS NULL AS is_new,
       coalesce(alike, 0) > 1 AS is_ambiguous
  FROM known
"""  # noqa: S608 constants of this module only

# (row, line, name) of every row of a person who could be several on file.
AMBIGUOUS = """
SELECT staged.number, staged.line, staged.name
  FROM import_row AS staged JOIN import_person AS person USING (key)
 WHERE staged.part = 0 AND person.is_ambiguous
 ORDER BY staged.number
"""

# (row, line, name, address) of everybody who is not on file.
NEW_PERSONS = "SELECT number, line, name, email FROM import_person WHERE is_new ORDER BY number"

DROP_PERSONS = "DELETE FROM import_person WHERE number = ANY (%s::int[]) AND is_new"

DROP_AMBIGUOUS = "DELETE FROM import_person WHERE is_ambiguous"

NEW_VALUES = {
    field: f"coalesce(nullif(person.{field}, ''), known.{field})" for field in FIELDS[:-1]
} | {"asked_on": "coalesce(nullif(person.asked_on, '')::date, known.asked_on)"}
DIFFERS = (
    f"({', '.join(NEW_VALUES.values())}) IS DISTINCT FROM"
    f" ({', '.join(f'known.{field}' for field in FIELDS)})"
)
# A first question about purpose is the one step that follows from a date alone; the others follow
# from what the engine reads (recruiter/purpose.py).
ASKED = (
    f"CASE WHEN known.purpose_state = '{PurposeState.NEVER_ASKED}' AND {{asked_on}} IS NOT NULL"
    f" THEN '{PurposeState.ASKED}' ELSE known.purpose_state END"
)

# New people can have nothing on file, so their words are not even looked for.
STATEMENTS = """
CREATE TEMPORARY TABLE import_statement ON COMMIT DROP AS
WITH said AS NOT MATERIALIZED (
    SELECT person.key, person.candidate_id, person.is_new,
           staged.number, staged.part, staged.statement, staged.said_on, staged.link
      FROM import_row AS staged JOIN import_person AS person USING (key)
     WHERE staged.statement <> ''
)
SELECT * FROM said WHERE is_new
UNION ALL
SELECT * FROM said
 WHERE NOT is_new AND NOT EXISTS (
       SELECT FROM candidates_statement AS known
        WHERE known.candidate_id = said.candidate_id
          AND known.digest = text_digest(said.statement))
"""

# Whoever will change is locked first, in the order of ids: two transactions that touch the same
# people then wait for each other and cannot get stuck. Nobody else's row is touched at all.
LOCK = f"""
SELECT FROM candidates_candidate
 WHERE id IN (
    SELECT known.id FROM candidates_candidate AS known
      JOIN import_person AS person ON person.candidate_id = known.id
     WHERE NOT person.is_new AND {DIFFERS}
    UNION
    SELECT candidate_id FROM import_statement WHERE NOT is_new)
 ORDER BY id FOR NO KEY UPDATE
"""  # noqa: S608 constants of this module only

# Whoever was erased while the file was read is nobody to add a word to.
DROP_GONE = """
DELETE FROM import_person
 WHERE NOT is_new AND NOT EXISTS (
       SELECT FROM candidates_candidate AS kept WHERE kept.id = import_person.candidate_id)
"""

CHANGE = f"""
UPDATE candidates_candidate AS known
   SET {", ".join(f"{field} = {value}" for field, value in NEW_VALUES.items())},
       purpose_state = {ASKED.format(asked_on=NEW_VALUES["asked_on"])}
  FROM import_person AS person
 WHERE known.id = person.candidate_id AND NOT person.is_new AND {DIFFERS}
"""  # noqa: S608 constants of this module only

# Somebody may have added a person with the same address since the look above: then that row is
# the person. The answer tells how often that was so.
ADD = f"""
WITH added AS (
    INSERT INTO candidates_candidate AS known
           (id, name, email, phone, headline, location, source, purpose_state, asked_on, created_at)
    SELECT candidate_id, name, email, phone, headline, location,
           coalesce(nullif(source, ''), '{CandidateSource.IMPORT}'),
           CASE asked_on WHEN '' THEN '{PurposeState.NEVER_ASKED}' ELSE '{PurposeState.ASKED}' END,
           nullif(asked_on, '')::date, now()
      FROM import_person
     WHERE is_new
     ORDER BY candidate_id
    ON CONFLICT (lower(email)) WHERE email <> '' DO UPDATE
       SET name = excluded.name,
           phone = coalesce(nullif(excluded.phone, ''), known.phone),
           headline = coalesce(nullif(excluded.headline, ''), known.headline),
           location = coalesce(nullif(excluded.location, ''), known.location),
           asked_on = coalesce(excluded.asked_on, known.asked_on),
           purpose_state = {ASKED.format(asked_on="excluded.asked_on")}
    RETURNING id, lower(email) AS address
)
UPDATE import_person AS person
   SET candidate_id = added.id, is_new = false
  FROM added
 WHERE person.is_new AND person.email <> '' AND added.address = lower(person.email)
   AND added.id <> person.candidate_id
"""  # noqa: S608 constants of this module only

ADD_STATEMENTS = f"""
INSERT INTO candidates_statement (candidate_id, text, source, said_on, link, kind, created_at)
SELECT person.candidate_id, statement.statement, '{StatementSource.IMPORT}',
       coalesce(nullif(statement.said_on, '')::date, %s), statement.link, '', now()
  FROM import_statement AS statement
  JOIN import_person AS person USING (key)
 ORDER BY person.candidate_id, statement.number, statement.part
ON CONFLICT (candidate_id, text_digest(text)) DO NOTHING
"""  # noqa: S608 constants of this module only

COUNT_PERSONS = "SELECT count(*), count(*) FILTER (WHERE is_new) FROM import_person"

# (row, line, name, other id): somebody new, and somebody of the same name who may be the same
# because one of the two has no address. One other is named, however many there are.
DOUBLES = """
SELECT person.number, person.line, person.name,
       CASE WHEN alike.ids[1] = person.candidate_id THEN alike.ids[2] ELSE alike.ids[1] END
  FROM import_person AS person
  JOIN (SELECT lower(name) AS name, bool_or(email = '') AS some_unaddressed,
               (array_agg(id ORDER BY email <> '', id))[1:2] AS ids
          FROM candidates_candidate
         WHERE lower(name) IN (SELECT lower(name) FROM import_person WHERE is_new)
         GROUP BY lower(name) HAVING count(*) > 1) AS alike
    ON alike.name = lower(person.name)
 WHERE person.is_new AND (person.email = '' OR alike.some_unaddressed)
 ORDER BY person.number
"""
