"""The terms: versions, drafts, publishing, who has accepted, and the suspensions that the lead confirms (A8, A3)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.market.actions.publish_terms import publish_terms
from fairplace.dps.market.actions.write_terms_draft import drop_terms_draft, save_terms_draft, start_terms_draft
from fairplace.dps.market.queries.categories import categories
from fairplace.dps.market.queries.terms import (
    TermsDraftRow,
    changes_between,
    terms_draft,
    terms_drafts,
    terms_versions,
    version_before,
)
from fairplace.dps.market.queries.the_system import partners
from fairplace.dps.qualification.actions.suspend_line import suspend_for_terms
from fairplace.dps.qualification.queries.terms_held import TermsStanding, terms_standing
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import counted
from fairplace.web.components.lists import read_paging
from fairplace.web.council.applications.roles import DESK
from fairplace.web.council.applications.terms_form import TermsForm
from fairplace.web.page import Audience, PageRequest, page, render


class StartForm(forms.Form):
    """For which categories."""

    category = fields.Select("New terms for", empty=None)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [Choice("all", "All categories"), *(Choice(str(row.id), row.name) for row in categories())]
        self.fields["category"].set_choices(choices)  # type: ignore[attr-defined]


class SuspendForm(forms.Form):
    """The lead authority confirms place by place; nothing is ticked beforehand."""

    lines = fields.Checkboxes("Which do you suspend?", missing="Select at least one place")
    sure = fields.Tick(
        "I have looked at each of them and suspend them on this ground in the terms",
        missing="Tick the box to say that you have looked at each of them",
    )

    def __init__(self, *args: object, standing: TermsStanding, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        late = [line for line in standing.waiting if line.standing is LineStanding.ACCREDITED]
        choices = [
            Choice(str(line.id), f"{line.establishment_name}: {line.category_name}", hint=line.provider_name)
            for line in late
        ]
        self.fields["lines"].set_choices(choices)  # type: ignore[attr-defined]


@page(Audience.COUNCIL, roles=DESK)
def versions(request: PageRequest) -> HttpResponse:
    drafts = terms_drafts(request.actor)
    form = StartForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["category"]
        draft_id = start_terms_draft(
            actor=request.actor, category_id=None if chosen == "all" else UUID(chosen), at=request.now
        )
        return redirect("council:applications:terms_draft", draft_id=draft_id)
    return render(
        request,
        "web/council/applications/agreements_terms.jinja",
        versions=terms_versions(),
        drafts=drafts,
        form=form,
        back_href=reverse("council:applications:agreements"),
    )


@page(Audience.COUNCIL, roles=DESK)
def draft(request: PageRequest, draft_id: UUID) -> HttpResponse:
    """Everything on one page, clause by clause; an emptied clause is taken out, the last one adds another."""
    row = terms_draft(request.actor, draft_id)
    councils = [(one.council_id, one.name) for one in partners() if one.standing != "associate"]
    bound = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = TermsForm(*bound, row=row, councils=councils)
    if request.method == "POST" and form.is_valid():
        try:
            save_terms_draft(actor=request.actor, draft_id=draft_id, at=request.now, **form.told())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("council:applications:terms_publish", draft_id=draft_id)
    return render(
        request,
        "web/council/applications/agreements_terms_draft.jinja",
        row=row,
        form=form,
        back_href=reverse("council:applications:terms"),
    )


@page(Audience.COUNCIL, roles=DESK)
def publish(request: PageRequest, draft_id: UUID) -> HttpResponse:
    """What changes, who is asked, by when; then publish, go on drafting, or drop it."""
    row: TermsDraftRow = terms_draft(request.actor, draft_id)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            if "drop" in request.POST:
                drop_terms_draft(actor=request.actor, draft_id=draft_id, at=request.now)
                messages.success(request, "The draft is dropped. The terms in force stay as they are.")
                return redirect("council:applications:terms")
            terms_id = publish_terms(actor=request.actor, draft_id=draft_id, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(
                request, f"Version {row.label} is published: every accredited place is asked to accept it."
            )
            return redirect("council:applications:terms_version", terms_id=terms_id)
    return render(
        request,
        "web/council/applications/agreements_terms_publish.jinja",
        row=row,
        form=form,
        back_href=reverse("council:applications:terms_draft", args=[draft_id]),
    )


@page(Audience.COUNCIL, roles=DESK)
def version(request: PageRequest, terms_id: UUID) -> HttpResponse:
    """Who has accepted, who has not; after the date, whom the lead suspends on that ground in the terms."""
    standing = terms_standing(request.actor, terms_id)
    every = terms_versions()
    before = version_before(every, next(one for one in every if one.id == terms_id))
    late = (
        standing.terms.accept_by is not None
        and request.now.astimezone(LONDON).date() > standing.terms.accept_by
        and any(line.standing is LineStanding.ACCREDITED for line in standing.waiting)
    )
    form = SuspendForm(request.POST if request.method == "POST" else None, standing=standing) if late else None
    if request.method == "POST" and form is not None and form.is_valid():
        lines = [UUID(line) for line in form.cleaned_data["lines"]]
        try:
            suspend_for_terms(actor=request.actor, terms_id=terms_id, line_ids=lines, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(
                request, f"{counted(len(lines), 'place')} suspended for all councils. The providers are told."
            )
            return redirect("council:applications:terms_version", terms_id=terms_id)
    return render(
        request,
        "web/council/applications/agreements_terms_version.jinja",
        standing=standing,
        before=before,
        changes=changes_between(before, standing.terms) if before else [],
        form=form,
        paging=read_paging(request, len(standing.waiting), per_page=50),
        back_href=reverse("council:applications:terms"),
    )
