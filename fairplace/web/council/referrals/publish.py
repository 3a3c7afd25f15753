"""Publish: name who opens and who marks, see who is invited, and send."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.publish_competition import publish_competition
from fairplace.dps.competitions.queries.people import possible_evaluators, possible_openers
from fairplace.dps.competitions.rules.publication import EVALUATORS, OPENERS, closing_time, evaluators_needed
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.eligibility import picture_of
from fairplace.dps.referrals.queries.publication import publication_check
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.council.referrals.check import findings_shown
from fairplace.web.page import Audience, PageRequest, page, render


class PublishForm(forms.Form):
    privacy_reason = fields.LongText(
        "Why must it stay as it is?",
        hint="Needed because the privacy check found something. It is kept with the referral.",
        rows=3,
        max_characters=500,
        label_size="m",
        missing="Change what might identify the child, or say why it must stay",
    )
    opener_ids = fields.Checkboxes("Who may open the bids?", label_size="m", missing="Choose three openers")
    evaluator_ids = fields.Checkboxes(
        "Who marks the statements?", label_size="m", missing="Choose the evaluators who mark the statements"
    )

    def __init__(
        self, *args: Any, council_id: UUID, urgency: str, councils: int, needs_reason: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        openers, evaluators = possible_openers(council_id, councils=councils), possible_evaluators(council_id)
        self.fields["opener_ids"].set_choices(  # type: ignore[attr-defined]
            [
                Choice(
                    str(one.id),
                    one.name,
                    hint=", ".join(filter(None, (one.job_title, one.council)))
                    if one.has_key
                    else f"{one.council + ': has' if one.council else 'Has'} not made an opening key yet",
                    disabled=not one.has_key,
                )
                for one in openers
            ]
        )
        self.fields["evaluator_ids"].set_choices(  # type: ignore[attr-defined]
            [Choice(str(one.id), one.name, hint=one.job_title) for one in evaluators]
        )
        self.evaluator_hint = (
            "Choose at least two, none of them an opener. They mark without seeing names, prices or other marks."
            if evaluators_needed(urgency) == EVALUATORS
            else "In an emergency one is enough. Nobody who opens the bids may mark them."
        )
        self.opener_hint = "Choose three. Any two of them open the bids together after the closing time." + (
            f" At least {'three' if councils > 2 else 'two'} councils must be among them." if councils > 1 else ""
        )
        with_key = [str(one.id) for one in openers if one.has_key]
        both = {str(one.id) for one in evaluators}
        free = [key for key in with_key if key not in both]
        if not self.is_bound and len(free) == OPENERS:
            self.initial.setdefault("opener_ids", free)
        if not needs_reason:
            del self.fields["privacy_reason"]


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def publish(request: PageRequest, referral_id: UUID) -> HttpResponse:
    check = publication_check(actor=request.actor, referral_id=referral_id, at=request.now)
    row = check.referral
    if row.state != "draft":
        raise Http404
    if check.faults:
        return redirect("council:referrals:check", referral_id=referral_id)
    content = content_of(row.category_version_id)
    form = PublishForm(
        request.POST or None,
        council_id=row.council_id,
        urgency=row.urgency,
        councils=content.opener_councils,
        needs_reason=bool(check.findings),
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            publish_competition(
                actor=request.actor,
                referral_id=referral_id,
                opener_ids=[UUID(key) for key in told["opener_ids"]],
                evaluator_ids=[UUID(key) for key in told["evaluator_ids"]],
                privacy_reason=told.get("privacy_reason", ""),
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{row.reference} is published, and everyone who can meet it has been invited.")
            return redirect("council:referrals:show", referral_id=referral_id)
    picture = picture_of(row)
    response = content.response_time(row.urgency)
    return render(
        request,
        "web/council/referrals/publish.jinja",
        form=form,
        referral=row,
        picture=picture,
        providers=len({line.provider_id for line in picture.eligible}),
        closes_at=closing_time(request.now, response),
        findings=findings_shown(referral_id, check.findings),
    )
