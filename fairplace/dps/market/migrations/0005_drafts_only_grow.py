"""What people decided, said and signed about drafts is never changed (P8, P9)."""

from django.db import migrations

from fairplace.foundations.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("market", "0004_drafts"), ("audit", "0002_event")]
    operations = [
        append_only("market_categorylead"),
        append_only("market_draftstate"),
        append_only("market_draftchange"),
        append_only("market_draftagreement"),
        append_only("market_comment"),
        append_only("market_commentreply"),
        append_only("market_modelanswer"),
    ]
