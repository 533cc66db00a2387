from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_ground")]

    operations = [
        migrations.AddField("job", "outcome_said", models.JSONField(blank=True, null=True)),
    ]
