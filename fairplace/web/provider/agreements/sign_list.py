"""Many agreements of accreditation, signed in one go by the provider's signatory (Q11)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.sign_line_agreement import sign_line_agreements
from fairplace.dps.qualification.queries.agreements import agreements_to_sign, texts_to_sign
from fairplace.dps.qualification.queries.line_row import LineRow
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.components.formats import counted
from fairplace.web.components.signing import SignListForm, sign_choice
from fairplace.web.page import Audience, PageRequest, page, render


def _hint(line: LineRow, terms: str) -> str:
    score = "" if line.competency_score is None else f"Score {line.competency_score}, "
    return f"{score}terms {terms}"


@page(Audience.PROVIDER, roles={Role.PROVIDER_SIGNATORY})
def sign_list(request: PageRequest) -> HttpResponse:
    lines = [row.line for row in agreements_to_sign(request.actor) if row.yours]
    texts = texts_to_sign(request.actor)
    choices = [
        sign_choice(
            line.id,
            texts[line.id].sha256,
            f"{line.establishment_name}: {line.category_name}",
            _hint(line, texts[line.id].terms_label),
        )
        for line in lines
    ]
    everything = {"lines": [choice.value for choice in choices]}
    form = SignListForm(request.POST if request.method == "POST" else None, choices=choices, initial=everything)
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
            messages.success(
                request,
                f"You have signed {counted(len(read), 'agreement')}. The places join when the lead authority has signed"
                " too.",
            )
            return redirect("provider:agreements:list")
    return render(
        request,
        "web/components/agreements/sign_list.jinja",
        title="Agreements of accreditation to sign",
        lines=lines,
        form=form,
        read_name="provider:agreements:accreditation",
        back_href=reverse("provider:agreements:list"),
    )
