from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_districts_and_outbox")]

    operations = [
        migrations.AddField("municipality", "ground", models.PositiveBigIntegerField(default=1)),
    ]
