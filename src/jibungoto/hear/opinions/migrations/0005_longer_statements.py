"""Statements that were voted on elsewhere keep all their words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("opinions", "0004_paper")]

    operations = [
        migrations.AlterField(
            model_name="statement",
            name="text",
            field=models.CharField(max_length=1000, verbose_name="意見"),
        )
    ]
