"""The evidence library: uploaded once, used until it expires (Q6)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.actions.add_evidence import add_evidence
from fairplace.dps.organisations.queries.establishments import EstablishmentRow, establishments_of
from fairplace.dps.organisations.queries.evidence import EvidenceRow, evidence_of, own_document
from fairplace.dps.organisations.rules.evidence_kinds import EVIDENCE_KINDS, EvidenceKind
from fairplace.dps.organisations.rules.evidence_states import EvidenceState, evidence_states
from fairplace.dps.qualification.queries.evidence_use import evidence_use
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.govuk import fields
from fairplace.govuk.look import Choice
from fairplace.web.components.downloads import as_attachment
from fairplace.web.components.lists import Paging, read_paging
from fairplace.web.components.rows import Status
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.evidence.evidence_form import EvidenceForm
from fairplace.web.provider.roles import FILL_IN

_STATUS = {
    EvidenceState.EXPIRED: Status("Expired", "bad"),
    EvidenceState.SOON: Status("Expires soon", "warning"),
    EvidenceState.IN_FORCE: Status("In force", "good"),
    EvidenceState.NOT_YET: Status("Not in force yet", "waiting"),
    EvidenceState.REPLACED: Status("Replaced", "quiet"),
}


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """One document. about: the place that it is about; used: in how many applications and places."""

    row: EvidenceRow
    status: Status
    about: str
    used: list[str]


class KindForm(EvidenceForm):
    """A document of one kind; about one place, where its kind allows."""

    def __init__(self, *args: object, kind: EvidenceKind, places: list[EstablishmentRow], **kwargs: object) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        if kind.of == "provider":
            return
        self.fields["establishment_id"] = fields.Select(
            "Which place is it about?",
            choices=[Choice(str(place.id), place.name) for place in places],
            empty="The whole organisation" if kind.of == "either" else "Choose",
            required=kind.of == "establishment",
            mark_optional=False,
            missing="Select which place it is about",
        )
        self.order_fields(["establishment_id", *self.fields])


@page(Audience.PROVIDER, roles=FILL_IN)
def library(request: PageRequest) -> HttpResponse:
    assert request.actor.organisation_id is not None
    rows = evidence_of(request.actor.organisation_id)
    on = request.now.astimezone(LONDON).date()
    states = evidence_states(rows, on)
    counting = [row for row in rows if states[row.id] is not EvidenceState.REPLACED]
    replaced = [row for row in rows if states[row.id] is EvidenceState.REPLACED]
    every = "replaced" in request.GET
    shown = counting + (replaced if every else [])
    paging = read_paging(request, len(shown), 50)
    return render(
        request,
        "web/provider/evidence/library.jinja",
        rows=_shown(request, shown, states, paging),
        paging=paging,
        replaced=len(replaced),
        every=every,
    )


def _shown(
    request: PageRequest, rows: list[EvidenceRow], states: dict[UUID, EvidenceState], paging: Paging
) -> list[ShownEvidence]:
    assert request.actor.organisation_id is not None
    names = {place.id: place.name for place in establishments_of(request.actor.organisation_id)}
    use = evidence_use(request.actor)
    return [
        ShownEvidence(
            row,
            _STATUS[states[row.id]],
            names.get(row.establishment_id, "") if row.establishment_id else "",
            use.get(row.id, []),
        )
        for row in rows[paging.slice]
    ]


@page(Audience.PROVIDER, roles=FILL_IN)
def add(request: PageRequest) -> HttpResponse:
    return render(
        request,
        "web/provider/evidence/add.jinja",
        groups=[
            ("Insurance", [kind for kind in EVIDENCE_KINDS.values() if kind.has_cover]),
            ("About one place", [kind for kind in EVIDENCE_KINDS.values() if kind.of == "establishment"]),
            (
                "About your organisation, or one place",
                [kind for kind in EVIDENCE_KINDS.values() if not kind.has_cover and kind.of != "establishment"],
            ),
        ],
    )


@page(Audience.PROVIDER, roles=FILL_IN)
def add_kind(request: PageRequest, code: str) -> HttpResponse:
    if code not in EVIDENCE_KINDS or request.actor.organisation_id is None:
        raise NotThere
    kind = EVIDENCE_KINDS[code]
    places = establishments_of(request.actor.organisation_id)
    form = KindForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        kind=kind,
        places=places,
        initial={"establishment_id": request.GET.get("place")},
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        about = said.pop("establishment_id", "")
        try:
            add_evidence(
                actor=request.actor,
                kind=code,
                establishment_id=UUID(about) if about else None,
                at=request.now,
                **said,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The document is in your library and is used from there.")
            return redirect("provider:evidence:library")
    return render(request, "web/provider/evidence/add_kind.jinja", form=form, kind=kind)


@page(Audience.PROVIDER, roles=FILL_IN)
def document(request: PageRequest, document_id: UUID) -> HttpResponse:
    found = own_document(request.actor, document_id)
    if found is None:
        raise NotThere
    return as_attachment(found)
