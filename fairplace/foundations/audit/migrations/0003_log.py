"""The log over the events: leaves, complete nodes and signed heads, append-only like the events themselves."""

from django.db import migrations, models

import fairplace.foundations.audit.transaction_id
from fairplace.foundations.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_event")]

    operations = [
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("event_id", models.UUIDField(unique=True)),
                ("leaf", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Node",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "level", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("level", models.SmallIntegerField()),
                ("number", models.BigIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BinaryField(max_length=32)),
                ("horizon", fairplace.foundations.audit.transaction_id.TransactionIdField()),
                ("cluster", models.TextField()),
                ("sealed_at", models.DateTimeField()),
                ("signed", models.TextField()),
            ],
        ),
        append_only("audit_leaf"),
        append_only("audit_node"),
        append_only("audit_head"),
    ]
