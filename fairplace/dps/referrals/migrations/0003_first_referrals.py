"""Categories in which referrals were published before the market kept their first day (P4)."""

from django.db import migrations

FIRST = """
    INSERT INTO market_firstreferral (category_id, at)
    SELECT v.category_id, min(s.at) FROM referrals_referralstate s
      JOIN referrals_referral r ON r.id = s.referral_id
      JOIN market_categoryversion v ON v.id = r.category_version_id
     WHERE s.became = 'published' GROUP BY v.category_id
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_walls"), ("market", "0002_entry")]
    operations = [migrations.RunSQL(FIRST, migrations.RunSQL.noop)]
