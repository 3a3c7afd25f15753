"""Access of those who run Fairplace to one organisation's pages (X1)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fairplace.foundations.kernel.identifiers
from fairplace.foundations.audit.row_walls import own_wall

ASKED = "asked_by_id = {person}"


class Migration(migrations.Migration):
    dependencies = [("organisations", "0012_single_sign_on")]
    operations = [
        migrations.CreateModel(
            name="SupportAccess",
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
                ("reason", models.TextField()),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "-begins_at"], name="support_of_organisation")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("begins_at"))), name="support_ends"
                    )
                ],
            },
        ),
        own_wall(
            "organisations_supportaccess",
            read=f"organisation_id = {{me}} OR {ASKED}",
            insert=ASKED,
            change=f"organisation_id = {{me}} OR {ASKED}",
        ),
    ]
