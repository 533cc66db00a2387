from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="intakechange",
            index=models.Index(fields=["municipality", "key"], name="intake_change_by_key"),
        ),
    ]
