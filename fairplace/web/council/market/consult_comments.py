"""What people said about a draft: read, answered, and made public (P9)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.actions.reply_to_comment import reply_to_comment
from fairplace.dps.market.permissions import READERS
from fairplace.dps.market.queries.consultations import SHOWS, WHO, CommentRow, consultation_for_council
from fairplace.dps.market.rules.difference_words import PART_NAMES
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.lists import read_paging
from fairplace.web.page import Audience, PageRequest, page, render

_WHO = dict(WHO)


class CommentFilters(forms.Form):
    """What people ask of the comments."""

    state = fields.Select(
        "Answered",
        choices=[("no", "Without a reply"), ("yes", "With a reply")],
        empty="Any",
        required=False,
        mark_optional=False,
    )
    who = fields.Select("From", choices=WHO, empty="Anyone", required=False, mark_optional=False)


class ReplyForm(forms.Form):
    text = fields.LongText("Reply", rows=5, max_words=300, missing="Write a reply")
    shows = fields.Radios(
        "What becomes public?",
        hint="You can change this later. The name of whoever wrote is never published.",
        choices=[
            Choice(code, label, hint="Where the comment could show who somebody is." if code == "reply" else "")
            for code, label in SHOWS
        ],
        missing="Select what becomes public",
    )


@page(Audience.COUNCIL, roles=READERS)
def comments(request: PageRequest, consultation_id: UUID) -> HttpResponse:
    """Filtered in the address alone: a list of one consultation is not remembered for another."""
    found = consultation_for_council(request.actor, consultation_id, request.now)
    filters = CommentFilters(request.GET or None)
    asked = filters.cleaned_data if filters.is_bound and filters.is_valid() else {}
    rows = [row for row in found.comments if _matches(row, asked)]
    paging = read_paging(request, len(rows))
    return render(
        request,
        "web/council/market/consult_comments.jinja",
        found=found,
        filters=filters,
        paging=paging,
        rows=rows[paging.slice],
        who=_WHO,
        parts=PART_NAMES,
        shows=dict(SHOWS),
        unanswered=sum(not row.reply for row in found.comments),
    )


def _matches(row: CommentRow, asked: dict[str, str]) -> bool:
    if asked.get("who") and row.who != asked["who"]:
        return False
    return not asked.get("state") or (asked["state"] == "yes") == bool(row.reply)


@page(Audience.COUNCIL, roles=READERS)
def reply(request: PageRequest, consultation_id: UUID, comment_id: UUID) -> HttpResponse:
    """404 for those who only read."""
    found = consultation_for_council(request.actor, consultation_id, request.now)
    comment = next((row for row in found.comments if row.id == comment_id), None)
    if comment is None or not found.may_reply:
        raise Http404
    initial = {"text": comment.reply, "shows": comment.shows or None}
    form = ReplyForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            reply_to_comment(actor=request.actor, comment_id=comment_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The reply is kept.")
            return redirect("council:categories:comments", consultation_id=consultation_id)
    return render(
        request, "web/council/market/consult_reply.jinja", found=found, comment=comment, form=form, who=_WHO,
        parts=PART_NAMES,
    )  # fmt: skip
