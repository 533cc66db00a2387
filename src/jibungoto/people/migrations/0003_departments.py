import django.db.models.deletion
import django.db.models.manager
import jibungoto.kernel.tenancy
from django.db import migrations, models


def hold_for_departments(apps, schema_editor):
    """The preset role of departments is held for one from now on; others keep their scope."""
    Role = apps.get_model("people", "Role")
    Role.everywhere.filter(key="department", scope="municipality").update(scope="department")


def hold_in_the_city(apps, schema_editor):
    Role = apps.get_model("people", "Role")
    Role.everywhere.filter(scope="department").update(scope="municipality")


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0008_letters"),
        ("organisations", "0002_counts"),
        ("people", "0002_user_language"),
        ("places", "0004_small_area_shapes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Department",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="課の名前")),
            ],
            options={
                "ordering": ["name", "pk"],
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="invitation",
            name="people_invitation_one_scope",
        ),
        migrations.RemoveConstraint(
            model_name="rolegrant",
            name="people_rolegrant_one_scope",
        ),
        migrations.AlterField(
            model_name="role",
            name="scope",
            field=models.CharField(
                choices=[
                    ("municipality", "市全体"),
                    ("district", "地区ごと"),
                    ("organisation", "団体ごと"),
                    ("department", "担当課ごと"),
                ],
                default="municipality",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="department",
            name="became",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="was",
                to="people.department",
                verbose_name="いまの課",
            ),
        ),
        migrations.AddField(
            model_name="department",
            name="municipality",
            field=models.ForeignKey(
                default=jibungoto.kernel.tenancy.current_id_or_none,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.municipality",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.department",
                verbose_name="担当課",
            ),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.department",
                verbose_name="担当課",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("district__isnull", True), ("organisation__isnull", True)),
                    models.Q(("department__isnull", True), ("district__isnull", True)),
                    models.Q(("department__isnull", True), ("organisation__isnull", True)),
                    _connector="OR",
                ),
                name="people_invitation_one_scope",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("district__isnull", True), ("organisation__isnull", True)),
                    models.Q(("department__isnull", True), ("district__isnull", True)),
                    models.Q(("department__isnull", True), ("organisation__isnull", True)),
                    _connector="OR",
                ),
                name="people_rolegrant_one_scope",
            ),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.UniqueConstraint(
                fields=("municipality", "name"), name="people_department_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("became__isnull", True),
                    models.Q(("became", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="people_department_became",
            ),
        ),
        migrations.RunPython(hold_for_departments, hold_in_the_city),
    ]
