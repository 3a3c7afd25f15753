"""A named place that is not on the system signs its agreement by its link, opened with a code (R10)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fairplace.dps.placements.actions.place_link import lock_link
from fairplace.dps.placements.actions.sign_agreement import sign_for_place
from fairplace.dps.placements.models import PlacementAgreement
from fairplace.dps.placements.rules.the_place import the_place
from fairplace.foundations import audit
from fairplace.foundations.kernel.refused import NotThere


@transaction.atomic
def sign_by_link(*, token: str, name_typed: str, at: datetime) -> None:
    """The name typed is the signature: there is no account to compare it with, but the code went to the place."""
    consultation = lock_link(token)
    if consultation.opened_at is None:
        raise NotThere
    place = the_place(consultation.place_name, consultation.council_id)
    with audit.transaction_as(place):
        agreement = PlacementAgreement.objects.filter(direct_award__preference=consultation.preference_id).first()
        if agreement is None:
            raise NotThere
        sign_for_place(
            actor=place,
            agreement_id=agreement.id,
            signer=name_typed,
            side=agreement.supplier_name or consultation.place_name,
            at=at,
        )
