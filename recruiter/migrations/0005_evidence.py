"""Which words bring a statement and a goal together, gone with the reading of either text."""

from django.db import migrations, models

# Looked up row by row through the indexes, for the reason told in 0003.
FORGET = """
CREATE FUNCTION recruiter_forget_pairs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM recruiter_pairreading WHERE id IN (
        SELECT pair.id FROM gone CROSS JOIN LATERAL (
            SELECT id FROM recruiter_pairreading AS kept
             WHERE kept.statement_digest = gone.digest AND kept.model = gone.model
            OFFSET 0) AS pair);
    DELETE FROM recruiter_pairreading WHERE id IN (
        SELECT pair.id FROM gone CROSS JOIN LATERAL (
            SELECT id FROM recruiter_pairreading AS kept
             WHERE kept.goal_digest = gone.digest AND kept.model || '#goal' = gone.model
            OFFSET 0) AS pair);
    RETURN NULL;
END $$;
CREATE TRIGGER textreading_forgets_pairs AFTER DELETE ON recruiter_textreading
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION recruiter_forget_pairs();
"""
KEEP = """
DROP TRIGGER textreading_forgets_pairs ON recruiter_textreading;
DROP FUNCTION recruiter_forget_pairs();
"""


class Migration(migrations.Migration):
    dependencies = [("recruiter", "0004_inputs")]
    operations = [
        migrations.AddField(
            "rerankdue",
            "pairs_read",
            models.BigIntegerField(
                blank=True,
                help_text="The ranking whose matched pairs have been looked at.",
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="PairReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=120)),
                ("statement_digest", models.BinaryField(max_length=32)),
                (
                    "goal_digest",
                    models.BinaryField(
                        help_text="Of the department's name and the goal, as it is read.",
                        max_length=32,
                    ),
                ),
                ("statement_start", models.PositiveSmallIntegerField()),
                ("statement_end", models.PositiveSmallIntegerField()),
                ("goal_start", models.PositiveSmallIntegerField(help_text="Within the goal alone.")),
                ("goal_end", models.PositiveSmallIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["goal_digest"], name="pairreading_by_goal")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["statement_digest", "goal_digest", "model"],
                        name="pairreading_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("goal_start__lte", models.F("goal_end")),
                            ("statement_start__lte", models.F("statement_end")),
                        ),
                        name="pairreading_spans_forward",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORGET, KEEP),
    ]
