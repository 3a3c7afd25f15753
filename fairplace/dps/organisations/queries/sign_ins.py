"""Where somebody is signed in (X1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models.functions import Now

from fairplace.dps.organisations.models import SignIn
from fairplace.dps.organisations.rules.sign_ins import Factor
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class SignInRow:
    """One browser. is_here: the one that asks."""

    id: UUID
    browser: str
    factor: str
    began_at: datetime
    last_used_at: datetime
    is_here: bool


def sign_ins_of(actor: Actor, here: UUID, *, idle: timedelta, longest: timedelta) -> list[SignInRow]:
    """Where this person is signed in at this moment, the last used first."""
    if actor.person_id is None:
        raise NotThere
    found = SignIn.objects.filter(
        person_id=actor.person_id, ended_at=None, last_used_at__gt=Now() - idle, began_at__gt=Now() - longest
    ).order_by("-last_used_at")
    return [
        SignInRow(one.id, one.browser, Factor(one.factor).label, one.began_at, one.last_used_at, one.id == here)
        for one in found
    ]
