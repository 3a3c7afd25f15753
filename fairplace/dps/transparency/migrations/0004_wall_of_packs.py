"""Who had an evidence pack made, and why, is its council's and its bidder's own (X1, T4)."""

from django.db import migrations

from fairplace.foundations.audit.row_walls import own_wall

MERGED = "council_id IN (SELECT o.id FROM public.organisations_organisation o WHERE o.successor_id = {me})"


class Migration(migrations.Migration):
    dependencies = [("transparency", "0003_packs_and_heads")]
    operations = [
        own_wall(
            "transparency_evidencepack",
            read=f"council_id = {{me}} OR provider_id = {{me}} OR {MERGED}",
            insert="council_id = {me} OR provider_id = {me}",
            change=f"council_id = {{me}} OR {MERGED}",
        )
    ]
