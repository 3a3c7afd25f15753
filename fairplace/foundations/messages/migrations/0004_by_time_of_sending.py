"""Messages that were sent before a day are found without a look at every one."""

from django.db import migrations, models

from fairplace.foundations.audit.large_tables import built_beside_writers


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("outbox", "0003_text_messages")]
    operations = [
        *built_beside_writers(
            "message",
            models.Index(fields=["sent_at"], name="outbox_sent", condition=models.Q(sent_at__isnull=False)),
        ),
    ]
