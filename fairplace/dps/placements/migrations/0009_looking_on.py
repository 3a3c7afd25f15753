"""What those who run Fairplace never see of an organisation that they help: who a child is, its story, sealed bids (X1)."""

from django.db import migrations

HIDDEN = """
    CREATE POLICY "{0}_not_looked_on" ON "{0}" AS RESTRICTIVE FOR ALL
    USING (coalesce(current_setting('fairplace.borrowed', true), '') <> 'on')
"""
TABLES = (
    "referrals_childidentity",
    "referrals_childstory",
    "referrals_plansection",
    "referrals_attachment",
    "referrals_familycomment",
    "competitions_slot",
    "competitions_openingshare",
    "competitions_timedshare",
    "competitions_questionasker",
    "placements_namedpreference",  # in the family's words
    "placements_placementagreement",
    "placements_placementsignature",
    "placements_premiumstep",
)


class Migration(migrations.Migration):
    dependencies = [("placements", "0008_walls_of_referrals")]
    operations = [
        migrations.RunSQL(HIDDEN.format(table), f'DROP POLICY "{table}_not_looked_on" ON "{table}"') for table in TABLES
    ]
