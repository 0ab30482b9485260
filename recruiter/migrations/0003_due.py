"""Every input of a ranking marks it due in its own transaction, whatever wrote it.

The lock on the shared row (candidate, department) closes a gap: somebody adds a person to a list
while somebody else adds a statement of that person. Without it neither would see the other, and
a run between their commits could miss the statement for good.
"""

from django.db import migrations

MARK = """
CREATE FUNCTION recruiter_mark_due(recruiters bigint[], why text, why_id bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(cardinality(recruiters), 0) = 0 THEN
        RETURN;
    END IF;
    PERFORM 1 FROM recruiter_rerankdue WHERE recruiter_id = ANY (recruiters)
      ORDER BY recruiter_id FOR NO KEY UPDATE;
    -- A new input may be the cure of a failing run, so it is tried at once.
    UPDATE recruiter_rerankdue
       SET due = due + 1, cause = why, cause_id = why_id, retry_at = NULL,
           due_since = CASE WHEN due = done THEN now() ELSE due_since END
     WHERE recruiter_id = ANY (recruiters);
    PERFORM pg_notify('cultivate_due', '');
END $$;
"""

ADDED, GONE = "NEW TABLE AS added", "OLD TABLE AS gone"
BOTH = f"{GONE} {ADDED}"
# Rows of an UPDATE that differ in a column the engine reads.
CHANGED = "added JOIN gone USING (id) WHERE ({now}) IS DISTINCT FROM ({before})"


def changed(*columns: str) -> str:
    return CHANGED.format(
        now=", ".join(f"added.{column}" for column in columns),
        before=", ".join(f"gone.{column}" for column in columns),
    )


def trigger(name: str, table: str, event: str, tables: str, body: str) -> tuple[str, str]:
    function = f"recruiter_due_{name}"
    return (
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$\n"
        f"BEGIN\n{body}\n    RETURN NULL;\nEND $$;\n"
        f"CREATE TRIGGER {name}_marks_due AFTER {event} ON {table} REFERENCING {tables}\n"
        f"    FOR EACH STATEMENT EXECUTE FUNCTION {function}();\n",
        f"DROP TRIGGER {name}_marks_due ON {table}; DROP FUNCTION {function}();\n",
    )


def mark(source: str, cause: str, cause_id: str, recruiter: str = "recruiter_id") -> str:
    return (
        f"    PERFORM recruiter_mark_due(array_agg(DISTINCT {recruiter}), '{cause}',"
        f" min({cause_id})) FROM {source};"
    )


# A change may touch one row or, in an import, a hundred thousand, in tables whose statistics do
# not know yet what this transaction has written. Joined freely, such a change was planned as a
# nested loop over both whole tables and took minutes. Looked up one by one through an index, it
# takes the time of its own rows, whatever the planner believes.


def lists_of(candidates: str, cause: str) -> str:
    """Mark the recruiters who look after the candidates of a sub-select (candidate_id, why)."""
    return mark(
        f"(SELECT candidate_id, min(why) AS why FROM ({candidates}) AS rows"
        " GROUP BY candidate_id) AS touched CROSS JOIN LATERAL (SELECT recruiter_id"
        " FROM recruiter_relationship AS listed"
        " WHERE listed.candidate_id = touched.candidate_id OFFSET 0) AS keeper",
        cause,
        "touched.why",
    )


def lock(table: str, strength: str, ids: str) -> str:
    """Lock rows of a table in the order of their ids, given by a sub-select (id)."""
    return (
        f"    PERFORM 1 FROM (SELECT DISTINCT id FROM ({ids}) AS rows ORDER BY id) AS touched"
        f" CROSS JOIN LATERAL (SELECT 1 FROM {table} AS shared"
        f" WHERE shared.id = touched.id FOR {strength}) AS locked;\n"
    )


def forget_readings(ids: str) -> str:
    """What the engine thinks of a text goes with the last statement that has the text."""
    return (
        "    DELETE FROM recruiter_textreading WHERE id IN (SELECT kept.id FROM"
        f" (SELECT DISTINCT digest FROM {ids}) AS left_over CROSS JOIN LATERAL"
        " (SELECT id FROM recruiter_textreading AS reading"
        " WHERE reading.digest = left_over.digest OFFSET 0) AS kept"
        " WHERE NOT EXISTS (SELECT 1 FROM candidates_statement AS said"
        " WHERE said.digest = left_over.digest));\n"
    )


STATEMENT_COLUMNS = ("text", "kind", "candidate_id")
CANDIDATE, DEPARTMENT = "candidates_candidate", "hiring_department"
SERVING = "recruiter_serveddepartment JOIN ({departments}) AS touched USING (department_id)"
RELATIONSHIP_COLUMNS = ("recruiter_id", "candidate_id", "tier", "pin", "pin_until")
# The engine's own publishing changes tiers; that must not make it due again.
UNLESS_PUBLISHING = (
    "    IF current_setting('cultivate.publishing', true) = 'on' THEN RETURN NULL; END IF;\n"
)

TRIGGERS = [
    trigger(
        "relationship_insert",
        "recruiter_relationship",
        "INSERT",
        ADDED,
        lock(CANDIDATE, "SHARE", "SELECT candidate_id AS id FROM added")
        + mark("added", "list", "candidate_id"),
    ),
    trigger(
        "relationship_delete",
        "recruiter_relationship",
        "DELETE",
        GONE,
        mark("gone", "list", "candidate_id"),
    ),
    trigger(
        "relationship_update",
        "recruiter_relationship",
        "UPDATE",
        BOTH,
        UNLESS_PUBLISHING
        + mark(
            "(SELECT unnest(ARRAY[added.recruiter_id, gone.recruiter_id]) AS recruiter_id,"
            f" added.candidate_id FROM {changed(*RELATIONSHIP_COLUMNS)}) AS touched",
            "list",
            "candidate_id",
        ),
    ),
    trigger(
        "statement_insert",
        "candidates_statement",
        "INSERT",
        ADDED,
        lock(CANDIDATE, "NO KEY UPDATE", "SELECT candidate_id AS id FROM added")
        + lists_of("SELECT candidate_id, id AS why FROM added", "statement"),
    ),
    trigger(
        "statement_delete",
        "candidates_statement",
        "DELETE",
        GONE,
        forget_readings("gone")
        + lock(CANDIDATE, "NO KEY UPDATE", "SELECT candidate_id AS id FROM gone")
        + lists_of("SELECT candidate_id, id AS why FROM gone", "statement"),
    ),
    trigger(
        "statement_update",
        "candidates_statement",
        "UPDATE",
        BOTH,
        forget_readings("gone")
        + lock(
            CANDIDATE,
            "NO KEY UPDATE",
            "SELECT unnest(ARRAY[added.candidate_id, gone.candidate_id]) AS id FROM "
            + changed(*STATEMENT_COLUMNS),
        )
        + lists_of(
            "SELECT unnest(ARRAY[added.candidate_id, gone.candidate_id]) AS candidate_id,"
            f" id AS why FROM {changed(*STATEMENT_COLUMNS)}",
            "statement",
        ),
    ),
    trigger(
        "candidate_update",
        "candidates_candidate",
        "UPDATE",
        BOTH,
        lists_of(
            "SELECT id AS candidate_id, id AS why FROM "
            + changed("objected_at", "do_not_contact_since"),
            "candidate",
        ),
    ),
    trigger(
        "biggoal_insert",
        "hiring_biggoal",
        "INSERT",
        ADDED,
        mark(
            SERVING.format(departments="SELECT department_id, id AS why FROM added"),
            "goal",
            "touched.why",
        ),
    ),
    trigger(
        "department_update",
        "hiring_department",
        "UPDATE",
        BOTH,
        mark(
            SERVING.format(
                departments="SELECT id AS department_id, added.big_goal_id AS why FROM "
                + changed("name", "closed_at")
            ),
            "goal",
            "touched.why",
        ),
    ),
    trigger(
        "served_insert",
        "recruiter_serveddepartment",
        "INSERT",
        ADDED,
        lock(DEPARTMENT, "SHARE", "SELECT department_id AS id FROM added")
        + mark("added", "served", "department_id"),
    ),
    trigger(
        "served_delete",
        "recruiter_serveddepartment",
        "DELETE",
        GONE,
        mark("gone", "served", "department_id"),
    ),
    trigger(
        "served_update",
        "recruiter_serveddepartment",
        "UPDATE",
        BOTH,
        lock(DEPARTMENT, "SHARE", "SELECT department_id AS id FROM added")
        + mark(
            "(SELECT unnest(ARRAY[added.recruiter_id, gone.recruiter_id]) AS recruiter_id,"
            " added.department_id FROM "
            + changed("recruiter_id", "department_id", "importance")
            + ") AS touched",
            "served",
            "department_id",
        ),
    ),
    trigger(
        "recruiter_update",
        "recruiter_recruiter",
        "UPDATE",
        BOTH,
        mark(f"(SELECT id FROM {changed('invest_places')}) AS touched", "places", "id", "id"),
    ),
]

ROW = """
CREATE FUNCTION recruiter_due_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO recruiter_rerankdue (recruiter_id, due, done, due_since, cause, token, step_done,
                                     step_total, attempts, failure)
    VALUES (NEW.id, 1, 0, now(), 'new', 0, 0, 0, 0, '');
    PERFORM pg_notify('cultivate_due', '');
    RETURN NULL;
END $$;
CREATE TRIGGER recruiter_has_a_due_row AFTER INSERT ON recruiter_recruiter
    FOR EACH ROW EXECUTE FUNCTION recruiter_due_row();
-- Rewritten at every run: room on the page keeps the update off the indexes.
ALTER TABLE recruiter_rerankdue SET (fillfactor = 50);
ALTER TABLE recruiter_relationship SET (fillfactor = 80);
"""

FORWARD = MARK + "".join(forward for forward, _ in TRIGGERS) + ROW
BACKWARD = (
    "DROP TRIGGER recruiter_has_a_due_row ON recruiter_recruiter;"
    "DROP FUNCTION recruiter_due_row();"
    + "".join(backward for _, backward in TRIGGERS)
    + "DROP FUNCTION recruiter_mark_due(bigint[], text, bigint);"
)


class Migration(migrations.Migration):
    dependencies = [
        ("recruiter", "0002_capacity"),
        ("hiring", "0003_goal_versions"),
        ("candidates", "0002_initial"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
