"""Row-level security: which rows an organisation's people can reach at all, whatever a query forgets to ask.

A wall is raised on a table once, by a migration; the page door and the jobs say whose organisation it is
(audit.transaction_as). With nobody said, no row is seen. The owner of a table stands behind the wall too (FORCE),
but for the time of copying, sealing anew or erasing rows by rule (the mode `fairplace.keeping`, migration 0005_keeper).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.migrations import RunSQL

ORGANISATION = "nullif(current_setting('fairplace.organisation', true), '')::uuid"

KEEPING = "current_setting('fairplace.keeping', true) = 'on'"


def wall(table: str, **policies: str) -> RunSQL:
    """Raise a wall. policies: select, insert, update, delete -> the condition on a row, where {me} is the organisation.

    A command without a condition is refused to everyone but a superuser.
    """
    up = [f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY', f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY']
    up += [_policy(table, command, condition) for command, condition in policies.items()]
    up.append(f'CREATE POLICY "{table}_keeper" ON "{table}" TO CURRENT_USER USING ({KEEPING}) WITH CHECK ({KEEPING})')
    down = [f'DROP POLICY "{table}_keeper" ON "{table}"']
    down += [f'DROP POLICY "{table}_{command}" ON "{table}"' for command in policies]
    down += [f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY', f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY']
    return RunSQL(tuple(up), tuple(down))


_CLAUSES: Mapping[str, str] = {
    "select": "USING ({0})",
    "insert": "WITH CHECK ({0})",
    "update": "USING ({0}) WITH CHECK ({0})",
    "delete": "USING ({0})",
}


def _policy(table: str, command: str, condition: str) -> str:
    clause = _CLAUSES[command].format(condition.format(me=f"(SELECT {ORGANISATION})"))
    return f'CREATE POLICY "{table}_{command}" ON "{table}" FOR {command.upper()} {clause}'
