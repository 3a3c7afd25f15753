"""Who was reminded of an invitation, once of each kind for each closing time (R6)."""

import django.db.models.deletion
from django.db import migrations, models

import fairplace.foundations.kernel.identifiers
from fairplace.foundations.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("competitions", "0012_account_for_each_family"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminder",
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
                    "kind",
                    models.CharField(
                        choices=[("unread", "Had not read it"), ("bidding", "Said that they will bid")], max_length=10
                    ),
                ),
                ("closes_at", models.DateTimeField(help_text="The closing time that it was about")),
                ("at", models.DateTimeField()),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.invitation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("invitation", "kind", "closes_at"), name="one_reminder_per_closing_time"
                    )
                ],
            },
        ),
        append_only("competitions_reminder"),
    ]
