"""Where sign-in counts its attempts: shared by all web processes, so that a limit is counted once."""

from django.db import migrations

TABLE = """
    CREATE UNLOGGED TABLE rate_limits (
        cache_key varchar(255) PRIMARY KEY,
        value text NOT NULL,
        expires timestamptz NOT NULL
    );
    CREATE INDEX rate_limits_expires ON rate_limits (expires);
"""


class Migration(migrations.Migration):
    initial = True
    operations = [migrations.RunSQL(TABLE, "DROP TABLE rate_limits")]
