"""Drafts that are out for comments, what was said, and what was answered (P9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from fairplace.dps.market.models import CategoryLead, Comment, CommentReply, Consultation, ConsultationChange
from fairplace.dps.market.permissions import check_may_read_drafts, may_draft
from fairplace.dps.market.queries.the_system import partner_ids, the_system
from fairplace.dps.market.rules.category_content import CategoryContent, typed_content
from fairplace.dps.market.rules.difference_words import PART_NAMES, ChangedPart, changed_parts
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.kernel.working_days import LONDON

WHO: tuple[tuple[str, str], ...] = tuple((who.value, str(who.label)) for who in Comment.Who)
SHOWS: tuple[tuple[str, str], ...] = tuple((shows.value, str(shows.label)) for shows in CommentReply.Shows)


@dataclass(frozen=True, slots=True)
class ConsultationRow:
    """closed: its last day is over."""

    id: UUID
    draft_id: UUID
    category_code: str
    category_name: str
    introduction: str
    young_words: str
    opened_at: datetime
    closes_on: date
    closed: bool
    open_at_least_until: date | None


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """The last day was changed."""

    was_to_close_on: date
    closes_on: date
    because: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PublishedComment:
    """text empty: only the reply is public, because the comment could show who somebody is."""

    who: str
    about: str
    text: str
    reply: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PublicConsultation:
    """The draft as it was put out, what it changes, and what was published of the comments."""

    row: ConsultationRow
    content: CategoryContent
    parts: list[ChangedPart]
    before_number: int
    comments: list[PublishedComment]
    received: int
    changed: list[ChangedDay]


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment as the councils read it. name is for them alone. found: signs that it tells who somebody is."""

    id: UUID
    who: str
    name: str
    about: str
    text: str
    found: tuple[str, ...]
    at: datetime
    reply: str = ""
    shows: str = ""
    replied_by: str = ""
    replied_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CouncilConsultation:
    """may_reply: the category lead and the lead authority's procurement officers."""

    row: ConsultationRow
    comments: list[CommentRow]
    may_reply: bool


def consultations(at: datetime) -> list[ConsultationRow]:
    """Every consultation, those that are open first, then the newest."""
    found = [_row(one, at) for one in _with_category(Consultation.objects.all())]
    return sorted(found, key=lambda row: (row.closed, row.closes_on if not row.closed else date.max - row.closes_on))


def consultations_of(draft_id: UUID, at: datetime) -> list[ConsultationRow]:
    """Those of one draft, the newest first."""
    rows = Consultation.objects.filter(draft_id=draft_id).order_by("-opened_at")
    return [_row(one, at) for one in _with_category(rows)]


def public_consultation(consultation_id: UUID, at: datetime) -> PublicConsultation:
    """What anyone may see. NotThere when there is none."""
    found = _with_category(Consultation.objects.filter(id=consultation_id)).first()
    if found is None:
        raise NotThere
    before: Mapping[str, Any] = found.draft.begun_from.content
    comments = _comments(found.id)
    shown = [
        PublishedComment(
            dict(WHO)[one.who],
            PART_NAMES.get(one.about, ""),
            one.text if one.shows == CommentReply.Shows.BOTH else "",
            one.reply,
            one.at,
        )
        for one in comments
        if one.shows in {CommentReply.Shows.BOTH, CommentReply.Shows.REPLY}
    ]
    return PublicConsultation(
        _row(found, at),
        typed_content(found.document),
        changed_parts(before, found.document),
        found.draft.begun_from.number,
        shown,
        len(comments),
        _changed(found.id),
    )


def consultation_for_council(actor: Actor, consultation_id: UUID, at: datetime) -> CouncilConsultation:
    """With every comment. NotThere to whoever may not read drafts."""
    check_may_read_drafts(actor, partner_ids())
    found = _with_category(Consultation.objects.filter(id=consultation_id)).first()
    if found is None:
        raise NotThere
    leads = CategoryLead.objects.filter(category_id=found.draft.category_id).order_by("-at", "-id")
    may_reply = may_draft(actor, leads.values_list("person_id", flat=True).first(), the_system().lead_id)
    return CouncilConsultation(_row(found, at), _comments(found.id), may_reply)


def _with_category(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    return rows.select_related("draft__category", "draft__begun_from")


def _row(found: Consultation, at: datetime) -> ConsultationRow:
    return ConsultationRow(
        found.id,
        found.draft_id,
        found.draft.category.code,
        found.draft.category.name,
        found.introduction,
        found.young_words,
        found.opened_at,
        found.closes_on,
        at.astimezone(LONDON).date() > found.closes_on,
        found.open_at_least_until,
    )


def _changed(consultation_id: UUID) -> list[ChangedDay]:
    rows = ConsultationChange.objects.filter(consultation_id=consultation_id).order_by("at", "id")
    return [ChangedDay(*row) for row in rows.values_list("was_to_close_on", "closes_on", "because", "at")]


def _comments(consultation_id: UUID) -> list[CommentRow]:
    rows = Comment.objects.filter(consultation_id=consultation_id).order_by("-at", "-id")
    replies = {
        row[0]: row[1:]
        for row in CommentReply.objects.filter(comment__consultation_id=consultation_id)
        .order_by("at", "id")
        .values_list("comment_id", "text", "shows", "by__name", "at")
    }
    columns = rows.values_list("id", "who", "name", "about", "text", "found", "at")
    return [CommentRow(*row[:5], tuple(row[5]), row[6], *replies.get(row[0], ())) for row in columns]
