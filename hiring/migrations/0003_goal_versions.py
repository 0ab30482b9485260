"""Big goals are appended, never changed, and never on top of a version that is no longer the last."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION hiring_biggoal_next_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    latest integer;
BEGIN
    -- Writers of one department queue here, so that the count below is not read twice.
    PERFORM 1 FROM hiring_department WHERE id = NEW.department_id FOR NO KEY UPDATE;
    SELECT coalesce(max(version), 0) INTO latest
      FROM hiring_biggoal WHERE department_id = NEW.department_id;
    IF NEW.version <> latest + 1 THEN
        RAISE EXCEPTION 'version % of the big goal is not next after %', NEW.version, latest
            USING ERRCODE = 'UG409';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER biggoal_next_version BEFORE INSERT ON hiring_biggoal
    FOR EACH ROW EXECUTE FUNCTION hiring_biggoal_next_version();

CREATE FUNCTION hiring_biggoal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The one change allowed: its author's account is gone.
    IF TG_OP = 'UPDATE' AND NEW.author_id IS NULL
       AND (NEW.id, NEW.department_id, NEW.version, NEW.text, NEW.created_at)
         = (OLD.id, OLD.department_id, OLD.version, OLD.text, OLD.created_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'versions of a big goal are kept as they were written'
        USING ERRCODE = 'UG403';
END $$;
CREATE TRIGGER biggoal_append_only BEFORE UPDATE OR DELETE ON hiring_biggoal
    FOR EACH ROW EXECUTE FUNCTION hiring_biggoal_append_only();

-- The pointer to the goal in force follows the versions, whatever a stale save() says.
CREATE FUNCTION hiring_department_goal_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.big_goal_id := (SELECT id FROM hiring_biggoal WHERE department_id = NEW.id
                        ORDER BY version DESC LIMIT 1);
    RETURN NEW;
END $$;
CREATE TRIGGER department_goal_in_force BEFORE INSERT OR UPDATE ON hiring_department
    FOR EACH ROW EXECUTE FUNCTION hiring_department_goal_in_force();

CREATE FUNCTION hiring_biggoal_takes_force() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE hiring_department SET big_goal_id = NEW.id WHERE id = NEW.department_id;
    RETURN NULL;
END $$;
CREATE TRIGGER biggoal_takes_force AFTER INSERT ON hiring_biggoal
    FOR EACH ROW EXECUTE FUNCTION hiring_biggoal_takes_force();
"""

BACKWARD = """
DROP TRIGGER biggoal_takes_force ON hiring_biggoal;
DROP TRIGGER department_goal_in_force ON hiring_department;
DROP TRIGGER biggoal_append_only ON hiring_biggoal;
DROP TRIGGER biggoal_next_version ON hiring_biggoal;
DROP FUNCTION hiring_biggoal_takes_force();
DROP FUNCTION hiring_department_goal_in_force();
DROP FUNCTION hiring_biggoal_append_only();
DROP FUNCTION hiring_biggoal_next_version();
"""


class Migration(migrations.Migration):
    dependencies = [("hiring", "0002_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
