"""An incentive is a published term of a referral (C8)."""

import django.db.models.deletion
from django.db import migrations, models

import fairplace.foundations.kernel.identifiers


class Migration(migrations.Migration):
    dependencies = [("referrals", "0005_family_reading")]
    operations = [
        migrations.CreateModel(
            name="Incentive",
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
                        choices=[
                            ("outcomes", "The outcomes that the referral names"),
                            ("step_down", "A safe move to less support"),
                        ],
                        max_length=20,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ("percent", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ("by", models.DateField()),
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.referral"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__isnull", True), ("percent__gt", 0)),
                            models.Q(("amount__gt", 0), ("percent__isnull", True)),
                            _connector="OR",
                        ),
                        name="incentive_amount_or_percent",
                    )
                ],
            },
        ),
    ]
