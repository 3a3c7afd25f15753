"""Entry of each category as rows that only grow (P4); the regime of a system never changes (P2)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fairplace.foundations.kernel.identifiers
from fairplace.foundations.audit.append_only import append_only

SAME_REGIME = """
    CREATE TRIGGER market_same_regime BEFORE UPDATE ON market_purchasingsystem FOR EACH ROW
    WHEN (OLD.regime IS DISTINCT FROM NEW.regime) EXECUTE FUNCTION fairplace_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("market", "0001_initial"),
        ("audit", "0001_clock"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FirstReferral",
            fields=[
                (
                    "category",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="market.category",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="EntryChange",
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
                    "became",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("initial_evaluation", "Open, first applications assessed together"),
                            ("closed", "Closed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("until", models.DateField(help_text="Last day of an initial evaluation or of a closure", null=True)),
                ("because", models.TextField()),
                ("notice_reference", models.CharField(blank=True, max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="market.category"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["category", "-at"], name="entry_of_category")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("became", "open"), ("until", None)),
                            models.Q(models.Q(("became", "open"), _negated=True), ("until__isnull", False)),
                            _connector="OR",
                        ),
                        name="open_has_no_last_day",
                    )
                ],
            },
        ),
        append_only("market_entrychange"),
        append_only("market_firstreferral"),
        migrations.RunSQL(SAME_REGIME, "DROP TRIGGER market_same_regime ON market_purchasingsystem"),
    ]
