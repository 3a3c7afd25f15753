"""Terms and local schedules, kept for ever once published; the terms of a system that is there already (A8)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import fairplace.foundations.kernel.identifiers
from fairplace.dps.market.seeds import read_terms_seed
from fairplace.foundations.audit.append_only import append_only


def first_terms(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A system set up before terms were kept goes on under those that its agreements told."""
    versions = apps.get_model("market", "TermsVersion")
    for system in apps.get_model("market", "PurchasingSystem").objects.all():
        versions.objects.create(
            system=system,
            label=system.terms_version,
            content=read_terms_seed(),
            published_at=f"{system.begins_on}T00:00:00+00:00",
        )


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_document"),
        ("market", "0005_drafts_only_grow"),
        ("organisations", "0002_new_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TermsDraft",
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
                ("label", models.CharField(blank=True, max_length=40)),
                ("content", models.JSONField()),
                ("schedules", models.JSONField(default=dict)),
                ("accept_by", models.DateField(null=True)),
                ("consequence", models.TextField(blank=True)),
                ("started_at", models.DateTimeField()),
                (
                    "category",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="market.category"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="market.purchasingsystem"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TermsVersion",
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
                ("label", models.CharField(max_length=40)),
                ("content", models.JSONField()),
                ("published_at", models.DateTimeField()),
                ("accept_by", models.DateField(null=True)),
                ("consequence", models.TextField(blank=True)),
                (
                    "category",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="market.category"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="market.purchasingsystem"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LocalSchedule",
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
                ("text", models.TextField()),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
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
        migrations.AddConstraint(
            model_name="termsversion",
            constraint=models.UniqueConstraint(fields=("system", "label"), name="one_terms_version_per_label"),
        ),
        migrations.AddConstraint(
            model_name="localschedule",
            constraint=models.UniqueConstraint(fields=("terms", "council"), name="one_schedule_per_council"),
        ),
        append_only("market_termsversion"),
        append_only("market_localschedule"),
        migrations.RunPython(first_terms, migrations.RunPython.noop),
    ]
