import django.db.models.deletion
import django.db.models.manager
import jibungoto.kernel.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("intake", "0001_initial"),
        ("kernel", "0006_attachments"),
    ]

    operations = [
        migrations.CreateModel(
            name="Facility",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("public", "公共施設"),
                            ("shelter", "避難場所"),
                            ("childcare", "子育て施設"),
                            ("medical", "医療機関"),
                            ("care", "介護サービス"),
                            ("aed", "AED"),
                            ("heritage", "文化財"),
                            ("sight", "観光施設"),
                            ("toilet", "公衆トイレ"),
                            ("wifi", "公衆無線LAN"),
                        ],
                        max_length=10,
                        verbose_name="種類",
                    ),
                ),
                ("subkind", models.CharField(blank=True, max_length=80, verbose_name="種別")),
                ("code", models.CharField(blank=True, max_length=40, verbose_name="ID")),
                ("match_key", models.CharField(editable=False, max_length=40)),
                ("name", models.CharField(max_length=160, verbose_name="名称")),
                ("kana", models.CharField(blank=True, max_length=240, verbose_name="よみ")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=160, verbose_name="英語の名称"),
                ),
                ("name_common", models.CharField(blank=True, max_length=120, verbose_name="通称")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="所在地")),
                ("building", models.CharField(blank=True, max_length=120, verbose_name="建物")),
                ("postcode", models.CharField(blank=True, max_length=8, verbose_name="郵便番号")),
                ("lat", models.FloatField(blank=True, null=True, verbose_name="緯度")),
                ("lon", models.FloatField(blank=True, null=True, verbose_name="経度")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="電話番号")),
                ("extension", models.CharField(blank=True, max_length=40, verbose_name="内線番号")),
                ("email", models.CharField(blank=True, max_length=120, verbose_name="メール")),
                (
                    "contact_note",
                    models.CharField(blank=True, max_length=400, verbose_name="連絡先の備考"),
                ),
                (
                    "website",
                    models.CharField(blank=True, max_length=400, verbose_name="ウェブサイト"),
                ),
                ("operator", models.CharField(blank=True, max_length=160, verbose_name="運営")),
                (
                    "corporate_number",
                    models.CharField(blank=True, max_length=20, verbose_name="法人番号"),
                ),
                (
                    "open_days",
                    models.CharField(blank=True, max_length=80, verbose_name="利用できる曜日"),
                ),
                ("opens", models.CharField(blank=True, max_length=5, verbose_name="はじまり")),
                ("closes", models.CharField(blank=True, max_length=5, verbose_name="終わり")),
                (
                    "hours_note",
                    models.CharField(blank=True, max_length=600, verbose_name="日時の注意"),
                ),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="定員・収容人数"
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="説明")),
                (
                    "accessibility",
                    models.CharField(blank=True, max_length=600, verbose_name="バリアフリー"),
                ),
                ("note", models.CharField(blank=True, max_length=600, verbose_name="備考")),
                ("source", models.CharField(max_length=200, verbose_name="出典")),
                ("dated", models.DateField(verbose_name="基準日")),
                (
                    "line",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="ファイルの行"),
                ),
                (
                    "ended_on",
                    models.DateField(blank=True, null=True, verbose_name="一覧からなくなった日"),
                ),
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.node",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.intakerun",
                    ),
                ),
            ],
            options={
                "ordering": ["kana", "name", "pk"],
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["municipality", "kind", "kana"], name="facilities_by_kana"
                    ),
                    models.Index(fields=["municipality", "lat", "lon"], name="facilities_by_place"),
                    models.Index(
                        fields=["municipality", "kind", "match_key"], name="facilities_by_match"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lat__isnull", True), ("lon__isnull", True)),
                            models.Q(("lat__isnull", False), ("lon__isnull", False)),
                            _connector="OR",
                        ),
                        name="facilities_facility_position",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="FacilityDetail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("value", models.CharField(max_length=600)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="details",
                        to="facilities.facility",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        default=jibungoto.kernel.tenancy.current_id_or_none,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.municipality",
                    ),
                ),
            ],
            options={
                "ordering": ["facility", "key", "order"],
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["municipality", "key", "value"], name="facilities_detail_of"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("facility", "key", "order"), name="facilities_detail_once"
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
    ]
