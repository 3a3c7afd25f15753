"""Documents."""

from django.db import migrations, models

import fairplace.foundations.audit.clock
import fairplace.foundations.kernel.identifiers


class Migration(migrations.Migration):
    initial = True

    dependencies = [("audit", "0001_clock")]

    operations = [
        migrations.CreateModel(
            name="Document",
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
                ("owner_organisation_id", models.UUIDField()),
                ("kind", models.TextField()),
                ("original_name", models.TextField()),
                ("media_type", models.TextField()),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.BinaryField(max_length=32)),
                ("stored_as", models.TextField(unique=True)),
                ("uploaded_by", models.UUIDField(null=True)),
                ("uploaded_at", models.DateTimeField(db_default=fairplace.foundations.audit.clock.Now())),
            ],
            options={
                "indexes": [models.Index(fields=["owner_organisation_id", "kind"], name="document_owner_kind")],
            },
        ),
    ]
