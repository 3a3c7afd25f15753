"""Copy the answers of one line to one, several or all others: chosen, checked, done (Q2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.qualification.actions.copy_line_answers import copy_line_answers
from fairplace.dps.qualification.queries.line_form import LineForm
from fairplace.dps.qualification.queries.provider_places import ProviderApplication
from fairplace.dps.qualification.rules.copying import copy_of
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import counted, listed
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import line_title, unsent
from fairplace.web.provider.roles import FILL_IN

ALL = "all"


@dataclass(frozen=True, slots=True)
class Taken:
    """What one line takes over, and what of its own is overwritten."""

    title: str
    taken: str
    overwritten: str


class CopyForm(forms.Form):
    """From one line to others. Between categories only the same questions are copied."""

    source = fields.Select("Copy the answers of", missing="Select whose answers to copy")
    to = fields.Checkboxes("To", missing="Select at least one place to copy to", small=True)

    def __init__(self, *args: Any, row: ProviderApplication, line: LineForm | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answered = [one for one in row.lines if one.answers or one.costs]
        self.fields["source"].set_choices(  # type: ignore[attr-defined]
            [Choice(str(one.line.id), line_title(one)) for one in answered]
        )
        self.fields["to"].set_choices(  # type: ignore[attr-defined]
            [
                Choice(ALL, "All other places in the same category", exclusive=True),
                *(Choice(str(one.line.id), line_title(one)) for one in row.lines),
            ]
        )
        self.nothing_yet = not answered
        if line is not None and not row.left.lines.get(line.line.id):
            self.fields["source"].initial, self.fields["to"].initial = str(line.line.id), [ALL]
        elif line is not None:
            self.fields["to"].initial = [str(line.line.id)]
            others = [one for one in answered if one.line.id != line.line.id]
            if others:
                self.fields["source"].initial = str(_nearest(others, line).line.id)

    def chosen(self, row: ProviderApplication) -> tuple[LineForm, list[LineForm]]:
        """The line copied from and those copied to, without itself."""
        source = row.line(UUID(self.cleaned_data["source"]))
        wanted = self.cleaned_data["to"]
        if ALL in wanted:
            to = [one for one in row.lines if one.line.category_id == source.line.category_id]
        else:
            to = [one for one in row.lines if str(one.line.id) in wanted]
        return source, [one for one in to if one.line.id != source.line.id]


@page(Audience.PROVIDER, roles=FILL_IN)
def copy_answers(request: PageRequest, application_id: UUID, line_id: UUID | None = None) -> HttpResponse:
    row = unsent(request, application_id)
    line = row.line(line_id) if line_id else None
    if len(row.lines) < 2:
        raise NotThere
    form = CopyForm(request.POST if request.method == "POST" else None, row=row, line=line)
    if request.method == "POST" and form.is_valid():
        source, to = form.chosen(row)
        if not to:
            form.refuse("Select another place than the one whose answers are copied", "to")
        elif "confirmed" not in request.POST:
            return render(
                request,
                "web/provider/applications/copy_check.jinja",
                row=row,
                source=line_title(source),
                source_id=source.line.id,
                to_ids=[one.line.id for one in to],
                takes=[_taken(source, one) for one in to],
            )
        else:
            return _copy(request, row, source, to)
    return render(request, "web/provider/applications/copy.jinja", row=row, form=form)


def _copy(request: PageRequest, row: ProviderApplication, source: LineForm, to: list[LineForm]) -> HttpResponse:
    try:
        changed = copy_line_answers(
            actor=request.actor,
            application_id=row.application.id,
            from_line_id=source.line.id,
            line_ids=[one.line.id for one in to],
            at=request.now,
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        where = to[0].establishment.name if len(to) == 1 else counted(changed, "place")
        messages.success(
            request, f"Copied from {source.establishment.name} to {where}. Read it through: it is yours to change."
        )
    return redirect("provider:applications:show", application_id=row.application.id)


def _taken(source: LineForm, to: LineForm) -> Taken:
    copy = copy_of(source, to)
    return Taken(line_title(to), listed(copy.taken), listed(copy.overwritten))


def _nearest(others: list[LineForm], line: LineForm) -> LineForm:
    """Of the same category before all others, and the one with most answers."""
    return max(
        others, key=lambda one: (one.line.category_id == line.line.category_id, len(one.answers), len(one.costs))
    )
