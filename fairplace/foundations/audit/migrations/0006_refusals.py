"""Tries that met "there is no such thing", counted by the hour: who, of which organisation, at which page (A1, reg 22 g).

No address, no identifier of what was asked for, no word that was typed.
"""

from django.db import migrations

TABLE = """
    CREATE TABLE audit_refusal (
        hour timestamptz NOT NULL,
        person_id uuid,
        organisation_id uuid,
        page text NOT NULL,
        times integer NOT NULL DEFAULT 1,
        UNIQUE NULLS NOT DISTINCT (hour, person_id, page)
    );
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_keeper")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE audit_refusal")]
