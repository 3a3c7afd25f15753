"""Check your answers, with what might tell who the child is."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.publication import publication_check
from fairplace.dps.referrals.rules.children import child_name
from fairplace.dps.referrals.rules.plan_sections import PARTS
from fairplace.dps.referrals.rules.privacy import Finding
from fairplace.web.council.referrals.summary import fact_sections
from fairplace.web.council.referrals.write import part_href, reasons_of
from fairplace.web.page import Audience, PageRequest, page, render

_PLACES = {
    "narrative": ("In their story", "story"),
    "own_words": ("In the child’s own words", "story"),
    "family_words": ("In the family’s own words", "story"),
    "coded": ("In the facts", "facts"),
    "rare": ("In the needs", "needs"),
}


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def check(request: PageRequest, referral_id: UUID) -> HttpResponse:
    found = publication_check(actor=request.actor, referral_id=referral_id, at=request.now)
    if found.referral.state != "draft":
        raise Http404
    if request.method == "POST" and not found.faults:
        return redirect("council:referrals:publish", referral_id=referral_id)
    return render(
        request,
        "web/council/referrals/check.jinja",
        referral=found.referral,
        sections=fact_sections(found.referral, may_change=True),
        reasons=reasons_of(found),
        knows=found.knows,
        findings=findings_shown(referral_id, found.findings),
    )


def findings_shown(referral_id: UUID, findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    """Where it is, what was found, and the page on which to change it."""
    shown = []
    for finding in findings:
        field, _, child = finding.field.partition("@")
        place, part = _place(field)
        place = f"{child_name(int(child))}: {place[0].lower()}{place[1:]}" if child else place
        shown.append((place, finding.sentence, part_href(referral_id, part, int(child or 1))))
    return shown


def _place(field: str) -> tuple[str, str]:
    if field.startswith("plan_"):
        return f"In the plan, {PARTS[field.removeprefix('plan_')].name}", "plan"
    if field.startswith("file_"):
        return f"In file {field.removeprefix('file_')}", "attachments"
    if field.startswith("item_"):
        return "In a need or feature of your own words", "needs"
    return _PLACES.get(field, ("In the outcomes", "outcomes"))
