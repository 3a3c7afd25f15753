"""What was published stays as it was published (T2)."""

from django.db import migrations

from fairplace.foundations.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("transparency", "0001_initial"), ("audit", "0002_event")]
    operations = [append_only("transparency_release")]
