"""Who the child is, and the child's story: the council, and organisations with a live disclosure of that stage (R1)."""

from django.db import migrations

from fairplace.foundations.audit.append_only import append_only
from fairplace.foundations.audit.row_walls import wall

COUNCIL = "council_id = {{me}}"
DISCLOSED = (
    "council_id = {{me}} OR EXISTS (SELECT FROM referrals_disclosure d WHERE d.referral_id = {table}.referral_id"
    " AND d.organisation_id = {{me}} AND d.stage >= {stage} AND (d.until IS NULL OR d.until > fairplace_now()))"
)


def child_wall(table: str, stage: int) -> migrations.RunSQL:
    mine = COUNCIL.format()
    return wall(table, select=DISCLOSED.format(table=table, stage=stage), insert=mine, update=mine, delete=mine)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("audit", "0002_event")]
    operations = [
        child_wall("referrals_childidentity", 3),
        child_wall("referrals_childstory", 2),
        append_only("referrals_referralstate"),
    ]
