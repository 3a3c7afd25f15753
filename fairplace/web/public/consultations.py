"""Have your say: drafts that are out for comments; for children and young people in easy words (P9)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.core.internal import ratelimit
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.actions.comment_on_draft import LONGEST_COMMENT, comment_on_draft
from fairplace.dps.market.queries.consultations import WHO, consultations, public_consultation
from fairplace.dps.market.queries.the_system import partners
from fairplace.dps.market.rules.difference_words import PART_NAMES
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.page.failures import too_often

# From one address of the network, and for one consultation from everywhere: counted where sign-in counts.
_RATES = {"comment": "10/h/ip,300/h/key"}


class CommentForm(forms.Form):
    who = fields.Radios("Who are you?", choices=WHO, missing="Select who you are")
    about = fields.Select(
        "What is it about?", choices=list(PART_NAMES.items()), empty="All of it", required=False, mark_optional=False
    )
    text = fields.LongText(
        "What do you think?",
        hint="Please do not name any child, or say anything by which a child could be known.",
        rows=8,
        max_characters=LONGEST_COMMENT,
        threshold=75,
        missing="Write what you think",
    )
    name = fields.Text("Your name or organisation", hint="It is never published.", longest=120, required=False)


class YoungCommentForm(forms.Form):
    text = fields.LongText(
        "Write it here",
        hint="Do not write your name or anyone’s name. Do not say where you live or which school you go to.",
        rows=6,
        max_characters=LONGEST_COMMENT,
        threshold=75,
        missing="Write what you think",
    )


@page(Audience.PUBLIC)
def every_consultation(request: PageRequest) -> HttpResponse:
    """Those that are open first."""
    return render(request, "web/public/consultations.jinja", rows=consultations(request.now))


@page(Audience.PUBLIC)
def show_consultation(request: PageRequest, consultation_id: UUID) -> HttpResponse:
    """What it changes, the whole draft, and what was published of the comments with the replies."""
    found = public_consultation(consultation_id, request.now)
    councils = {one.ons_code: one.name for one in partners()}
    return render(request, "web/public/consultation.jinja", found=found, councils=councils)


@page(Audience.PUBLIC)
def comment(request: PageRequest, consultation_id: UUID) -> HttpResponse:
    """No account is needed."""
    return _comment(request, consultation_id, CommentForm, "web/public/comment.jinja")


@page(Audience.PUBLIC)
def young_comment(request: PageRequest, consultation_id: UUID) -> HttpResponse:
    """Short, big and simple; asks for nothing but what they think."""
    return _comment(request, consultation_id, YoungCommentForm, "web/public/young_comment.jinja")


@page(Audience.PUBLIC)
def thank_you(request: PageRequest, consultation_id: UUID) -> HttpResponse:
    """What happens next."""
    return render(request, "web/public/comment_sent.jinja", found=public_consultation(consultation_id, request.now))


def _comment(request: PageRequest, consultation_id: UUID, kind: type[forms.Form], template: str) -> HttpResponse:
    found = public_consultation(consultation_id, request.now)
    form = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(
            request, app="fairplace.web.public", action="comment", config=_RATES, key=str(consultation_id)
        ):
            return too_often(request)
        told: dict[str, Any] = {"who": "young", "name": "", "about": "", **form.cleaned_data}
        try:
            comment_on_draft(consultation_id=consultation_id, at=request.now, **told)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("public:comment_sent", consultation_id=consultation_id)
    return render(request, template, found=found, form=form)
