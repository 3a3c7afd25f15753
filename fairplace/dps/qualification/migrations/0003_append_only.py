"""What people decided about a line is never overwritten (A1, Q9)."""

from django.db import migrations

from fairplace.foundations.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("qualification", "0002_accredited_lines"), ("audit", "0002_event")]
    operations = [
        append_only("qualification_linestate"),
        append_only("qualification_assessment"),
        append_only("qualification_statementmark"),
        append_only("qualification_agreementsignature"),
    ]
