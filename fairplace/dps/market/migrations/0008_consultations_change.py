"""The last day of a consultation may change, on the record (P9)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fairplace.foundations.kernel.identifiers
from fairplace.foundations.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("market", "0007_public_questions"), ("audit", "0002_event")]
    operations = [
        migrations.AddField(
            "consultation",
            "open_at_least_until",
            models.DateField(help_text="Published with it: it closes no earlier, whatever the reason", null=True),
        ),
        migrations.CreateModel(
            name="ConsultationChange",
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
                ("was_to_close_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("because", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="market.consultation"
                    ),
                ),
            ],
        ),
        append_only("market_consultationchange"),
    ]
