"""People of the provider: what they may do, whom we invited, and powerful roles that two people give (X1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.actions.administer_person import change_roles
from fairplace.dps.organisations.actions.factors import demand_strong_factor
from fairplace.dps.organisations.actions.invite_colleague import invite_colleague
from fairplace.dps.organisations.actions.role_changes import take_back_role_change
from fairplace.dps.organisations.actions.take_back_invitation import take_back_invitation
from fairplace.dps.organisations.queries.colleagues import colleague, colleagues, open_invitations
from fairplace.dps.organisations.queries.factors import strong_factor_demand
from fairplace.dps.organisations.queries.role_changes import waiting_change, waiting_changes
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.web.components.addresses import address
from fairplace.web.components.people import (
    DecideForm,
    DemandForm,
    InviteForm,
    RolesForm,
    SwitchForm,
    changed,
    decided,
    person_shown,
    switched,
)
from fairplace.web.page import Audience, PageRequest, page, render

AREA = "provider:people"


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def people(request: PageRequest) -> HttpResponse:
    return render(
        request,
        "web/components/people_page.jinja",
        area=AREA,
        people=colleagues(request.actor),
        invited=open_invitations(request.actor, request.now),
        changes=waiting_changes(request.actor),
    )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def invite(request: PageRequest) -> HttpResponse:
    form = InviteForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            invite_colleague(actor=request.actor, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"We sent {form.cleaned_data['name']} a link by e-mail. It works for 14 days.")
            return redirect(f"{AREA}:people")
    people_href = address(f"{AREA}:people")
    return render(request, "web/components/invite.jinja", form=form, people_href=people_href)


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def take_back(request: PageRequest, invitation_id: UUID) -> HttpResponse:
    if request.method == "POST":
        take_back_invitation(actor=request.actor, invitation_id=invitation_id, at=request.now)
        messages.success(request, "The invitation is taken back. Its link no longer works.")
    return redirect(f"{AREA}:people")


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def person(request: PageRequest, person_id: UUID) -> HttpResponse:
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
            messages.success(request, changed(row.name, waits, "provider"))
            # Whoever has given up administering sees these pages no more.
            return redirect("home" if row.id == request.actor.person_id else f"{AREA}:people")
    return render(request, "web/components/person.jinja", **person_shown(row, form, AREA))


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def switch(request: PageRequest, person_id: UUID) -> HttpResponse:
    """By a button alone."""
    row = colleague(request.actor, person_id)
    if request.method != "POST":
        return redirect(f"{AREA}:person", person_id=person_id)
    form = SwitchForm(request.POST, prefix="switch")
    try:
        because = form.cleaned_data["because"] if form.is_valid() else ""
        messages.success(request, switched(request.actor, row, request.now, because))
    except Refused as refused:
        form.refuse(refused)
        shown = person_shown(row, RolesForm(None, actor=request.actor, row=row), AREA, form)
        return render(request, "web/components/person.jinja", **shown)
    return redirect("home" if row.id == request.actor.person_id else f"{AREA}:people")


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def change(request: PageRequest, change_id: UUID) -> HttpResponse:
    """A powerful role that a colleague asked for: agree or decline."""
    row = waiting_change(request.actor, change_id)
    if not row.may_decide:
        raise NotThere
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, decided(request.actor, row, form, request.now))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"{AREA}:people")
    people_href = address(f"{AREA}:people")
    return render(request, "web/components/role_change.jinja", form=form, change=row, people_href=people_href)


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def take_back_change(request: PageRequest, change_id: UUID) -> HttpResponse:
    """By a button alone."""
    if request.method != "POST":
        raise NotThere
    take_back_role_change(actor=request.actor, change_id=change_id, at=request.now)
    messages.success(request, "Taken back. Nobody is asked to agree any more.")
    return redirect(f"{AREA}:people")


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def demand(request: PageRequest) -> HttpResponse:
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
            return redirect(f"{AREA}:people")
    people_href = address(f"{AREA}:people")
    return render(request, "web/components/demand.jinja", form=form, demand=standing, people_href=people_href)
