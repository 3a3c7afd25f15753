"""Evidence packs, and the heads of the log that councils were sent (T3, T4)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fairplace.foundations.kernel.identifiers
from fairplace.foundations.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0007_register_claims"),
        ("referrals", "0007_second_person"),
        ("transparency", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("audit", "0003_log"),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidencePack",
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
                ("level", models.CharField(max_length=10)),
                ("reason", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(null=True)),
                ("document_id", models.UUIDField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.referral"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["referral", "-asked_at"], name="packs_of_referral")],
            },
        ),
        migrations.CreateModel(
            name="HeadDelivery",
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
                ("size", models.BigIntegerField()),
                ("signed", models.TextField()),
                ("people", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["council", "-at"], name="heads_of_council")],
                "constraints": [models.UniqueConstraint(fields=("council", "size"), name="one_delivery_of_a_head")],
            },
        ),
        append_only("transparency_headdelivery"),
    ]
