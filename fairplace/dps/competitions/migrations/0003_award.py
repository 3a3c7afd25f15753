"""Feedback belongs to an award; a tie for first place that was settled by lot is kept."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competitions", "0002_walls")]
    operations = [
        migrations.AddField(
            model_name="competition",
            name="first_by_lot",
            field=models.ForeignKey(
                help_text="Drawn on the record (rule 8)",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="competitions.bid",
            ),
        ),
        # Rows before this migration cannot exist: no award could be made yet.
        migrations.RemoveField(model_name="feedback", name="bid"),
        migrations.AddField(
            model_name="feedback",
            name="bid",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.bid"
            ),
        ),
        migrations.AddField(
            model_name="feedback",
            name="award",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competitions.award"
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.UniqueConstraint(fields=("award", "bid"), name="one_feedback_per_award"),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(fields=["provider", "given_at"], name="feedback_of_provider"),
        ),
    ]
