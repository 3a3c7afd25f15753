"""Which competitions wait for whose opening key, and whether enough of the three can still open them (C2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.competitions import events
from fairplace.dps.competitions.models import (
    Declaration,
    Evaluator,
    Opener,
    OpeningKey,
    OpeningTurn,
)
from fairplace.dps.competitions.permissions import check_may_keep_opening_key, person_of
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.organisations.queries.people import PersonRow, holders_among, people_with_role
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

WAITING = (CompetitionStanding.OPEN.value, CompetitionStanding.OPENING.value)
"""Competitions whose bids are not open yet."""
KEY_EVENTS = (
    events.OPENING_KEY_MADE,
    events.OPENING_PASSPHRASE_CHANGED,
    events.OPENING_PASSPHRASE_WRONG,
    events.OPENING_KEY_HANDED_OVER,
    events.OPENING_KEY_TAKEN_OVER,
)


@dataclass(frozen=True, slots=True)
class Part:
    """What one opener has of one competition that is not opened yet.

    own: under the key that they have now; False under an earlier passphrase. from_name: who handed it over, "" for
    nobody. usable: how many of the three can still open, this one included.
    """

    competition_id: UUID
    reference: str
    closes_at: datetime
    own: bool
    lost: bool
    turned: bool
    from_name: str
    usable: int


@dataclass(frozen=True, slots=True)
class KeyPage:
    """What "Your opening key" shows. made_at: None without a key. history: newest first, as (when, kind, payload)."""

    made_at: datetime | None
    parts: tuple[Part, ...]
    history: tuple[audit.TimelineRow, ...]


def waiting_parts(person_id: UUID) -> list[Opener]:
    """The person's part in every competition that is not opened, soonest closing first."""
    found = Opener.objects.filter(person_id=person_id, competition__state__in=WAITING)
    return list(
        found.select_related("competition__referral", "handed_over_by").order_by("competition__closes_at", "id")
    )


def turned_by(person_id: UUID) -> set[UUID]:
    """The competitions in which this person has turned their key."""
    return set(OpeningTurn.objects.filter(person_id=person_id).values_list("competition_id", flat=True))


def usable_openers(competition_ids: Iterable[UUID], *, as_if: UUID | None = None) -> Mapping[UUID, set[UUID]]:
    """Of each competition, who can still open it: has turned their key, or holds the role, can sign in, marks nothing
    there, has no interest and has not said that the passphrase is lost. as_if: taken to hold the role and to be able to
    sign in. Four statements.
    """
    ids = list(competition_ids)
    openers = list(Opener.objects.filter(competition_id__in=ids).values_list("competition_id", "person_id", "lost_at"))
    able = holders_among({person for _, person, _ in openers}, Role.OPENER) | ({as_if} if as_if else set())
    barred = {
        *Declaration.objects.filter(competition_id__in=ids, has_interest=True).values_list(
            "competition_id", "person_id"
        ),
        *Evaluator.objects.filter(competition_id__in=ids).values_list("competition_id", "person_id"),
    }
    turned = set(OpeningTurn.objects.filter(competition_id__in=ids).values_list("competition_id", "person_id"))
    usable: dict[UUID, set[UUID]] = {one: set() for one in ids}
    for competition, person, lost_at in openers:
        here = (competition, person)
        if here in turned or (person in able and lost_at is None and here not in barred):
            usable[competition].add(person)
    return usable


def key_page(actor: Actor) -> KeyPage:
    """The opener's own key: what it opens, and what happened to it."""
    check_may_keep_opening_key(actor)
    me = person_of(actor)
    key = OpeningKey.objects.filter(person_id=me).first()
    mine = waiting_parts(me)
    usable = usable_openers([one.competition_id for one in mine])
    turned = turned_by(me)
    return KeyPage(
        made_at=key.made_at if key else None,
        parts=tuple(
            Part(
                competition_id=one.competition_id,
                reference=one.competition.referral.reference,
                closes_at=one.competition.closes_at,
                own=key is not None and bytes(one.holder_public_key or one.public_key) == bytes(key.public_key),
                lost=one.lost_at is not None,
                turned=one.competition_id in turned,
                from_name=one.handed_over_by.name if one.handed_over_by else "",
                usable=len(usable[one.competition_id]),
            )
            for one in mine
        ),
        history=tuple(row for row in reversed(audit.timeline(about=me)) if row.kind in KEY_EVENTS),
    )


def possible_successors(actor: Actor) -> list[PersonRow]:
    """Who of the actor's own organisation may take over their part: openers with a key, who neither mark nor open any
    competition that is sealed to a key the actor has. With one who opens beside them, one person would have two of
    the three keys.
    """
    check_may_keep_opening_key(actor)
    if actor.organisation_id is None:
        raise NotThere
    me = person_of(actor)
    keys = [bytes(one.public_key) for one in waiting_parts(me)]
    sealed_to = Opener.objects.filter(public_key__in=keys, competition__state__in=WAITING).values("competition_id")
    taken = {
        me,
        *Opener.objects.filter(competition_id__in=sealed_to).values_list("person_id", flat=True),
        *Evaluator.objects.filter(competition_id__in=sealed_to).values_list("person_id", flat=True),
    }
    people = people_with_role(actor.organisation_id, Role.OPENER)
    with_key = set(OpeningKey.objects.filter(person__in=[one.id for one in people]).values_list("person_id", flat=True))
    return [one for one in people if one.id in with_key and one.id not in taken]
