"""Sealed papers of agreements, acceptance of new terms, how a line leaves: all append-only (Q11, A1, A8)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fairplace.foundations.kernel.identifiers
from fairplace.foundations.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_document"),
        ("market", "0006_terms"),
        ("qualification", "0007_assessment"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="agreementsignature",
            name="document",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
            ),
        ),
        migrations.CreateModel(
            name="AgreementPaper",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=fairplace.foundations.kernel.identifiers.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("clauses", models.JSONField()),
                ("text_sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="qualification.line"
                    ),
                ),
                (
                    "terms",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="market.termsversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LineNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=fairplace.foundations.kernel.identifiers.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("given", models.BooleanField()),
                ("leaves_on", models.DateField(null=True)),
                ("because", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="qualification.line"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["line", "at"], name="notices_of_line")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("given", False), ("leaves_on__isnull", False), _connector="OR"),
                        name="notice_has_its_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RemovalStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=fairplace.foundations.kernel.identifiers.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[("proposed", "proposed"), ("answered", "answered"), ("dropped", "dropped")],
                        max_length=10,
                    ),
                ),
                ("ground", models.SlugField(blank=True, max_length=60)),
                ("words", models.TextField()),
                ("answer_by", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="qualification.line"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["line", "at"], name="removal_of_line")],
            },
        ),
        migrations.CreateModel(
            name="TermsAcceptance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=fairplace.foundations.kernel.identifiers.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name_typed", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="qualification.line"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "terms",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="market.termsversion"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("line", "terms"), name="one_acceptance_per_version")],
            },
        ),
        append_only("qualification_agreementpaper"),
        append_only("qualification_termsacceptance"),
        append_only("qualification_linenotice"),
        append_only("qualification_removalstep"),
    ]
