"""What a ranking was made from is kept with it, so that it can be made again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recruiter", "0003_due")]
    operations = [
        migrations.AddField("ranking", "inputs", models.BinaryField(default=b"")),
    ]
