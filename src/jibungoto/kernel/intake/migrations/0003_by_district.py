import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_change_by_key"), ("places", "0001_initial")]

    operations = [
        migrations.AddField(
            "intakerun",
            "district",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="places.district",
            ),
        ),
    ]
