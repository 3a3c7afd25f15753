"""Events, append-only from their first day."""

from django.db import migrations, models

import fairplace.foundations.audit.clock
import fairplace.foundations.audit.transaction_id
import fairplace.foundations.kernel.identifiers
from fairplace.foundations.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_clock"),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
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
                    "transaction",
                    fairplace.foundations.audit.transaction_id.TransactionIdField(
                        db_default=fairplace.foundations.audit.transaction_id.CurrentTransaction()
                    ),
                ),
                ("at", models.DateTimeField(db_default=fairplace.foundations.audit.clock.Now())),
                ("kind", models.TextField()),
                ("actor_id", models.UUIDField(null=True)),
                ("organisation_id", models.UUIDField(null=True)),
                ("subject_kind", models.TextField()),
                ("subject_id", models.UUIDField()),
                ("about_id", models.UUIDField()),
                ("payload", models.JSONField(default=dict)),
                ("salt", models.BinaryField(max_length=16)),
                ("leaf", models.BinaryField(max_length=32)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["about_id", "at"], name="event_about"),
                    models.Index(fields=["subject_id"], name="event_subject"),
                    models.Index(fields=["transaction"], name="event_transaction"),
                ],
            },
        ),
        append_only("audit_event"),
    ]
