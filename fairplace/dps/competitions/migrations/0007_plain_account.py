"""The plain account that a family gets after every award (C12)."""

import django.db.models.deletion
from django.db import migrations, models

import fairplace.foundations.encryption.fields
import fairplace.foundations.kernel.identifiers
from fairplace.foundations.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("competitions", "0006_standstill")]
    operations = [
        migrations.CreateModel(
            name="PlainAccount",
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
                ("token_sha256", models.BinaryField(unique=True)),
                (
                    "content",
                    fairplace.foundations.encryption.fields.EncryptedTextField(help_text="rules/family_account.py"),
                ),
                ("written_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("sent", models.BooleanField(help_text="By e-mail; else an officer prints it")),
                (
                    "award",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.award"
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
        ),
        append_only("competitions_plainaccount"),
    ]
