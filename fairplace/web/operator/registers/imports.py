"""The operator imports public registers: the history, a file, what it would do, yes or no (X4)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.queries.register_imports import held_registers
from fairplace.dps.organisations.rules.roles import Role
from fairplace.web.components.registers.pages import (
    UploadForm,
    bad_rows_file,
    decide,
    history_page,
    import_page,
    take_in,
)
from fairplace.web.page import Audience, PageRequest, page, render

AREA = "operator:registers"


@page(Audience.OPERATOR, roles=(Role.OPERATOR,))
def history(request: PageRequest) -> HttpResponse:
    shown = history_page(request, actor=request.actor, lead_id=None, area=AREA)
    return render(request, "web/components/registers/history.jinja", **shown)


@page(Audience.OPERATOR, roles=(Role.OPERATOR,))
def upload(request: PageRequest) -> HttpResponse:
    lead_id = None
    held = held_registers(request.actor, lead_id)
    form = UploadForm(request.POST, request.FILES, held=held) if request.method == "POST" else UploadForm(held=held)
    if request.method == "POST":
        taken = take_in(form, actor=request.actor, lead_id=lead_id, at=request.now)
        if taken is not None:
            return redirect(f"{AREA}:import", import_id=taken)
    return render(request, "web/components/registers/upload.jinja", form=form, area=AREA)


@page(Audience.OPERATOR, roles=(Role.OPERATOR,))
def show_import(request: PageRequest, import_id: UUID) -> HttpResponse:
    lead_id = None
    if request.method == "POST":
        told = decide(request, actor=request.actor, import_id=import_id, lead_id=lead_id, at=request.now)
        messages.success(request, told)
        return redirect(f"{AREA}:import", import_id=import_id)
    shown = import_page(request, actor=request.actor, import_id=import_id, lead_id=lead_id, area=AREA)
    return render(request, "web/components/registers/import.jinja", **shown)


@page(Audience.OPERATOR, roles=(Role.OPERATOR,))
def bad_rows(request: PageRequest, import_id: UUID) -> HttpResponse:
    return bad_rows_file(actor=request.actor, import_id=import_id, lead_id=None)
