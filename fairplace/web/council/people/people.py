"""People of the council, for whoever administers them (X1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.actions.administer_person import change_roles
from fairplace.dps.organisations.queries.colleagues import colleague, colleagues
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.components.people import RolesForm, SwitchForm, person_shown, switched
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.COUNCIL, roles={Role.ADMINISTRATOR})
def people(request: PageRequest) -> HttpResponse:
    return render(request, "web/council/people/people.jinja", people=colleagues(request.actor))


@page(Audience.COUNCIL, roles={Role.ADMINISTRATOR})
def person(request: PageRequest, person_id: UUID) -> HttpResponse:
    row = colleague(request.actor, person_id)
    form = RolesForm(request.POST if request.method == "POST" else None, actor=request.actor, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            change_roles(
                actor=request.actor,
                person_id=person_id,
                roles=form.cleaned_data["roles"],
                because=form.cleaned_data.get("because", ""),
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{row.name}: changed. It counts from the next click.")
            # Whoever has given up administering sees these pages no more.
            return redirect("home" if row.id == request.actor.person_id else "council:people:people")
    return render(request, "web/components/person.jinja", **person_shown(row, form, "council:people"))


@page(Audience.COUNCIL, roles={Role.ADMINISTRATOR})
def switch(request: PageRequest, person_id: UUID) -> HttpResponse:
    """By a button alone."""
    row = colleague(request.actor, person_id)
    if request.method != "POST":
        return redirect("council:people:person", person_id=person_id)
    form = SwitchForm(request.POST, prefix="switch")
    try:
        because = form.cleaned_data["because"] if form.is_valid() else ""
        messages.success(request, switched(request.actor, row, request.now, because))
    except Refused as refused:
        form.refuse(refused)
        roles = RolesForm(None, actor=request.actor, row=row)
        shown = person_shown(row, roles, "council:people", form)
        return render(request, "web/components/person.jinja", **shown)
    return redirect("home" if row.id == request.actor.person_id else "council:people:people")
