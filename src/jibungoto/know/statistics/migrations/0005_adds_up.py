"""Whether an indicator's counts may be added becomes a choice; until now unit and name told."""

from django.db import migrations, models

_UNITS = ("%", "％", "‰", "率", "割", "/", "あたり", "当たり", "ポイント")
_NAMES = ("率", "割合", "平均", "あたり", "当たり", "指数")


def as_it_was_read(apps, schema_editor):
    """What unit and name told so far is what was chosen."""
    rows = apps.get_model("statistics", "Indicator").everywhere.all()
    for pk, name, unit in rows.values_list("pk", "name", "unit"):
        if any(w in unit for w in _UNITS) or any(w in name for w in _NAMES):
            rows.filter(pk=pk).update(adds_up=False)


class Migration(migrations.Migration):
    dependencies = [("statistics", "0004_area_figures")]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="adds_up",
            field=models.BooleanField(default=True, verbose_name="地区の数にするとき"),
        ),
        migrations.RunPython(as_it_was_read, migrations.RunPython.noop),
    ]
