"""A15, K1: an agreement is signed by the right person, in the right order, under their own name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.placements.models import PlacementAgreement, PlacementSignature
from fairplace.foundations import audit
from tests.attacks.scene import signed_in
from tests.dps.competitions.test_awarding import scored
from tests.dps.world import person
from tests.drill.plugin import Figures

Clock = Callable[[datetime | None], None]


@pytest.mark.django_db
@pytest.mark.attack("A15", "an agreement signed by the wrong person or out of turn")
def test_an_agreement_is_signed_by_the_right_person_in_the_right_order_a15_k1(
    set_clock: Clock, figures: Figures
) -> None:
    """Not by the council first, not by a bid manager, not under another's name, not without agreeing."""
    made = scored(set_clock, choice_by="nobody")
    winner = made.published.bidders[0]
    award = made.award(winner)
    made.acting(winner.actor, accept_award, award_id=award)
    with audit.transaction_as(made.officer):
        agreement = PlacementAgreement.objects.get(award_id=award)
    provider = person(agreement.provider_id, "Prov Signs", "provider_signatory")
    council = person(agreement.council_id, "Coun Signs", "council_signatory")
    mine = f"/provider/agreements/placements/{agreement.id}/"
    wrong = (
        (council, f"/council/agreements/{agreement.id}/", {"name_typed": council.name, "agrees": "on"}),
        (winner.actor, mine, {"name_typed": winner.actor.name, "agrees": "on"}),
        (provider, mine, {"name_typed": "Somebody Else", "agrees": "on"}),
        (provider, mine, {"name_typed": provider.name}),
    )
    for who, address, data in wrong:
        signed_in(who).post(address, data)
    with audit.transaction_as(made.officer):
        signed = PlacementSignature.objects.count()
    figures("tries", len(wrong))
    figures("signed", signed)
    assert signed == 0
    signed_in(provider).post(mine, {"name_typed": provider.name, "agrees": "on"})
    with audit.transaction_as(made.officer):
        figures.control("signed as it should be", PlacementSignature.objects.count())
        assert PlacementSignature.objects.count() == 1, "the same page signs for who may"
