"""What a recruiter says of a match, more that can be taken back, and statements that are retired.

Retiring a statement, and bringing it back, marks the rankings due that it is an input of. It stands
beside the trigger of 0003, in the same form and for the reasons told there.
"""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


TOUCHED = (
    "SELECT added.candidate_id, added.id AS why FROM added JOIN gone USING (id)"
    " WHERE added.retired_at IS DISTINCT FROM gone.retired_at"
)
DUE = f"""
CREATE FUNCTION recruiter_due_statement_retired() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM (SELECT DISTINCT candidate_id FROM ({TOUCHED}) AS rows ORDER BY candidate_id)
      AS touched CROSS JOIN LATERAL (SELECT 1 FROM candidates_candidate AS shared
        WHERE shared.id = touched.candidate_id FOR NO KEY UPDATE) AS locked;
    PERFORM recruiter_mark_due(array_agg(DISTINCT recruiter_id), 'statement', min(touched.why))
      FROM (SELECT candidate_id, min(why) AS why FROM ({TOUCHED}) AS rows GROUP BY candidate_id)
        AS touched CROSS JOIN LATERAL (SELECT recruiter_id FROM recruiter_relationship AS listed
          WHERE listed.candidate_id = touched.candidate_id OFFSET 0) AS keeper;
    RETURN NULL;
END $$;
CREATE TRIGGER statement_retired_marks_due AFTER UPDATE ON candidates_statement
    REFERENCING OLD TABLE AS gone NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION recruiter_due_statement_retired();
"""
NOT_DUE = """
DROP TRIGGER statement_retired_marks_due ON candidates_statement;
DROP FUNCTION recruiter_due_statement_retired();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0004_person'),
        ('hiring', '0003_goal_versions'),
        ('recruiter', '0006_day'),
    ]

    operations = [
        migrations.AlterField(
            model_name='undorecord',
            name='action',
            field=models.CharField(choices=[('contact', 'Contact logged'), ('contact_edit', 'Contact changed'), ('contact_delete', 'Contact deleted'), ('note_edit', 'Note edited'), ('note_delete', 'Note deleted'), ('snooze', 'Snoozed'), ('pin', 'Pinned'), ('move', 'Moved'), ('swap', 'Swapped'), ('tag', 'Tagged'), ('statement_edit', 'Statement changed'), ('person_edit', 'Details changed'), ('cadence', 'Pace changed'), ('merge', 'Merged'), ('reminder', 'Reminder done')], max_length=16),
        ),
        migrations.CreateModel(
            name='MatchFeedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('doubt', models.CharField(choices=[('other_aim', 'Alike in words, another aim'), ('no_purpose', 'It is no purpose of theirs'), ('out_of_date', 'No longer so'), ('other', 'Something else')], max_length=12)),
                ('words', models.CharField(blank=True, default='', max_length=500, validators=[django.core.validators.RegexValidator('^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\u202a-\\u202e\\u2066-\\u2069]*\\Z', 'Remove the invisible control characters.')])),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='candidates.candidate')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='hiring.department')),
                ('recruiter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='recruiter.recruiter')),
            ],
            options={
                'verbose_name_plural': 'match feedback',
                'constraints': [models.UniqueConstraint(fields=('recruiter', 'candidate', 'department'), name='matchfeedback_once'), models.CheckConstraint(condition=models.Q(('doubt__in', ['other_aim', 'no_purpose', 'out_of_date', 'other'])), name='matchfeedback_doubt_known'), models.CheckConstraint(condition=models.Q(models.Q(('doubt', 'other'), _negated=True), ('words__regex', '\\S'), _connector='OR'), name='matchfeedback_other_in_words', violation_error_message='Say in your own words why it is no match.')],
            },
        ),
        migrations.RunSQL(DUE, NOT_DUE),
    ]
