from django.db import migrations


class Migration(migrations.Migration):
    # Apart from 0002: PostgreSQL alters no table while rows written in the same step are pending.
    dependencies = [("plans", "0002_living_plans")]

    operations = [
        migrations.RemoveField("measure", "mark_key"),
        migrations.RemoveField("measure", "see"),
    ]
