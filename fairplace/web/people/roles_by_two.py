"""Powerful roles that one person asks for and another gives (X1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.actions.role_changes import take_back_role_change
from fairplace.dps.organisations.queries.role_changes import waiting_change
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.web.page import PageRequest, render
from fairplace.web.people.desk import Desk
from fairplace.web.people.forms import DecideForm
from fairplace.web.people.said import decided


def change(desk: Desk, request: PageRequest, change_id: UUID) -> HttpResponse:
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
            return redirect(desk.name("people"))
    return render(request, "web/people/role_change.jinja", desk=desk, form=form, change=row)


def take_back_change(desk: Desk, request: PageRequest, change_id: UUID) -> HttpResponse:
    """What one asked for, by a button alone."""
    if request.method != "POST":
        raise NotThere
    take_back_role_change(actor=request.actor, change_id=change_id, at=request.now)
    messages.success(request, "Taken back. Nobody is asked to agree any more.")
    return redirect(desk.name("people"))
