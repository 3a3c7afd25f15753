"""What was recorded before a day is found without a look at every event. Of an append-only table a summary of its pages
is enough: it costs a write nothing.
"""

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations

from fairplace.foundations.audit.large_tables import built_beside_writers


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("audit", "0007_what_is_left_of_an_erased_event")]
    operations = [
        *built_beside_writers("event", BrinIndex(fields=["at"], name="event_time", autosummarize=True)),
    ]
