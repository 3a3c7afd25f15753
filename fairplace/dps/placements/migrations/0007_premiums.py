"""Premiums are followed in the placement: what the provider says, what the council decides (C8)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fairplace.foundations.encryption.fields
import fairplace.foundations.kernel.identifiers
from fairplace.foundations.audit.append_only import append_only
from fairplace.foundations.audit.row_walls import wall

OF_AGREEMENT = (
    "EXISTS (SELECT FROM placements_placementagreement a WHERE a.id = placements_premiumstep.agreement_id AND ({}))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0006_walls_of_named_places"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PremiumStep",
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
                    "step",
                    models.CharField(
                        choices=[("said", "SAID"), ("reached", "REACHED"), ("not_reached", "NOT_REACHED")],
                        max_length=12,
                    ),
                ),
                ("day", models.DateField(null=True)),
                (
                    "words",
                    fairplace.foundations.encryption.fields.EncryptedTextField(help_text="What shows it"),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ("at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="placements.placementagreement",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gt", 0), ("day__isnull", False), ("step", "reached")),
                            models.Q(models.Q(("step", "reached"), _negated=True), ("amount__isnull", True)),
                            _connector="OR",
                        ),
                        name="premium_amount_where_reached",
                    )
                ],
                "indexes": [models.Index(fields=["agreement", "at"], name="steps_of_premium")],
            },
        ),
        wall(
            "placements_premiumstep",
            select=OF_AGREEMENT.format("a.council_id = {me} OR a.provider_id = {me}"),
            insert=OF_AGREEMENT.format(
                "(a.council_id = {me} AND step <> 'said') OR (a.provider_id = {me} AND step = 'said')"
            ),
        ),
        append_only("placements_premiumstep"),
    ]
