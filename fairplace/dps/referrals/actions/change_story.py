"""The narrative, and what the child and the family say in their own words (R12)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.referrals.actions.draft import check_child, lock_draft, record_change
from fairplace.dps.referrals.models import ChildStory
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def change_story(
    *, actor: Actor, referral_id: UUID, narrative: str, own_words: str, family_words: str, at: datetime, child: int = 1
) -> None:
    """Read by those who say that they will bid and accept confidentiality (stage 2)."""
    referral = lock_draft(actor, referral_id)
    check_child(referral, child)
    if not narrative.strip():
        raise Refused("Write the child's story.", "narrative")
    story = ChildStory.objects.filter(referral=referral, child=child).first()
    if story is None:
        story = ChildStory(referral=referral, child=child, council_id=referral.council_id)
    seal_onto(story, narrative=narrative.strip(), own_words=own_words.strip(), family_words=family_words.strip())
    story.save()
    record_change(actor, referral, "story", child)
