"""The snapshot grows and lines are invited, each with a sealed slot: one way, whatever the cause (R4, R6, R11, C2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.open_alone import opener_keys
from fairplace.dps.competitions.models import Competition, Eligibility, Invitation
from fairplace.dps.competitions.queries.unpriced import lines_without_price
from fairplace.dps.competitions.rules.invitation_letter import KeptOut, filtered_letter, invitation_letter
from fairplace.dps.organisations.queries.people import PersonRow, people_with_role_in
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.child import home_of
from fairplace.dps.referrals.queries.eligibility import LineRow
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.rules.eligibility import NO_PRICE, is_filtered, sentence
from fairplace.foundations import audit
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel import bid_sealing
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.grid import GridPoint, distance_band, record_miles
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.london_clock import day_and_time
from fairplace.foundations.kernel.rounding import exact_text
from fairplace.foundations.messages.queue import Letter, queue_messages

Cause = Eligibility.Cause
TASKS_PATH, NOT_SENT_PATH = "/home/", "/provider/referrals/not-sent/"


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it. told: the people who were written to because of these lines."""

    invitations: list[Invitation]
    told: frozenset[UUID]


def add_lines(
    *,
    actor: Actor,
    competition: Competition,
    referral: CouncilReferral,
    rows: Sequence[LineRow],
    cause: Cause,
    at: datetime,
) -> Added:
    """Part of an action that holds the competition locked, in a transaction of its council.

    Freezes each row, invites those without a reason (or who opted in), and writes once to every bid manager of a
    provider that is invited or kept out by a declared fact or the cap. Statements do not grow with the rows.
    """
    invited = [row for row in rows if not row.reasons or cause is Cause.OPTED_IN]
    filtered = [row for row in rows if is_filtered(row.reasons) and cause is not Cause.OPTED_IN]
    people = people_with_role_in({row.provider_id for row in (*invited, *filtered)}, Role.BID_MANAGER.value)
    home = home_of(referral_id=referral.id)
    reached = {person.organisation_id for person in people}
    writes_to = {row.line_id for row in (*invited, *filtered) if row.provider_id in reached}
    Eligibility.objects.bulk_create(
        Eligibility(
            competition=competition,
            line_id=row.line_id,
            provider_id=row.provider_id,
            establishment_id=row.establishment_id,
            eligible=not row.reasons or cause is Cause.OPTED_IN,
            reasons=list(row.reasons),
            distance_band=distance_band(record_miles(home, row.point)),
            from_areas=bool(row.carers_in),
            competency_score=row.competency_score,
            cause=cause,
            told=row.line_id in writes_to,
            at=at,
        )
        for row in rows
    )
    invitations = _invite(competition, home, invited, at)
    if invitations:
        audit.record(
            actor=actor,
            kind=events.INVITATION_SENT,
            subject=competition,
            about=referral.id,
            invitations=[invitation.pk for invitation in invitations],
            lines=[invitation.line_id for invitation in invitations],
        )
    _write(referral, competition, people, invited, filtered, f"{cause.value}:{at.isoformat()}")
    return Added(invitations, frozenset(person.id for person in people))


def _invite(competition: Competition, home: GridPoint, rows: Sequence[LineRow], at: datetime) -> list[Invitation]:
    """An invitation with its slot for each line. Miles are cut, never rounded, after six decimals, and sealed."""
    if not rows:
        return []
    keys = opener_keys(competition)
    invitations, slots = [], _Slots(competition.pk)
    for row in rows:
        miles = record_miles(home, row.point)
        invitation = Invitation(
            competition=competition,
            line_id=row.line_id,
            provider_id=row.provider_id,
            establishment_id=row.establishment_id,
            distance_band=distance_band(miles),
            competency_score=row.competency_score,
            sent_at=at,
        )
        seal_onto(invitation, miles=exact_text(miles))
        invitations.append(invitation)
        slots.add(invitation, keys)
    Invitation.objects.bulk_create(invitations)
    slots.insert()
    return invitations


class _Slots:
    """Sealed slots on their way into the database: 32 KiB each, so they travel as they are, in one statement of arrays.

    The ORM would write each byte of them as two letters into its statement: fifty megabytes become a hundred.
    """

    _COLUMNS = ("id", "invitation_id", "provider_id", "version", "content", "wraps", "bidder_wrap", "commitment")
    _TYPES = ("uuid", "uuid", "uuid", "int4", "bytea", "bytea", "bytea", "bytea")

    def __init__(self, competition_id: UUID) -> None:
        self.competition_id = competition_id
        self.rows: list[tuple[UUID, UUID, UUID, int, bytes, bytes, bytes, bytes]] = []

    def add(self, invitation: Invitation, openers: Sequence[bytes]) -> None:
        key = new_id()
        sealed = bid_sealing.filler(slot_id=key, competition_id=self.competition_id, openers=openers)
        parts = (sealed.content, sealed.wraps, sealed.bidder_wrap, sealed.commitment)
        self.rows.append((key, invitation.pk, invitation.provider_id, sealed.version, *parts))

    def insert(self) -> None:
        arrays = ", ".join(f"%b::{name}[]" for name in self._TYPES)
        names = ", ".join(self._COLUMNS)
        with psycopg.Cursor(connection.connection) as cursor:
            cursor.execute(
                f"INSERT INTO competitions_slot ({names}, competition_id)"  # noqa: S608 - our own names alone
                f" SELECT sent.*, %b::uuid FROM unnest({arrays}) AS sent ({names})",
                [self.competition_id, *map(list, zip(*self.rows, strict=True))],
            )


def _write(
    referral: CouncilReferral,
    competition: Competition,
    people: Iterable[PersonRow],
    invited: Sequence[LineRow],
    filtered: Sequence[LineRow],
    cause: str,
) -> None:
    places: dict[UUID, list[str]] = defaultdict(list)
    kept_out: dict[UUID, list[KeptOut]] = defaultdict(list)
    for row in invited:
        places[row.provider_id].append(row.establishment_name)
    unpriced = lines_without_price(referral, {row.line_id: row.reasons for row in filtered})
    for row in filtered:
        bare = row.line_id in unpriced
        why = " ".join([*map(sentence, row.reasons), *([NO_PRICE] if bare else [])])
        kept_out[row.provider_id].append(KeptOut(row.establishment_name, why, may_opt_in=not bare))
    letters = []
    for person in people:
        told = {
            "name": person.name,
            "council": referral.council_name,
            "reference": referral.reference,
            "closes": day_and_time(competition.closes_at),
            "address": settings.PUBLIC_ADDRESS + (TASKS_PATH if places[person.organisation_id] else NOT_SENT_PATH),
        }
        here, not_here = places[person.organisation_id], kept_out[person.organisation_id]
        letter = (
            invitation_letter(**told, places=here, kept_out=not_here)
            if here
            else filtered_letter(**told, kept_out=not_here)
        )
        letters.append(Letter(f"invited:{competition.pk}:{cause}:{person.id}", person.email, *letter))
    queue_messages(letters)
