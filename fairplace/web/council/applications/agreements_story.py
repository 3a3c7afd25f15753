"""What happened to a place, and removing it after a hearing (A1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.qualification.actions.remove_line import drop_removal, propose_removal, remove_line
from fairplace.dps.qualification.queries.line_story import LineStory, line_story
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.agreements.story import story_entries
from fairplace.web.components.line_status import line_status
from fairplace.web.council.applications.in_use import in_use_sentences
from fairplace.web.council.applications.roles import DESK, SIGNERS
from fairplace.web.page import Audience, PageRequest, page, render


class ProposeForm(forms.Form):
    """A ground in the terms that the place stands under, and what happened."""

    ground = fields.Radios("On which ground in the terms?", missing="Select the ground in the terms")
    because = fields.LongText(
        "What happened?",
        hint="The provider reads this and may answer before anything is decided.",
        max_words=500,
        missing="Say what happened",
    )

    def __init__(self, *args: object, story: LineStory, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].set_choices(  # type: ignore[attr-defined]
            [Choice(ground.code, ground.text) for ground in story.removal_grounds]
        )


class DecideForm(forms.Form):
    """After the hearing."""

    decision = fields.Radios(
        "What do you decide?",
        choices=[
            Choice("remove", "Remove the place", hint="It is invited no more. Placements that have begun go on."),
            Choice("drop", "Drop it: the place stays"),
        ],
        missing="Select what you decide",
    )
    because = fields.LongText(
        "Why, also in answer to what the provider said?", hint="The provider is told.", max_words=500
    )


@page(Audience.COUNCIL, roles=SIGNERS)
def story(request: PageRequest, line_id: UUID) -> HttpResponse:
    found = line_story(request.actor, line_id)
    at_desk = request.actor.holds(*(role.value for role in DESK))
    return render(
        request,
        "web/council/applications/agreements_story.jinja",
        story=found,
        status=line_status(found.line.standing),
        timeline=story_entries(found),
        at_desk=at_desk,
        touches=in_use_sentences(line_id, request.actor.organisation_name) if found.notice else [],
        back_href=reverse("council:applications:line", args=[line_id])
        if at_desk
        else reverse("council:applications:agreements"),
    )


@page(Audience.COUNCIL, roles=DESK)
def propose(request: PageRequest, line_id: UUID) -> HttpResponse:
    found = line_story(request.actor, line_id)
    if not found.is_on_the_system or found.removal:
        raise NotThere
    form = ProposeForm(request.POST if request.method == "POST" else None, story=found)
    if request.method == "POST" and form.is_valid():
        try:
            propose_removal(actor=request.actor, line_id=line_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The provider is told the ground and your reason, and may answer.")
            return redirect("council:applications:story", line_id=line_id)
    return render(
        request,
        "web/council/applications/agreements_propose_removal.jinja",
        story=found,
        form=form,
        touches=in_use_sentences(line_id, request.actor.organisation_name),
    )


@page(Audience.COUNCIL, roles=DESK)
def decide(request: PageRequest, line_id: UUID) -> HttpResponse:
    found = line_story(request.actor, line_id)
    if found.removal is None:
        raise NotThere
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        removed = form.cleaned_data["decision"] == "remove"
        act = remove_line if removed else drop_removal
        try:
            act(actor=request.actor, line_id=line_id, because=form.cleaned_data["because"], at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The place is removed." if removed else "The place stays on the system.")
            return redirect("council:applications:story", line_id=line_id)
    return render(
        request,
        "web/council/applications/agreements_decide_removal.jinja",
        story=found,
        form=form,
        touches=in_use_sentences(line_id, request.actor.organisation_name),
        heard=found.removal.may_be_decided(request.now.astimezone(LONDON).date()),
    )
