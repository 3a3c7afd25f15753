"""One place on the system, as its provider sees it: where it stands, its score, what runs out, and how to leave."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.give_notice import give_notice, take_back_notice
from fairplace.dps.qualification.actions.remove_line import answer_removal
from fairplace.dps.qualification.queries.line_story import line_story
from fairplace.dps.qualification.queries.own_position import CheckedDocument, OwnPosition, own_position
from fairplace.dps.qualification.rules.lifecycle import UNDECIDED, LineStanding
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.agreements.story import story_entries
from fairplace.web.components.formats import day
from fairplace.web.components.line_status import line_status
from fairplace.web.components.rows import Fact
from fairplace.web.page import Audience, PageRequest, page, render

_ANSWERERS = (Role.BID_MANAGER, Role.PROVIDER_SIGNATORY)


class LeaveForm(forms.Form):
    """Nobody has to say why."""

    because = fields.LongText("Why does it leave?", required=False, max_words=200)
    sure = fields.Tick("Give notice for this place", missing="Tick the box to give notice")


class AnswerForm(forms.Form):
    """What the provider says to a removal."""

    words = fields.LongText("Your answer", hint="The lead authority reads it before it decides.", max_words=1000)


@page(Audience.PROVIDER)
def show(request: PageRequest, line_id: UUID) -> HttpResponse:
    position = own_position(request.actor, line_id, request.now)
    story = position.story
    return render(
        request,
        "web/provider/agreements/line.jinja",
        position=position,
        story=story,
        status=line_status(story.line.standing),
        facts=_facts(position),
        documents=[_document(one) for one in position.documents],
        timeline=story_entries(story),
        undecided=story.line.standing in UNDECIDED,
        approved=story.line.standing is LineStanding.APPROVED,
        signs=request.actor.holds(Role.PROVIDER_SIGNATORY.value),
        answers=request.actor.holds(*(role.value for role in _ANSWERERS)),
    )


def _facts(position: OwnPosition) -> list[Fact]:
    line, place = position.story.line, position.establishment
    on = f" ({day(place.rated_on)})" if place.rated_on else ""
    facts = [
        Fact("Category", line.category_name),
        Fact("Application", line.application_reference),
        Fact("Rating", f"{place.rating}{on}" if place.rating else None, position.rating_worth),
    ]
    if line.accredited_at:
        facts.append(Fact("On the system since", day(line.accredited_at)))
    if position.story.held:
        facts.append(Fact("Terms", f"Version {position.story.held.label}"))
    if position.audit_by:
        facts.append(Fact("Next yearly audit", f"By {day(position.audit_by)}"))
    return facts


def _document(one: CheckedDocument) -> Fact:
    until = f"In force until {day(one.expires_on)}" if one.expires_on else "In force"
    return Fact(one.name, one.fault or until)


@page(Audience.PROVIDER, roles={Role.PROVIDER_SIGNATORY})
def leave(request: PageRequest, line_id: UUID) -> HttpResponse:
    """Give notice, with the day on which it takes effect said before."""
    story = line_story(request.actor, line_id)
    if not story.is_on_the_system or story.held is None or story.notice:
        raise NotThere
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"] or ""
        try:
            leaves = give_notice(actor=request.actor, line_id=line_id, because=because, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"Notice is given. The place leaves the system on {day(leaves)}.")
            return redirect("provider:agreements:line", line_id=line_id)
    return render(request, "web/provider/agreements/leave.jinja", story=story, form=form)


@page(Audience.PROVIDER, roles={Role.PROVIDER_SIGNATORY})
def stay(request: PageRequest, line_id: UUID) -> HttpResponse:
    """Take the notice back."""
    story = line_story(request.actor, line_id)
    if not story.notice:
        raise NotThere
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            take_back_notice(actor=request.actor, line_id=line_id, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The notice is taken back. The place stays on the system.")
            return redirect("provider:agreements:line", line_id=line_id)
    return render(request, "web/provider/agreements/stay.jinja", story=story, form=form)


@page(Audience.PROVIDER, roles=_ANSWERERS)
def answer(request: PageRequest, line_id: UUID) -> HttpResponse:
    """Be heard before a removal is decided."""
    story = line_story(request.actor, line_id)
    if story.removal is None:
        raise NotThere
    form = AnswerForm(
        request.POST if request.method == "POST" else None, initial={"words": story.removal.answer or None}
    )
    if request.method == "POST" and form.is_valid():
        try:
            answer_removal(actor=request.actor, line_id=line_id, words=form.cleaned_data["words"], at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Your answer is with the lead authority.")
            return redirect("provider:agreements:line", line_id=line_id)
    return render(request, "web/provider/agreements/answer_removal.jinja", story=story, form=form)
