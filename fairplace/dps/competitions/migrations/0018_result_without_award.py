"""Every bidder is told its scores also where nothing is awarded: such a letter belongs to no award (C7)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competitions", "0017_opening_key_custody")]

    operations = [
        migrations.AlterField(
            model_name="feedback",
            name="award",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.award"
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.UniqueConstraint(
                condition=models.Q(("award__isnull", True)), fields=("bid",), name="one_letter_without_award"
            ),
        ),
    ]
