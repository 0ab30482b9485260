"""What ends by time, a consent and a wait before an erasure, marks a ranking due as a wish does."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION recruiter_due_candidate_update() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM recruiter_mark_due(array_agg(DISTINCT recruiter_id), 'candidate', min(touched.why))
       FROM (SELECT added.id AS candidate_id, added.id AS why
               FROM added JOIN gone USING (id)
              WHERE ({added}) IS DISTINCT FROM ({gone})) AS touched
      CROSS JOIN LATERAL (SELECT recruiter_id FROM recruiter_relationship AS listed
                           WHERE listed.candidate_id = touched.candidate_id OFFSET 0) AS keeper;
    RETURN NULL;
END $$;
"""


def function(*columns: str) -> str:
    return FUNCTION.format(
        added=", ".join(f"added.{one}" for one in columns),
        gone=", ".join(f"gone.{one}" for one in columns),
    )


BEFORE = ("objected_at", "do_not_contact_since")


class Migration(migrations.Migration):
    dependencies = [("recruiter", "0014_day"), ("candidates", "0009_ending")]
    operations = [
        migrations.RunSQL(function(*BEFORE, "lapsed_at", "erase_at"), function(*BEFORE))
    ]
