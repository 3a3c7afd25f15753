"""Whoever is signed in, at every request: one statement (X1). Free of models, so that the page door needs none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection

from fairplace.dps.organisations.rules.sign_ins import STRONG, Factor
from fairplace.foundations.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class SignedIn:
    """must_strengthen: their organisation demands more than an e-mailed code, and they have nothing else yet.
    is_worth_writing: the last click that was written down is more than a minute ago."""

    actor: Actor
    must_strengthen: bool
    is_worth_writing: bool


# The true clock, not fairplace_now(): moving the demo's clock on must not sign everybody out.
_SIGNED_IN = """
    SELECT p.id, p.name, o.id, o.kind, o.name, o.strong_factor_for, s.factor,
           EXISTS (SELECT 1 FROM mfa_authenticator a WHERE a.user_id = p.id AND a.type = ANY(%s)),
           s.last_used_at < clock_timestamp() - interval '1 minute',
           coalesce(array_agg(d.role) FILTER (WHERE d.role IS NOT NULL), '{}')
      FROM organisations_signin s
      JOIN organisations_person p ON p.id = s.person_id
      JOIN organisations_organisation o ON o.id = p.organisation_id
      LEFT JOIN organisations_duty d ON d.person_id = p.id
     WHERE s.id = %s AND p.id = %s AND p.is_active AND s.ended_at IS NULL
       AND s.last_used_at > clock_timestamp() - make_interval(secs => %s)
       AND s.began_at > clock_timestamp() - make_interval(secs => %s)
     GROUP BY p.id, o.id, s.id
"""


def who_is_signed_in(person_id: UUID, sign_in_id: UUID, *, idle: timedelta, longest: timedelta) -> SignedIn | None:
    """None when gone, switched off, ended, unused for `idle` or older than `longest`. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SIGNED_IN, [list(STRONG), sign_in_id, person_id, idle.total_seconds(), longest.total_seconds()])
        row = cursor.fetchone()
    if row is None:
        return None
    roles = frozenset(row[9])
    demanded = not roles.isdisjoint(row[5])
    weak = not row[7] and not Factor(row[6]).satisfies_demand
    return SignedIn(Actor(row[0], row[1], row[2], row[3], row[4], roles), demanded and weak, row[8])
