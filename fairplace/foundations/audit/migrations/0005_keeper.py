"""Keeping: the owner of the tables may copy and erase what walls and triggers otherwise hide and hold (T5).

The mode is on only inside a function of the owner's, or where the owner's own session says so; it means nothing to
the application's role. The log itself (leaves, nodes, heads) and the rows of events stay for ever: of an event
nothing but payload and salt can go, and that its leaf shows.
"""

from django.db import migrations

REFUSE = """
    CREATE OR REPLACE FUNCTION fairplace_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('fairplace.keeping', true) = 'on' AND TG_OP <> 'TRUNCATE'
            AND TG_TABLE_NAME NOT IN ('audit_leaf', 'audit_node', 'audit_head', 'audit_publishedhead')
            AND NOT (TG_TABLE_NAME = 'audit_event' AND TG_OP = 'DELETE')
            AND current_user = (SELECT relowner::regrole::text FROM pg_class WHERE oid = TG_RELID) THEN
            RETURN NULL;
        END IF;
        RAISE EXCEPTION 'Rows of % are never changed or taken away.', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END $$;
"""
BEFORE = """
    CREATE OR REPLACE FUNCTION fairplace_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'Rows of % are never changed or taken away.', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END $$;
"""
# Copying programs work with an empty search path.
NOW = """
    CREATE OR REPLACE FUNCTION fairplace_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
        SELECT coalesce(frozen_at, clock_timestamp() + shift) FROM public.fairplace_clock
    $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_published_heads")]
    operations = [migrations.RunSQL(REFUSE, BEFORE), migrations.RunSQL(NOW, migrations.RunSQL.noop)]
