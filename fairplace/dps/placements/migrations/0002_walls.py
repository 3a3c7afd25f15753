"""Placement agreements name a child: the placing council and the provider alone (X1)."""

from django.db import migrations

from fairplace.foundations.audit.append_only import append_only
from fairplace.foundations.audit.row_walls import wall

PARTIES = "council_id = {me} OR provider_id = {me}"
OF_AGREEMENT = (
    "EXISTS (SELECT FROM placements_placementagreement a WHERE a.id = agreement_id"
    " AND (a.council_id = {me} OR a.provider_id = {me}))"
)


class Migration(migrations.Migration):
    dependencies = [("placements", "0001_initial"), ("audit", "0002_event")]
    operations = [
        wall("placements_placementagreement", select=PARTIES, insert=PARTIES, update=PARTIES),
        wall("placements_placementsignature", select=OF_AGREEMENT, insert=OF_AGREEMENT),
        append_only("placements_placementsignature"),
    ]
