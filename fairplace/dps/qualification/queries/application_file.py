"""The provider's own application as a file to keep, or to read in elsewhere (Q12)."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from fairplace.dps.organisations.queries.establishments import establishments_of
from fairplace.dps.organisations.queries.organisations import organisation_row
from fairplace.dps.qualification.models import Application
from fairplace.dps.qualification.permissions import check_may_fill_in
from fairplace.dps.qualification.queries.line_form import line_forms
from fairplace.dps.qualification.queries.line_row import lines_where
from fairplace.dps.qualification.rules.application_file import PLACE_FIELDS, application_text, line_part
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


def application_file(actor: Actor, application_id: UUID) -> str:
    """What was sent, word for word as it was sent; of a draft, what is answered so far."""
    application = Application.objects.filter(id=application_id).first()
    if application is None:
        raise NotThere
    check_may_fill_in(actor, application.provider_id)
    return application.sent_text or written_now(application)


def written_now(application: Application) -> str:
    """The text of the draft lines as they stand. For the action that sends them, too."""
    provider = organisation_row(application.provider_id)
    assert provider is not None
    places = {row.id: row for row in establishments_of(application.provider_id)}
    drafts = lines_where(application_id=application.id, state=LineStanding.DRAFT.value)
    return application_text(
        reference=application.reference,
        provider=provider.name,
        registered_number=provider.registered_number,
        answers=application.answers,
        lines=[
            line_part(
                {name: value for name, value in asdict(form.establishment).items() if name in PLACE_FIELDS},
                form.line.category_code,
                form.answers,
                form.costs,
                form.prices,
                form.discounts,
            )
            for form in line_forms(drafts, places)
        ],
    )
