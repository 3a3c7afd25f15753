"""What the child and the family say of what is written: ask them, read, reply (R12)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.reply_to_comment import MOST_CHARACTERS, reply_to_comment
from fairplace.dps.referrals.actions.revoke_reading import revoke_reading
from fairplace.dps.referrals.actions.send_reading import send_reading
from fairplace.dps.referrals.queries.voices import voices_of
from fairplace.dps.referrals.rules.children import child_name
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.rows import Tone
from fairplace.web.council.referrals.drafts import draft
from fairplace.web.page import Audience, PageRequest, page, render

STANDINGS: dict[str, tuple[str, Tone]] = {
    "open": ("Waiting", "active"),
    "answered": ("Answered", "good"),
    "expired": ("Time has passed", "quiet"),
    "revoked": ("Ended", "quiet"),
}


class AskForm(forms.Form):
    reader = fields.Radios(
        "Who is asked to check what is written?",
        choices=[
            Choice("family", "The family", hint="The link goes to the family’s e-mail address."),
            Choice(
                "young_person",
                "The child or young person",
                hint="A version that speaks to them. The link goes to the same address, to be opened together.",
            ),
        ],
        missing="Choose who is asked",
    )


class ReplyForm(forms.Form):
    taken_up = fields.YesNo(
        "Did you take it up?",
        missing="Say whether you took it up",
        no_reveals=("because",),
    )
    because = fields.LongText("Why not?", rows=3, max_characters=MOST_CHARACTERS, missing="Say why it was not taken up")


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def voices(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    return render(
        request,
        "web/council/referrals/voices.jinja",
        referral=row,
        voices=voices_of(actor=request.actor, referral_id=referral_id, at=request.now),
        standings=STANDINGS,
    )


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def ask(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    form = AskForm(request.POST or None)
    if row.several:
        form.fields["child"] = fields.Radios(
            "About which child?",
            choices=[Choice(str(one.number), child_name(one.number)) for one in row.children],
            hint="The family of brothers and sisters reads about all of them; a young person about nobody else.",
            missing="Choose about which child",
        )
    if request.method == "POST" and form.is_valid():
        try:
            told = {**form.cleaned_data, "child": int(form.cleaned_data.get("child", 1))}
            send_reading(actor=request.actor, referral_id=referral_id, at=request.now, **told)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The link is on its way. It works for five working days.")
            return redirect("council:referrals:voices", referral_id=referral_id)
    return render(request, "web/council/referrals/ask.jinja", form=form, referral=row)


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def revoke(request: PageRequest, referral_id: UUID, reading_id: UUID) -> HttpResponse:
    draft(request, referral_id)
    if request.method == "POST":
        revoke_reading(actor=request.actor, referral_id=referral_id, reading_id=reading_id, at=request.now)
        messages.success(request, "The link is ended.")
    return redirect("council:referrals:voices", referral_id=referral_id)


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def reply(request: PageRequest, referral_id: UUID, comment_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    found = voices_of(actor=request.actor, referral_id=referral_id, at=request.now)
    comment = next((one for one in found.comments if one.id == comment_id), None)
    if comment is None:
        raise NotThere
    form = ReplyForm(request.POST or None, initial={"taken_up": comment.taken_up, "because": comment.because})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            reply_to_comment(
                actor=request.actor,
                referral_id=referral_id,
                comment_id=comment_id,
                taken_up=told["taken_up"],
                because="" if told["taken_up"] else told["because"],
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("council:referrals:voices", referral_id=referral_id)
    return render(request, "web/council/referrals/reply.jinja", form=form, referral=row, comment=comment)
