"""The link of a place that was named: sent again, ended, opened with a code (R10)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.placements import events
from fairplace.dps.placements.actions.ask_place import send_link
from fairplace.dps.placements.models import Consultation
from fairplace.dps.placements.permissions import check_may_buy
from fairplace.dps.placements.rules.the_place import the_place
from fairplace.dps.referrals.actions.send_code import new_code, send_code
from fairplace.dps.referrals.queries.referral_for_named_place import referral_for_named_place
from fairplace.dps.referrals.rules.family_code import (
    LASTS,
    MOST_TRIES,
    NOT_AGAIN_WITHIN,
    code_digest,
    code_matches,
    token_digest,
)
from fairplace.foundations import audit
from fairplace.foundations.audit import clock
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


def lock_link(token: str) -> Consultation:
    """By the database's clock. NotThere for a link that we never sent; Refused for one that has ended."""
    found = Consultation.objects.select_for_update().filter(token_sha256=token_digest(token)).first()
    if found is None:
        raise NotThere
    if found.revoked_at is not None or found.link_until is None or clock.now() >= found.link_until:
        raise Refused("This link does not work any more. Ring the council: they can send you a new one.")
    return found


@transaction.atomic
def send_link_again(*, actor: Actor, referral_id: UUID, at: datetime) -> None:
    """A new link to the same person; the earlier one opens nothing. The clock goes on as it was."""
    consultation = _latest(actor, referral_id)
    send_link(consultation, referral_for_named_place(referral_id), officer=actor.name, at=at)
    consultation.save()
    audit.record(actor=actor, kind=events.PLACE_LINK_SENT, subject=consultation, about=referral_id)


@transaction.atomic
def revoke_link(*, actor: Actor, referral_id: UUID, at: datetime) -> None:
    """It went astray, or the wrong person has it: it opens nothing from now on. What was answered stays."""
    consultation = _latest(actor, referral_id)
    if consultation.revoked_at is not None:
        return
    consultation.revoked_at, consultation.code_sha256 = at, None
    consultation.save(update_fields=["revoked_at", "code_sha256"])
    audit.record(actor=actor, kind=events.PLACE_LINK_REVOKED, subject=consultation, about=referral_id)


@transaction.atomic
def send_place_code(*, token: str, at: datetime) -> None:
    """A new code; nothing when one went out within the last minute."""
    consultation = lock_link(token)
    if consultation.code_expires_at is not None and consultation.code_expires_at - LASTS + NOT_AGAIN_WITHIN > at:
        return
    code = new_code()
    consultation.code_sha256 = code_digest(code, bytes(consultation.token_sha256 or b""))
    consultation.code_expires_at = at + LASTS
    consultation.save(update_fields=["code_sha256", "code_expires_at"])
    send_code(
        key=f"place-code:{consultation.id}:{at.isoformat()}",
        code=code,
        phone=reveal(consultation, "contact_phone") or "",
        email=reveal(consultation, "contact_email") or "",
    )
    audit.record(
        actor=the_place(consultation.place_name, consultation.council_id),
        kind=events.PLACE_CODE_SENT,
        subject=consultation,
        about=consultation.referral_id,
    )


@transaction.atomic
def open_place_link(*, token: str, code: str, at: datetime) -> str:
    """Empty when the code was right; else a sentence, given back and not raised: the try must be counted."""
    consultation = lock_link(token)
    if consultation.code_tries >= MOST_TRIES:
        return "A wrong code was typed too often. Ring the council: they can send you a new link."
    if consultation.code_sha256 is None or consultation.code_expires_at is None or at >= consultation.code_expires_at:
        return "That code is no longer good. Ask for a new one."
    if not code_matches(code, bytes(consultation.code_sha256), bytes(consultation.token_sha256 or b"")):
        consultation.code_tries += 1
        consultation.save(update_fields=["code_tries"])
        return "That is not the code we sent. Check it and type it again."
    consultation.code_sha256 = None
    consultation.opened_at = consultation.opened_at or at
    consultation.save(update_fields=["code_sha256", "opened_at"])
    audit.record(
        actor=the_place(consultation.place_name, consultation.council_id),
        kind=events.PLACE_OPENED,
        subject=consultation,
        about=consultation.referral_id,
    )
    return ""


def _latest(actor: Actor, referral_id: UUID) -> Consultation:
    """The newest consultation of a referral, which has a link. NotThere for other councils."""
    found = (
        Consultation.objects.select_for_update(of=("self",))
        .filter(referral=referral_id, provider__isnull=True)
        .order_by("-asked_at", "-id")
        .first()
    )
    if found is None:
        raise NotThere
    check_may_buy(actor, found.council_id)
    return found
