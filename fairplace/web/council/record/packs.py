"""Evidence packs of one referral: ask for one with the reason, take it when it is made (T4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.transparency.actions.ask_for_pack import ask_for_pack
from fairplace.dps.transparency.actions.take_pack import take_pack
from fairplace.dps.transparency.permissions import PACK_ROLES
from fairplace.dps.transparency.queries.packs import pack_desk
from fairplace.dps.transparency.rules.evidence_pack import Level
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.downloads import as_attachment
from fairplace.web.page import Audience, PageRequest, page, render


class PackForm(forms.Form):
    level = fields.Radios(
        "Who is the pack for?",
        choices=[
            Choice(
                Level.TRIBUNAL.value,
                "A tribunal or auditor",
                hint="All bids, marks and scores; not who the child is. It holds exact distances: confidential.",
            ),
            Choice(
                Level.BIDDER.value,
                "One bidder",
                hint="Its own bid, agreed mark and letters. What others bid is sealed in, and not shown.",
                reveals=("provider_id",),
            ),
            Choice(Level.PUBLIC.value, "Anyone", hint="Only what is published, with the proof that the rest is there."),
        ],
        missing="Select who the pack is for",
    )
    provider_id = fields.Select("Which bidder?", required=False, mark_optional=False)
    reason = fields.Text(
        "Why is it needed?",
        hint="This is recorded. Say nothing that could identify the child.",
        longest=300,
        missing="Say why the pack is needed",
    )

    def __init__(self, bidders: Iterable[tuple[UUID, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(provider_id), name) for provider_id, name in bidders]
        self.fields["provider_id"].set_choices(named)  # type: ignore[attr-defined]


@page(Audience.COUNCIL, roles=PACK_ROLES)
def packs(request: PageRequest, referral_id: UUID) -> HttpResponse:
    desk = pack_desk(actor=request.actor, referral_id=referral_id)
    form = PackForm(desk.bidders, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        level = Level(told["level"])
        provider = UUID(told["provider_id"]) if level is Level.BIDDER and told["provider_id"] else None
        try:
            ask_for_pack(
                actor=request.actor,
                referral_id=referral_id,
                level=level,
                provider_id=provider,
                reason=told["reason"],
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The pack is being made. It is ready in some seconds: open this page again.")
            return redirect("council:record:packs", referral_id=referral_id)
    return render(request, "web/council/record/packs.jinja", form=form, desk=desk)


@page(Audience.COUNCIL, roles=PACK_ROLES)
def download(request: PageRequest, pack_id: UUID) -> HttpResponse:
    """The zip; each download is recorded."""
    return as_attachment(take_pack(actor=request.actor, pack_id=pack_id))
