"""The provider's own application as a file to keep, or to read in elsewhere (Q12)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from fairplace.dps.organisations.queries.organisations import organisation_row
from fairplace.dps.qualification.models import Application
from fairplace.dps.qualification.permissions import check_may_fill_in
from fairplace.dps.qualification.queries.line_form import LineForm, drafts_of
from fairplace.dps.qualification.rules.application_file import PLACE_FIELDS, application_text, line_part
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


def application_file(actor: Actor, application_id: UUID) -> str:
    """What was sent, word for word as it was sent; of a draft, what is answered so far."""
    application = Application.objects.filter(id=application_id).first()
    if application is None:
        raise NotThere
    check_may_fill_in(actor, application.provider_id)
    return application.sent_text or written_text(application, drafts_of(application_id))


def written_text(application: Application, drafts: Iterable[LineForm]) -> str:
    """The text of the draft lines as they stand. For the action that sends them, too."""
    provider = organisation_row(application.provider_id)
    assert provider is not None
    return application_text(
        reference=application.reference,
        provider=provider.name,
        registered_number=provider.registered_number,
        answers=application.answers,
        lines=(
            line_part(
                {name: getattr(form.establishment, name) for name in PLACE_FIELDS},
                form.line.category_code,
                form.answers,
                form.costs,
                form.prices,
                form.discounts,
            )
            for form in drafts
        ),
    )
