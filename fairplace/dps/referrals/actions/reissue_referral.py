"""The same children are put to the market again: a new draft with all that the earlier referral said (R9)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.referrals.actions.copy_referral import copy_referral
from fairplace.dps.referrals.actions.draft import lock_referral
from fairplace.dps.referrals.events import ATTACHMENT_ADDED, REFERRAL_REISSUED
from fairplace.dps.referrals.models import (
    Attachment,
    ChildIdentity,
    ChildStory,
    FurtherChild,
    PlanSection,
    Referral,
    Reissue,
)
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding
from fairplace.foundations import audit
from fairplace.foundations.documents.store import open_document, store_made
from fairplace.foundations.encryption import EncryptedTextField, reveal, seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON

_KEPT = ("age", "gender", "expected_weeks", "district", "radius_miles", "choice_by", "several", "may_be_apart", "title")
_OF_THE_CHILDREN: tuple[type[Model], ...] = (FurtherChild, ChildIdentity, ChildStory, PlanSection)


@transaction.atomic
def reissue_referral(*, actor: Actor, earlier_id: UUID, because: str, at: datetime) -> UUID:
    """Part of the competition's reissue, which knows that it is over. Returns the draft.

    As a copy, with the children as well: who they are, their stories, plans and files, sealed anew. A start that has
    passed is for the officer to give again; files that cannot be read whole are looked at again.
    """
    earlier = lock_referral(actor, earlier_id)
    if actor.person_id is None:
        raise NotThere
    if earlier.state not in {ReferralStanding.CLOSED.value, ReferralStanding.CANCELLED.value}:
        raise Refused("Only a referral that was cancelled, or ended without an award, is issued again.")
    again = Reissue.objects.filter(earlier=earlier).exclude(referral__state=ReferralStanding.CANCELLED.value).first()
    if again is not None:
        raise Refused(f"It is issued again already, as {again.referral.reference}.")
    if Referral.objects.filter(split_from=earlier).exclude(state=ReferralStanding.CANCELLED.value).exists():
        raise Refused("There is a referral for each of these children already.")
    copied = Referral.objects.get(pk=copy_referral(actor=actor, referral_id=earlier_id, at=at))
    for name in _KEPT:
        setattr(copied, name, getattr(earlier, name))
    if earlier.start_on is not None and earlier.start_on >= at.astimezone(LONDON).date():
        copied.start_on = earlier.start_on
    if any(time.urgency == earlier.urgency for time in content_of(copied.category_version_id).response_times):
        copied.urgency = earlier.urgency
    copied.split_from_id = earlier.split_from_id
    copied.save(update_fields=[*_KEPT, "start_on", "urgency", "split_from"])
    FurtherChild.objects.filter(referral=copied).delete()  # the copy's, which know no ages
    for model in _OF_THE_CHILDREN:
        _copy_rows(model, earlier, copied)
    _copy_files(earlier, copied, actor=actor, by=actor.person_id, at=at)
    Reissue.objects.create(referral=copied, earlier=earlier, because=because.strip(), at=at, by_id=actor.person_id)
    for about in (earlier, copied):
        audit.record(
            actor=actor, kind=REFERRAL_REISSUED, subject=copied, about=about, earlier=earlier.pk, later=copied.pk
        )
    return copied.pk


def _copy_files(earlier: Referral, copied: Referral, *, actor: Actor, by: UUID, at: datetime) -> None:
    """Each a stored file of its own, so that each referral's files end with it."""
    for row in Attachment.objects.filter(referral=earlier).order_by("added_at", "id"):
        held = open_document(row.document_id)
        if held is None:
            continue
        name, text = reveal(row, "name") or "", reveal(row, "text") or ""
        document = store_made(
            actor=actor,
            content=held.content,
            name=held.name,
            media_type=held.media_type,
            kind="referral_attachment",
            owner=copied.council_id,
        )
        again = Attachment(
            referral=copied,
            council_id=copied.council_id,
            document_id=document,
            stage=row.stage,
            size=row.size,
            media_type=row.media_type,
            was_read=row.was_read,
            added_at=at,
            added_by_id=by,
        )
        seal_onto(again, name=name, text=text)
        again.save(force_insert=True)
        audit.record(
            actor=actor, kind=ATTACHMENT_ADDED, subject=again, about=copied, stage=again.stage, size=again.size
        )


def _copy_rows(model: type[Model], earlier: Referral, copied: Referral) -> None:
    """What is sealed is bound to its row, so it is opened and sealed again."""
    sealed = [field.name for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]
    for row in model._default_manager.filter(referral=earlier):
        plain = {name: reveal(row, name) for name in sealed}
        row.pk = new_id()
        row.referral = copied  # type: ignore[attr-defined]
        seal_onto(row, **plain)
        row.save(force_insert=True)
