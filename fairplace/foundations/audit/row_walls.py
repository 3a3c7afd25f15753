"""Row-level security: which rows an organisation's people can reach at all, whatever a query forgets to ask.

A wall is raised on a table once, by a migration; the page door and the jobs say whose organisation it is
(audit.transaction_as). With nobody said, no row is seen. There are two kinds.

`wall`: what tells who a child is, and what is sealed. Nothing but the organisation's name opens it, and the owner of
the table stands behind it too (FORCE), but for the time of copying, sealing anew or erasing rows by rule (the mode
`fairplace.keeping`, migration 0005_keeper).

`own_wall`: what belongs to one organisation besides. The system at work for none of them (pooled figures, a link that
is looked for) reads it by `audit.over_all_organisations`; a job without an organisation changes it too; the owner of
the table migrates it.

A condition that has to ask a table whose own wall asks further asks a `question`: otherwise the planner writes those
policies into every statement, and theirs into them (35 ms of planning for one referral with its parts). Where the
wall of the other table only compares columns, a plain EXISTS is better: many rows are then answered as one set.
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


def own_wall(
    table: str, *, read: str, insert: str = "", change: str = "", delete: str = "", stands: bool = False
) -> RunSQL:
    """Raise a wall of the second kind. Each is the condition on a row, where {me} is the organisation
    and {person} who acts. stands: the wall is there already, with the same commands; its conditions are replaced.

    Who reads a row may also lock it (FOR SHARE asks for the right to change); `change` is what it must be afterwards.
    """
    seen = f"{EVERYONE} OR {read}"
    policies = {"select": _clause(_CLAUSES["select"], seen)}
    for command, condition in (("insert", insert), ("delete", delete)):
        if condition:
            policies[command] = _clause(_CLAUSES[command], f"{WORKING} OR {condition}")
    if change:
        policies["update"] = _clause(_CLAUSES["update"], seen, f"{WORKING} OR {change}")
    if stands:
        return RunSQL(tuple(f'ALTER POLICY "{table}_{name}" ON "{table}" {rule}' for name, rule in policies.items()))
    up = [f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY']
    up += [f'CREATE POLICY "{table}_{name}" ON "{table}" FOR {name.upper()} {rule}' for name, rule in policies.items()]
    down = [f'DROP POLICY "{table}_{name}" ON "{table}"' for name in policies]
    down.append(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
    return RunSQL(tuple(up), tuple(down))


def question(name: str, condition: str) -> RunSQL:
    """A function fairplace_<name>(thing uuid) for the conditions of walls: may `me`, or `person`, see it?

    It is answered as the owner of the tables, behind no wall of the second kind, and planned once for a connection.
    The condition names every table with its schema, because whoever asks chooses the search path.
    """
    return RunSQL(
        f"""
        CREATE FUNCTION fairplace_{name}(thing uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
        DECLARE
            me CONSTANT uuid := {ORGANISATION};
            person CONSTANT uuid := {PERSON};
        BEGIN
            RETURN coalesce({condition}, false);
        END $$;
        """,
        f"DROP FUNCTION fairplace_{name}",
    )


_CLAUSES: Mapping[str, str] = {
    "select": "USING ({0})",
    "insert": "WITH CHECK ({0})",
    "update": "USING ({0}) WITH CHECK ({1})",
    "delete": "USING ({0})",
}


def _policy(table: str, command: str, condition: str) -> str:
    rule = _clause(_CLAUSES[command], condition, condition)
    return f'CREATE POLICY "{table}_{command}" ON "{table}" FOR {command.upper()} {rule}'


def _clause(shape: str, *conditions: str) -> str:
    return shape.format(
        *(condition.format(me=f"(SELECT {ORGANISATION})", person=f"(SELECT {PERSON})") for condition in conditions)
    )
