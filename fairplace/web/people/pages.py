"""Who works here, whom we invited, what each person may do, and what they sign in with (X1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.actions.administer_person import change_roles
from fairplace.dps.organisations.actions.factors import demand_strong_factor
from fairplace.dps.organisations.actions.invite_colleague import invite_colleague
from fairplace.dps.organisations.actions.take_back_invitation import take_back_invitation
from fairplace.dps.organisations.queries.colleagues import Colleague, colleague, colleagues, open_invitations
from fairplace.dps.organisations.queries.factors import strong_factor_demand
from fairplace.dps.organisations.queries.role_changes import waiting_changes
from fairplace.dps.organisations.queries.single_sign_on import sign_ons
from fairplace.dps.organisations.queries.support import live_access
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.page import PageRequest, render
from fairplace.web.people.desk import Desk
from fairplace.web.people.forms import DemandForm, InviteForm, RolesForm, SwitchForm
from fairplace.web.people.leaving import waits_for
from fairplace.web.people.said import changed, switched


def people(desk: Desk, request: PageRequest) -> HttpResponse:
    """Everybody of the organisation, who is invited, and what waits for a second person."""
    return render(
        request,
        "web/people/people.jinja",
        desk=desk,
        people=colleagues(request.actor),
        invited=open_invitations(request.actor, request.now),
        changes=waiting_changes(request.actor),
        looking=live_access(request.actor, at=request.now),
        sign_ons=sign_ons(request.actor) if desk.is_second else [],
    )


def invite(desk: Desk, request: PageRequest) -> HttpResponse:
    """Somebody new, by a link in an e-mail."""
    form = InviteForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            invite_colleague(actor=request.actor, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"We sent {form.cleaned_data['name']} a link by e-mail. It works for 14 days.")
            return redirect(desk.name("people"))
    return render(request, "web/people/invite.jinja", desk=desk, form=form)


def take_back(desk: Desk, request: PageRequest, invitation_id: UUID) -> HttpResponse:
    """An invitation, by a button alone."""
    if request.method == "POST":
        take_back_invitation(actor=request.actor, invitation_id=invitation_id, at=request.now)
        messages.success(request, "The invitation is taken back. Its link no longer works.")
    return redirect(desk.name("people"))


def person(desk: Desk, request: PageRequest, person_id: UUID) -> HttpResponse:
    """What one person may do, and what waits for them."""
    row = colleague(request.actor, person_id)
    form = RolesForm(request.POST if request.method == "POST" else None, actor=request.actor, row=row)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            waits = change_roles(
                actor=request.actor,
                person_id=person_id,
                roles=said["roles"],
                reason=said["reason"] or "",
                because=said.get("because") or "",
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, changed(row.name, waits, desk.kind))
            return _after(desk, request, row)
    return _person_page(desk, request, row, form, SwitchForm(None, prefix="switch"))


def switch(desk: Desk, request: PageRequest, person_id: UUID) -> HttpResponse:
    """Off, or on again, by a button alone."""
    row = colleague(request.actor, person_id)
    if request.method != "POST":
        return redirect(desk.name("person"), person_id=person_id)
    form = SwitchForm(request.POST, prefix="switch")
    try:
        because = form.cleaned_data["because"] if form.is_valid() else ""
        messages.success(request, switched(request.actor, row, request.now, because))
    except Refused as refused:
        form.refuse(refused)
        return _person_page(desk, request, row, RolesForm(None, actor=request.actor, row=row), form)
    return _after(desk, request, row)


def demand(desk: Desk, request: PageRequest) -> HttpResponse:
    """Who signs in with more than a code by e-mail."""
    standing = strong_factor_demand(request.actor)
    form = DemandForm(request.POST if request.method == "POST" else None, actor=request.actor, demand=standing)
    if request.method == "POST" and form.is_valid():
        try:
            demand_strong_factor(actor=request.actor, roles=form.cleaned_data["roles"], at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Saved. It counts from each person's next click.")
            return redirect(desk.name("people"))
    return render(request, "web/people/demand.jinja", desk=desk, form=form, demand=standing)


def _after(desk: Desk, request: PageRequest, row: Colleague) -> HttpResponse:
    """Whoever has given up administering sees these pages no more."""
    return redirect("home" if row.id == request.actor.person_id else desk.name("people"))


def _person_page(
    desk: Desk, request: PageRequest, row: Colleague, form: RolesForm, switch_form: SwitchForm
) -> HttpResponse:
    return render(
        request,
        "web/people/person.jinja",
        desk=desk,
        row=row,
        form=form,
        switch_form=switch_form,
        forms=[form, switch_form],
        waits=waits_for(row),
    )
