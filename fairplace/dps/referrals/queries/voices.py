"""What the child and the family said of what is written about them (R12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.referrals.events import COMMENTS_READ
from fairplace.dps.referrals.models import CommentReply, FamilyComment, FamilyReading
from fairplace.dps.referrals.permissions import check_may_write_referral
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.rules.children import child_name
from fairplace.foundations import audit
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Voice:
    """A comment with the latest reply; taken_up None: nobody has replied yet."""

    id: UUID
    reader: str
    about: str
    text: str
    at: datetime
    taken_up: bool | None
    because: str


@dataclass(frozen=True, slots=True)
class SentLink:
    """standing: open, answered, expired or revoked."""

    id: UUID
    reader: str
    sent_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    answered_at: datetime | None
    standing: str


@dataclass(frozen=True, slots=True)
class Voices:
    """links: newest first. comments: in the order in which they came."""

    links: tuple[SentLink, ...]
    comments: tuple[Voice, ...]


def voices_of(*, actor: Actor, referral_id: UUID, at: datetime) -> Voices:
    """For the officers of the council that writes the referral. Reading the comments is recorded."""
    row = referral_for_council(actor=actor, referral_id=referral_id)
    check_may_write_referral(actor, row.council_id)
    readings = list(FamilyReading.objects.filter(referral=referral_id).order_by("-sent_at", "-id"))
    comments = list(
        FamilyComment.objects.filter(reading__referral=referral_id).select_related("reading").order_by("at", "id")
    )
    replies = {
        reply.comment_id: reply
        for reply in CommentReply.objects.filter(comment__reading__referral=referral_id).order_by("at", "id")
    }
    if comments:
        audit.record(actor=actor, kind=COMMENTS_READ, subject=comments[0].reading, about=referral_id)
    return Voices(
        tuple(_link(reading, row.several, at) for reading in readings),
        tuple(_voice(comment, row.several, replies.get(comment.pk)) for comment in comments),
    )


def waiting_comments(referral_id: UUID) -> int:
    """Comments that nobody has replied to: they keep a referral from being published."""
    return (
        FamilyComment.objects.filter(reading__referral=referral_id)
        .exclude(pk__in=CommentReply.objects.values("comment_id"))
        .count()
    )


def standing_of_reading(reading: FamilyReading, at: datetime) -> str:
    """In the order in which it is told: what was answered stays answered."""
    if reading.answered_at is not None:
        return "answered"
    if reading.revoked_at is not None:
        return "revoked"
    return "expired" if at >= reading.expires_at else "open"


def _reader(reading: FamilyReading, several: str) -> str:
    """ "The child or young person, child 2": of several, whose reading it is."""
    label = FamilyReading.Reader(reading.reader).label
    return f"{label}, {child_name(reading.child).lower()}" if several else label


def _link(reading: FamilyReading, several: str, at: datetime) -> SentLink:
    return SentLink(
        id=reading.pk,
        reader=_reader(reading, several),
        sent_at=reading.sent_at,
        expires_at=reading.expires_at,
        opened_at=reading.opened_at,
        answered_at=reading.answered_at,
        standing=standing_of_reading(reading, at),
    )


def _voice(comment: FamilyComment, several: str, reply: CommentReply | None) -> Voice:
    return Voice(
        id=comment.pk,
        reader=_reader(comment.reading, several),
        about=FamilyComment.About(comment.about).label,
        text=reveal(comment, "text") or "",
        at=comment.at,
        taken_up=reply.taken_up if reply else None,
        because=(reveal(reply, "because") or "") if reply else "",
    )
