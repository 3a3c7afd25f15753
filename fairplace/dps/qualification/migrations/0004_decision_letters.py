"""The letter about a decision: written once, never changed (Q11)."""

import django.db.models.deletion
from django.db import migrations, models

import fairplace.foundations.kernel.identifiers
from fairplace.foundations.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_document"),
        ("qualification", "0003_append_only"),
    ]
    operations = [
        migrations.CreateModel(
            name="DecisionLetter",
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
                ("content", models.JSONField()),
                ("sha256", models.CharField(help_text="Of the PDF, in hexadecimal", max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="qualification.line"
                    ),
                ),
            ],
        ),
        append_only("qualification_decisionletter"),
    ]
