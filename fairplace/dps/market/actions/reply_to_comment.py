"""Answer a comment, and decide what of it is public (P9)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market import events
from fairplace.dps.market.actions.draft_part import lock_for_drafting
from fairplace.dps.market.models import Comment, CommentReply
from fairplace.dps.market.permissions import person_of
from fairplace.dps.market.rules.personal_details import personal_details
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def reply_to_comment(*, actor: Actor, comment_id: UUID, text: str, shows: str, at: datetime) -> None:
    """A new row each time; the newest counts. Refused where what becomes public shows who somebody is."""
    comment = Comment.objects.select_related("consultation").filter(id=comment_id).first()
    if comment is None:
        raise NotThere
    lock_for_drafting(actor, comment.consultation.draft_id)
    if shows not in CommentReply.Shows.values:
        raise Refused("Choose what becomes public.", "shows")
    written = text.strip()
    if not written:
        raise Refused("Write a reply.", "text")
    if shows == CommentReply.Shows.BOTH and comment.found:
        raise Refused(f"This comment has {' and '.join(comment.found)} in it: publish the reply alone.", "shows")
    if shows != CommentReply.Shows.NOTHING and (found := personal_details(written)):
        raise Refused(f"Take {' and '.join(found)} out of the reply before it is published.", "text")
    CommentReply.objects.create(comment=comment, text=written, shows=shows, by_id=person_of(actor), at=at)
    audit.record(
        actor=actor,
        kind=events.COMMENT_REPLIED_TO,
        subject=comment,
        about=comment.consultation,
        shows=shows,
    )
