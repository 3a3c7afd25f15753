"""An opener makes their opening key (C2)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.make_opening_key import make_opening_key
from fairplace.dps.competitions.queries.openings import opening_key_made_at
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render


class KeyForm(forms.Form):
    """Neither is shown again, and neither is kept: the server keeps what it needs to check a key that is turned."""

    passphrase = fields.Password(
        "Your opening passphrase",
        hint="At least 12 characters. Four or five words that mean something only to you are best.",
        autocomplete="new-password",
        missing="Enter an opening passphrase",
    )
    again = fields.Password(
        "The same passphrase again", autocomplete="new-password", missing="Enter the same passphrase again"
    )


@page(Audience.COUNCIL, roles={Role.OPENER})
def key(request: PageRequest) -> HttpResponse:
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            make_opening_key(actor=request.actor, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused, field=refused.field or "passphrase")
        else:
            messages.success(request, "Your opening key is made. Keep its passphrase where only you find it.")
            return redirect("council:opening:to_open")
    return render(request, "web/council/opening/key.jinja", form=form, made_at=opening_key_made_at(request.actor))
