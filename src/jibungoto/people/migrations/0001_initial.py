import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

import jibungoto.kernel.clock
import jibungoto.kernel.identity
import jibungoto.kernel.tenancy


class Migration(migrations.Migration):
    initial = True

    initial = True

    dependencies = [
        ("kernel", "0001_initial"),
        ("organisations", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "email",
                    models.EmailField(max_length=254, unique=True, verbose_name="メールアドレス"),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("is_operator", models.BooleanField(default=False)),
                (
                    "public_id",
                    models.UUIDField(
                        default=jibungoto.kernel.identity.uuid7, editable=False, unique=True
                    ),
                ),
                ("joined_at", models.DateTimeField(default=jibungoto.kernel.clock.now)),
                ("session_epoch", models.PositiveIntegerField(default=0)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                ("erase_on", models.DateField(blank=True, null=True, verbose_name="消去する日")),
            ],
            options={
                "verbose_name": "アカウント",
            },
        ),
        migrations.CreateModel(
            name="CodeBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="何のための手紙か")),
                (
                    "kind",
                    models.CharField(
                        choices=[("household", "世帯に送る手紙"), ("district", "地区で配るちらし")],
                        default="household",
                        max_length=10,
                        verbose_name="種類",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="通数")),
                (
                    "uses_each",
                    models.PositiveSmallIntegerField(default=4, verbose_name="1通で参加できる人数"),
                ),
                ("expires_on", models.DateField(verbose_name="使える最後の日")),
                ("created_at", models.DateTimeField(default=jibungoto.kernel.clock.now)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.district",
                        verbose_name="地区",
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
                "ordering": ["-created_at", "-pk"],
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Code",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("used", models.PositiveSmallIntegerField(default=0)),
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
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="people.codebatch",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "number"), name="people_code_number")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("display", "呼び名"),
                            ("family", "姓"),
                            ("given", "名"),
                            ("kana", "よみ"),
                        ],
                        max_length=10,
                    ),
                ),
                ("wording", models.PositiveSmallIntegerField()),
                ("given_at", models.DateTimeField(default=jibungoto.kernel.clock.now)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("municipality", "user", "field"),
                        name="people_consent_once",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Participant",
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
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "どなたでも"),
                            (1, "この端末から"),
                            (2, "手紙のコードで"),
                            (3, "窓口で"),
                            (4, "登録して"),
                            (5, "本人確認をして"),
                        ],
                        default=1,
                    ),
                ),
                ("token_hash", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField(default=jibungoto.kernel.clock.now)),
                ("seen_at", models.DateTimeField(default=jibungoto.kernel.clock.now)),
                ("forgotten_at", models.DateTimeField(blank=True, null=True)),
                (
                    "code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="participants",
                        to="people.code",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="places.district",
                    ),
                ),
                (
                    "joined_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="joined",
                        to="people.participant",
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
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="participations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["municipality", "seen_at"], name="people_participant_seen")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("municipality", "user"),
                        name="people_participant_user",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("token_hash", ""), _negated=True),
                        fields=("token_hash",),
                        name="people_participant_token",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PersonName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("display", models.CharField(blank=True, max_length=40, verbose_name="呼び名")),
                ("family", models.CharField(blank=True, max_length=40, verbose_name="姓")),
                ("given", models.CharField(blank=True, max_length=40, verbose_name="名")),
                ("kana", models.CharField(blank=True, max_length=80, verbose_name="よみ")),
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "user"), name="people_personname_once"
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=40)),
                ("name", models.CharField(max_length=60, verbose_name="名前")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="どんな役割か")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("municipality", "市全体"),
                            ("district", "地区ごと"),
                            ("organisation", "団体ごと"),
                        ],
                        default="municipality",
                        max_length=12,
                    ),
                ),
                ("is_staff", models.BooleanField(default=True, verbose_name="市の職員の役割")),
                ("order", models.PositiveSmallIntegerField(default=100)),
                ("is_own", models.BooleanField(default=False)),
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
                "ordering": ["order", "pk"],
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "key"), name="people_role_key")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(default=jibungoto.kernel.clock.today, verbose_name="いつから"),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="いつまで")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                ("created_at", models.DateTimeField(default=jibungoto.kernel.clock.now)),
                (
                    "public_id",
                    models.UUIDField(
                        default=jibungoto.kernel.identity.uuid7, editable=False, unique=True
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="メールアドレス")),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("expires_on", models.DateField(verbose_name="招待の期限")),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.district",
                        verbose_name="地区",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="団体",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="people.role",
                        verbose_name="役割",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="people_invitation_term",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("district__isnull", True),
                            ("organisation__isnull", True),
                            _connector="OR",
                        ),
                        name="people_invitation_one_scope",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(default=jibungoto.kernel.clock.today, verbose_name="いつから"),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="いつまで")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                ("created_at", models.DateTimeField(default=jibungoto.kernel.clock.now)),
                (
                    "ended_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="終えた理由"),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.district",
                        verbose_name="地区",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="団体",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="people.role",
                        verbose_name="役割",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["user", "municipality"], name="people_grant_of_user")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="people_rolegrant_term",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("district__isnull", True),
                            ("organisation__isnull", True),
                            _connector="OR",
                        ),
                        name="people_rolegrant_one_scope",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="RolePermission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("permission", models.CharField(max_length=80)),
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
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="permissions",
                        to="people.role",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("role", "permission"), name="people_rolepermission_once"
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="TurnOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("done_at", models.DateTimeField(default=jibungoto.kernel.clock.now)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="ひとこと")),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "ordering": ["-done_at", "-pk"],
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="TurnOverChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ended_was", models.DateField(blank=True, null=True)),
                (
                    "begun",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.rolegrant",
                    ),
                ),
                (
                    "ended",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.rolegrant",
                    ),
                ),
                (
                    "invited",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.invitation",
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
                (
                    "turn_over",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="people.turnover",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("begun__isnull", False),
                                ("ended__isnull", True),
                                ("invited__isnull", True),
                            ),
                            models.Q(
                                ("begun__isnull", True),
                                ("ended__isnull", False),
                                ("invited__isnull", True),
                            ),
                            models.Q(
                                ("begun__isnull", True),
                                ("ended__isnull", True),
                                ("invited__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="people_turnoverchange_one",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
    ]
