"""Sign-ins that began before a day are found without a look at every one."""

from django.db import migrations, models

from fairplace.foundations.audit.large_tables import built_beside_writers


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("organisations", "0018_carer_areas")]
    operations = [*built_beside_writers("signin", models.Index(fields=["began_at"], name="sign_ins_begun"))]
