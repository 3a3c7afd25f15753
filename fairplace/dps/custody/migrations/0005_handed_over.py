"""Holds and disposals of a council that became part of another pass to it as its referrals do (placements 0004)."""

from django.db import migrations

POLICY = """
    CREATE POLICY "{0}_handed_over" ON "{0}" FOR ALL TO CURRENT_USER
    USING (council_id::text IN (current_setting('fairplace.hands_over', true),
                                current_setting('fairplace.takes_over', true)))
"""
TABLES = ("custody_hold", "custody_disposal", "custody_disposalitem")


class Migration(migrations.Migration):
    dependencies = [("custody", "0004_erasing"), ("placements", "0004_handed_over")]
    operations = [
        migrations.RunSQL(POLICY.format(table), f'DROP POLICY "{table}_handed_over" ON "{table}"') for table in TABLES
    ]
