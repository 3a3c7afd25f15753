"""Each family of a cohort is told of its own child (C12)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("competitions", "0011_questions"),
        ("organisations", "0007_register_claims"),
    ]

    operations = [
        migrations.AddField(
            model_name="plainaccount",
            name="child",
            field=models.PositiveSmallIntegerField(
                db_default=1, default=1, help_text="Of several families, whose child it is about"
            ),
        ),
        migrations.AlterField(
            model_name="plainaccount",
            name="award",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.award"
            ),
        ),
        migrations.AddConstraint(
            model_name="plainaccount",
            constraint=models.UniqueConstraint(fields=("award", "child"), name="one_plain_account_per_family"),
        ),
    ]
