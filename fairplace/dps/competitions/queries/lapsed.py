"""What has run out by the database's clock: for the job that ends it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fairplace.dps.competitions.models import Award, FamilyChoice
from fairplace.dps.competitions.rules.family_reminder import remind_at
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.foundations.audit.clock import Now


def lapsed_choices() -> list[tuple[UUID, UUID]]:
    """(choice, council): neither answered nor ended, and past its time."""
    found = FamilyChoice.objects.filter(answered_at__isnull=True, ended_because="", expires_at__lte=Now())
    return list(found.order_by("expires_at").values_list("id", "council_id"))


def choices_to_remind(now: datetime) -> list[tuple[UUID, UUID]]:
    """(choice, council): open, half its time gone, and not reminded."""
    found = FamilyChoice.objects.filter(
        answered_at__isnull=True, ended_because="", reminded_at__isnull=True, expires_at__gt=now
    ).order_by("expires_at")
    return [
        (one, council)
        for one, council, asked, expires in found.values_list("id", "council_id", "asked_at", "expires_at")
        if now >= remind_at(asked, expires)
    ]


def ended_standstills() -> list[tuple[UUID, UUID]]:
    """(award, council): it can be accepted now, after a standstill, and nobody was told so."""
    found = Award.objects.filter(
        accepted_at__isnull=True,
        declined_at__isnull=True,
        standstill_told_at__isnull=True,
        accept_from__lte=Now(),
        accept_by__gt=Now(),
        competition__state=CompetitionStanding.AWARDED.value,
    )
    return list(found.order_by("accept_from").values_list("id", "council_id"))


def lapsed_awards() -> list[tuple[UUID, UUID]]:
    """(award, council): live, and not accepted in time."""
    found = Award.objects.filter(
        accepted_at__isnull=True,
        declined_at__isnull=True,
        accept_by__lte=Now(),
        competition__state=CompetitionStanding.AWARDED.value,
    )
    return list(found.order_by("accept_by").values_list("id", "council_id"))
