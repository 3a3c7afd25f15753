"""Many agreements of accreditation, countersigned in one go by the lead authority (Q11)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.qualification.actions.sign_line_agreement import sign_line_agreements
from fairplace.dps.qualification.queries.agreements import agreements_to_sign, texts_to_sign
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.web.components.formats import counted
from fairplace.web.components.signing import SignListForm, sign_choice
from fairplace.web.council.applications.roles import SIGNERS
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.COUNCIL, roles=SIGNERS)
def sign_list(request: PageRequest) -> HttpResponse:
    if request.actor.organisation_id != the_system().lead_id:
        raise NotThere
    lines = [row.line for row in agreements_to_sign(request.actor) if row.yours]
    texts = texts_to_sign(request.actor)
    choices = [
        sign_choice(
            line.id,
            texts[line.id].sha256,
            f"{line.establishment_name}: {line.category_name}",
            f"{line.provider_name}, terms {texts[line.id].terms_label}",
        )
        for line in lines
    ]
    form = SignListForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and form.is_valid():
        read = form.read()
        try:
            sign_line_agreements(
                actor=request.actor,
                line_ids=list(read),
                name_typed=form.cleaned_data["name_typed"],
                at=request.now,
                read=read,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"Signed by both sides: {counted(len(read), 'place')} now on the system.")
            return redirect("council:applications:agreements")
    return render(
        request,
        "web/components/agreements/sign_list.jinja",
        title="Agreements of accreditation to sign",
        lines=lines,
        form=form,
        read_name="council:applications:agreement",
        back_href=reverse("council:applications:agreements"),
    )
