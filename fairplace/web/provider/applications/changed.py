"""The criteria changed while the application was written: what differs, and bringing the answers up to date (P3)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.queries.versions import Comparison, compare_versions, versions_of
from fairplace.dps.qualification.actions.bring_up_to_date import bring_up_to_date
from fairplace.dps.qualification.queries.provider_places import ProviderApplication
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.components.formats import counted
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import unsent
from fairplace.web.provider.roles import FILL_IN


@dataclass(frozen=True, slots=True)
class ChangedCategory:
    code: str
    name: str
    comparison: Comparison


@page(Audience.PROVIDER, roles=FILL_IN)
def changed(request: PageRequest, application_id: UUID) -> HttpResponse:
    row = unsent(request, application_id)
    if request.method == "POST":
        try:
            moved = bring_up_to_date(actor=request.actor, application_id=application_id, at=request.now)
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(
                request,
                f"{counted(moved, 'line')} brought up to date. Every answer whose question still exists was kept;"
                " what is new is below, to do.",
            )
        return redirect("provider:applications:show", application_id=application_id)
    if not row.outdated:
        return redirect("provider:applications:show", application_id=application_id)
    return render(request, "web/provider/applications/changed.jinja", row=row, changed=_changed(row))


def _changed(row: ProviderApplication) -> list[ChangedCategory]:
    """One comparison for each category and version: never more than there are categories."""
    found = []
    for category in row.outdated:
        numbers = {version.id: version.number for version in versions_of(category.code)}
        before = {form.line.category_version_id for form in row.lines if form.line.category_id == category.id}
        oldest = min(numbers[version] for version in before if version != category.version_id)
        found.append(
            ChangedCategory(category.code, category.name, compare_versions(category.code, oldest, category.number))
        )
    return found
