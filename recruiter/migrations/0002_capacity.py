"""Capacity is a fact of the database.

Counting rows in a trigger was measured to let too many in; locking the recruiter FOR UPDATE dies of
deadlocks against the foreign key's own lock. A counter with a CHECK holds at READ COMMITTED and at
REPEATABLE READ. The trigger is per statement and applies the net change, because a row-level one
refuses a swap at full Invest half-way through.
"""

from django.db import migrations

COUNT = """
CREATE FUNCTION recruiter_count_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    change record;
BEGIN
    -- In the order of their ids, so that two statements cannot wait for each other.
    FOR change IN
        SELECT recruiter_id, sum(people) AS people, sum(invest) AS invest
          FROM ({rows}) AS touched
         GROUP BY recruiter_id HAVING sum(people) <> 0 OR sum(invest) <> 0
         ORDER BY recruiter_id
    LOOP
        UPDATE recruiter_recruiter
           SET used = used + change.people, invest_used = invest_used + change.invest
         WHERE id = change.recruiter_id;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER relationship_count_{name} AFTER {event} ON recruiter_relationship
    REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION recruiter_count_{name}();
"""
ADDED = "SELECT recruiter_id, 1 AS people, (tier = 'invest')::int AS invest FROM added"
GONE = "SELECT recruiter_id, -1 AS people, -(tier = 'invest')::int AS invest FROM gone"

FORWARD = "".join(
    COUNT.format(name=name, event=event, rows=rows, tables=tables)
    for name, event, rows, tables in (
        ("insert", "INSERT", ADDED, "NEW TABLE AS added"),
        ("delete", "DELETE", GONE, "OLD TABLE AS gone"),
        (
            "update",
            "UPDATE",
            f"{ADDED} UNION ALL {GONE}",
            "OLD TABLE AS gone NEW TABLE AS added",
        ),
    )
) + """
CREATE FUNCTION recruiter_count_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE recruiter_recruiter SET used = 0, invest_used = 0 WHERE used <> 0;
    RETURN NULL;
END $$;
CREATE TRIGGER relationship_count_truncate AFTER TRUNCATE ON recruiter_relationship
    FOR EACH STATEMENT EXECUTE FUNCTION recruiter_count_truncate();

-- Nobody but the triggers above moves the counters: a stale save() must not put old ones back.
CREATE FUNCTION recruiter_counters_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() = 1 THEN
        IF TG_OP = 'INSERT' THEN
            NEW.used := 0;
            NEW.invest_used := 0;
        ELSE
            NEW.used := OLD.used;
            NEW.invest_used := OLD.invest_used;
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER recruiter_counters_guarded BEFORE INSERT OR UPDATE ON recruiter_recruiter
    FOR EACH ROW EXECUTE FUNCTION recruiter_counters_guarded();
"""

BACKWARD = """
DROP TRIGGER recruiter_counters_guarded ON recruiter_recruiter;
DROP TRIGGER relationship_count_truncate ON recruiter_relationship;
DROP TRIGGER relationship_count_update ON recruiter_relationship;
DROP TRIGGER relationship_count_delete ON recruiter_relationship;
DROP TRIGGER relationship_count_insert ON recruiter_relationship;
DROP FUNCTION recruiter_counters_guarded();
DROP FUNCTION recruiter_count_truncate();
DROP FUNCTION recruiter_count_update();
DROP FUNCTION recruiter_count_delete();
DROP FUNCTION recruiter_count_insert();
"""


class Migration(migrations.Migration):
    dependencies = [("recruiter", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
