"""Files that belong to records."""

import django.db.models.deletion
from django.db import migrations, models

import jibungoto.kernel.clock
import jibungoto.kernel.identity
import jibungoto.kernel.tenancy


class Migration(migrations.Migration):
    dependencies = [("kernel", "0005_search"), ("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(
                        default=jibungoto.kernel.identity.uuid7, editable=False, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="ファイルの名前")),
                ("content_type", models.CharField(max_length=100, verbose_name="種類")),
                ("size", models.PositiveBigIntegerField(verbose_name="大きさ")),
                ("sha256", models.CharField(max_length=64)),
                ("alt", models.CharField(blank=True, max_length=300, verbose_name="写真の説明")),
                ("path", models.CharField(max_length=120, unique=True)),
                ("thumb_path", models.CharField(blank=True, max_length=120)),
                ("width", models.PositiveIntegerField(blank=True, null=True)),
                ("height", models.PositiveIntegerField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=jibungoto.kernel.clock.now)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "municipality",
                    models.ForeignKey(
                        default=jibungoto.kernel.tenancy.current_id_or_none,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.municipality",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="kernel.node",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.participant",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["node", "removed_at"], name="kernel_attachment_of")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
    ]
