"""Tables that only grow: rows are added and never changed, not even by the owner of the table."""

from django.db.migrations import RunSQL

# The role is absent where somebody migrates a database of their own; the trigger holds all the same.
_REVOKE = """
    DO $$ BEGIN
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fairplace_app') THEN
            REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM fairplace_app;
        END IF;
    END $$;
"""
_FORBID = """
    CREATE TRIGGER "{table}_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}"
    FOR EACH STATEMENT EXECUTE FUNCTION fairplace_refuse_change();
"""


def append_only(table: str) -> RunSQL:
    """The migration operation that makes a table append-only. Its migration depends on audit 0001_clock."""
    return RunSQL(
        [_REVOKE.format(table=table), _FORBID.format(table=table)],
        [f'DROP TRIGGER "{table}_append_only" ON "{table}"'],
    )
