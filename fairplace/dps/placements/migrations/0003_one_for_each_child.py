"""One agreement for each child of an award (K1)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("competitions", "0008_rehearsals"),
        ("documents", "0001_document"),
        ("organisations", "0007_register_claims"),
        ("placements", "0002_walls"),
        ("referrals", "0008_several_children"),
    ]

    operations = [
        migrations.AddField(
            model_name="placementagreement",
            name="child",
            field=models.PositiveSmallIntegerField(
                db_default=1, default=1, help_text="Number of the child in the referral"
            ),
        ),
        migrations.AlterField(
            model_name="placementagreement",
            name="award",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.award"
            ),
        ),
        migrations.AddConstraint(
            model_name="placementagreement",
            constraint=models.UniqueConstraint(fields=("award", "child"), name="one_agreement_per_child"),
        ),
    ]
