"""The outbox."""

import django.db.models.functions.datetime
from django.db import migrations, models

import fairplace.foundations.audit.clock
import fairplace.foundations.kernel.identifiers


class Migration(migrations.Migration):
    initial = True

    dependencies = [("audit", "0001_clock")]

    operations = [
        migrations.CreateModel(
            name="Message",
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
                ("key", models.TextField(unique=True)),
                ("to_address", models.EmailField(max_length=254)),
                ("subject", models.TextField()),
                ("body_text", models.TextField()),
                ("queued_at", models.DateTimeField(db_default=fairplace.foundations.audit.clock.Now())),
                ("sent_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("try_again_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("last_error", models.TextField(blank=True, default="")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at__isnull", True)),
                        fields=["try_again_at"],
                        name="outbox_waiting",
                    ),
                    models.Index(fields=["to_address", "-queued_at"], name="outbox_to"),
                ],
            },
        ),
    ]
