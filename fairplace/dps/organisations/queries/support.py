"""Who of those who run Fairplace may see, or saw, an organisation's pages, why, and which (X1)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import Organisation, SupportAccess
from fairplace.dps.organisations.permissions import check_may_administer, check_may_support
from fairplace.dps.organisations.rules.administering import ADMINISTERS
from fairplace.dps.organisations.rules.support import BORROWED
from fairplace.foundations.kernel.actor import Actor

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class AccessRow:
    """pages: address and moment, newest first. ended_by: "" where it ran out by itself, or runs."""

    id: UUID
    organisation_id: UUID
    organisation: str
    who: str
    reason: str
    begins_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    ended_by: str
    live: bool
    pages: tuple[tuple[str, datetime], ...]


def access_to_own(actor: Actor, *, at: datetime) -> list[AccessRow]:
    """For whoever administers the organisation."""
    return _rows(at, organisation_id=check_may_administer(actor)[0])


def live_access(actor: Actor, *, at: datetime) -> list[AccessRow]:
    """Who may look at the organisation's pages at this moment; [] for whoever does not administer its people."""
    role = ADMINISTERS.get(str(actor.organisation_kind))
    if role is None or not actor.holds(role.value):
        return []
    own = check_may_administer(actor)[0]
    return [row for row in _rows(at, organisation_id=own, ended_at=None, ends_at__gt=at) if row.live]


def own_access(actor: Actor, *, at: datetime) -> list[AccessRow]:
    """What the operator asked for themselves."""
    return _rows(at, asked_by_id=check_may_support(actor))


def supported_organisations(actor: Actor) -> list[tuple[UUID, str]]:
    """Whom an operator can help, by name."""
    check_may_support(actor)
    return list(Organisation.objects.filter(kind__in=BORROWED).order_by("name", "id").values_list("id", "name"))


def _rows(at: datetime, **wanted: UUID | datetime | None) -> list[AccessRow]:
    """The newest. Two statements."""
    found = SupportAccess.objects.filter(**wanted).select_related("asked_by", "organisation", "ended_by")
    rows = list(found.order_by("-begins_at", "-id")[:MOST_SHOWN])
    if not rows:
        return []
    pages: dict[UUID, list[tuple[str, datetime]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT about_id, payload->>'address', at FROM audit_event WHERE about_id = ANY(%s) AND kind = %s"
            " ORDER BY at DESC, id DESC",
            [[row.id for row in rows], events.SUPPORT_PAGE_READ],
        )
        for access, address, read_at in cursor.fetchall():
            pages[access].append((address, read_at))
    return [
        AccessRow(
            id=row.id,
            organisation_id=row.organisation_id,
            organisation=row.organisation.name,
            who=row.asked_by.name,
            reason=row.reason,
            begins_at=row.begins_at,
            ends_at=row.ends_at,
            ended_at=row.ended_at,
            ended_by=row.ended_by.name if row.ended_by else "",
            live=row.ended_at is None and at < row.ends_at,
            pages=tuple(pages[row.id]),
        )
        for row in rows
    ]
