"""What the jobs of every minute look for, is open: those few are found without a look at all that ever were."""

from django.db import migrations, models

from fairplace.foundations.audit.large_tables import built_beside_writers


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("competitions", "0023_standstill_told")]
    operations = [
        *built_beside_writers(
            "competition",
            models.Index(fields=["closes_at"], name="competitions_open", condition=models.Q(state="open")),
        ),
        *built_beside_writers(
            "familychoice",
            models.Index(
                fields=["expires_at"],
                name="choices_open",
                condition=models.Q(answered_at__isnull=True, ended_because=""),
            ),
        ),
    ]
