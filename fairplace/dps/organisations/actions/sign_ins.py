"""A sign-in begins, is used and ends (X1). What a page does with it stands in the page door."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import Person, SignIn
from fairplace.dps.organisations.rules.sign_ins import Factor
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

KEPT = timedelta(days=30)


@transaction.atomic
def begin_sign_in(*, person_id: UUID, browser: str, factor: Factor) -> UUID:
    """Those of the person that were last used more than 30 days ago are forgotten."""
    SignIn.objects.filter(person_id=person_id, last_used_at__lt=Now() - KEPT).delete()
    return SignIn.objects.create(person_id=person_id, browser=browser, factor=factor.value).id


def finish_sign_in(*, sign_in_id: UUID) -> None:
    """Signed out by themselves. Nothing when it has ended."""
    SignIn.objects.filter(id=sign_in_id, ended_at=None).update(ended_at=Now())


@transaction.atomic
def end_sign_in(*, actor: Actor, sign_in_id: UUID) -> None:
    """One's own, from any browser. NotThere for others' and for one that has ended."""
    ended = SignIn.objects.filter(id=sign_in_id, person_id=_person(actor), ended_at=None).update(ended_at=Now())
    if not ended:
        raise NotThere
    audit.record(
        actor=actor,
        kind=events.SIGN_IN_ENDED,
        subject=audit.Subject("organisations.signin", sign_in_id),
        about=actor.organisation_id,
    )


@transaction.atomic
def end_every_sign_in(*, actor: Actor) -> None:
    """Signed out everywhere, here too."""
    person_id = _person(actor)
    end_sign_ins_of(person_id)
    audit.record(
        actor=actor,
        kind=events.SIGNED_OUT_EVERYWHERE,
        subject=audit.Subject("organisations.person", person_id),
        about=actor.organisation_id,
    )


def end_other_sign_ins(*, person_id: UUID, keep: UUID | None) -> None:
    """All but the one at hand: the password is another one now."""
    others = SignIn.objects.filter(person_id=person_id, ended_at=None)
    (others.exclude(id=keep) if keep else others).update(ended_at=Now())


def end_sign_ins_of(person_id: UUID) -> None:
    """No session of theirs is worth anything from now on, whatever it says of itself. Part of a larger action."""
    SignIn.objects.filter(person_id=person_id, ended_at=None).update(ended_at=Now())
    Person.objects.filter(id=person_id).update(sessions_ended=F("sessions_ended") + 1)


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise NotThere
    return actor.person_id
