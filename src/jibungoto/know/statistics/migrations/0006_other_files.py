import django.db.models.deletion
from django.db import migrations, models


def _run():
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="intake.intakerun",
    )


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_change_by_key"), ("statistics", "0005_adds_up")]

    operations = [
        migrations.AddField(model_name="release", name="ages_run", field=_run()),
        migrations.AddField(model_name="release", name="households_run", field=_run()),
    ]
