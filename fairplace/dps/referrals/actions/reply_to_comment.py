"""The officer took a family's comment up, or says why not (R12)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.referrals.actions.draft import lock_draft
from fairplace.dps.referrals.events import COMMENT_REPLIED
from fairplace.dps.referrals.models import CommentReply, FamilyComment
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.foundations import audit
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused

MOST_CHARACTERS = 500


@transaction.atomic
def reply_to_comment(
    *, actor: Actor, referral_id: UUID, comment_id: UUID, taken_up: bool, because: str, at: datetime
) -> None:
    """The words belong to the family's page and the council; they are sealed like the comment."""
    referral = lock_draft(actor, referral_id)
    comment = FamilyComment.objects.filter(pk=comment_id, reading__referral=referral).first()
    if comment is None or actor.person_id is None:
        raise NotThere
    reason = because.strip()
    if not taken_up and not reason:
        raise Refused("Say why it was not taken up.", "because")
    if len(reason) > MOST_CHARACTERS:
        raise Refused(f"Shorten the reason to {MOST_CHARACTERS} characters.", "because")
    check_tells_nothing(referral_id=referral_id, texts={"because": reason})
    reply = CommentReply(comment=comment, taken_up=taken_up, at=at, by_id=actor.person_id)
    seal_onto(reply, because=reason or None)
    reply.save(force_insert=True)
    audit.record(actor=actor, kind=COMMENT_REPLIED, subject=comment, about=referral, taken_up=taken_up)
