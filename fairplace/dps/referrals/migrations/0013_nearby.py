"""Referrals of one district, whatever council's, are counted before a child of it is described (R1): found by index."""

from django.db import migrations, models

from fairplace.foundations.audit.large_tables import built_beside_writers


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("referrals", "0012_files_looked_at")]
    operations = [
        *built_beside_writers("referral", models.Index(fields=["district", "category"], name="referrals_nearby")),
    ]
