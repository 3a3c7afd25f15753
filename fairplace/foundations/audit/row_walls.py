"""Row-level security: which rows an organisation's people can reach at all, whatever a query forgets to ask.

A wall is raised on a table once, by a migration; the page door and the jobs say whose organisation it is
(audit.transaction_as). With nobody said, no row is seen. There are two kinds.

`wall`: what tells who a child is, and what is sealed. Nothing but the organisation's name opens it, and the owner of
the table stands behind it too (FORCE), but for the time of copying, sealing anew or erasing rows by rule (the mode
`fairplace.keeping`, migration 0005_keeper).

`own_wall`: what belongs to one organisation besides. The system at work for none of them (pooled figures, a link that
is looked for) reads it by `audit.over_all_organisations`; a job without an organisation changes it too; the owner of
the table migrates it.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.migrations import RunSQL

ORGANISATION = "nullif(current_setting('fairplace.organisation', true), '')::uuid"

PERSON = "nullif(current_setting('fairplace.person', true), '')::uuid"
EVERYONE = "(SELECT current_setting('fairplace.reach', true) IN ('everyone', 'work'))"
WORKING = "(SELECT current_setting('fairplace.reach', true) = 'work')"
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


def own_wall(table: str, *, read: str, insert: str = "", change: str = "", delete: str = "") -> RunSQL:
    """Raise a wall of the second kind. Each is the condition on a row, where {me} is the organisation
    and {person} who acts.

    Who reads a row may also lock it (FOR SHARE asks for the right to change); `change` is what it must be afterwards.
    """
    seen = f"{EVERYONE} OR {read}"
    up = [f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY', _policy(table, "select", seen)]
    down = [f'DROP POLICY "{table}_select" ON "{table}"']
    for command, condition in (("insert", insert), ("delete", delete)):
        if condition:
            up.append(_policy(table, command, f"{WORKING} OR {condition}"))
            down.append(f'DROP POLICY "{table}_{command}" ON "{table}"')
    if change:
        held = _clause("USING ({0}) WITH CHECK ({1})", seen, f"{WORKING} OR {change}")
        up.append(f'CREATE POLICY "{table}_update" ON "{table}" FOR UPDATE {held}')
        down.append(f'DROP POLICY "{table}_update" ON "{table}"')
    down.append(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
    return RunSQL(tuple(up), tuple(down))


_CLAUSES: Mapping[str, str] = {
    "select": "USING ({0})",
    "insert": "WITH CHECK ({0})",
    "update": "USING ({0}) WITH CHECK ({0})",
    "delete": "USING ({0})",
}


def _policy(table: str, command: str, condition: str) -> str:
    return (
        f'CREATE POLICY "{table}_{command}" ON "{table}" FOR {command.upper()} {_clause(_CLAUSES[command], condition)}'
    )


def _clause(shape: str, *conditions: str) -> str:
    return shape.format(
        *(condition.format(me=f"(SELECT {ORGANISATION})", person=f"(SELECT {PERSON})") for condition in conditions)
    )
