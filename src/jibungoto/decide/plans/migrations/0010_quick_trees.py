from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0009_questions")]

    operations = [
        migrations.RemoveIndex(model_name="progress", name="plans_progress_newest"),
        migrations.AddIndex(
            model_name="progress",
            index=models.Index(
                fields=["measure", "year", "state", "reported_at", "municipality"],
                name="plans_progress_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="measure",
            index=models.Index(fields=["plan", "order"], name="plans_measure_order"),
        ),
    ]
