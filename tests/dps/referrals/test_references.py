"""R1: a reference says nothing of the child, and two referrals never share one."""

from __future__ import annotations

import pytest

from fairplace.dps.referrals.actions import start_referral as starting
from fairplace.dps.referrals.models import Referral
from fairplace.dps.referrals.rules.references import reference_for
from fairplace.foundations import audit
from fairplace.foundations.kernel.identifiers import new_id
from tests.dps.world import AT, make_world


@pytest.mark.django_db
def test_a_reference_that_is_taken_is_drawn_again_r1(monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world()
    taken, free = new_id(), new_id()
    drawn = iter([taken, taken, free])
    monkeypatch.setattr(starting, "new_id", lambda: next(drawn))
    officer = world.people["partner_officer"]
    with audit.transaction_as(officer):
        first, second = (
            starting.start_referral(actor=officer, category_id=world.category("sen").id, placement_kind="day", at=AT)
            for _ in range(2)
        )
    assert (first, second) == (taken, free)
    assert set(Referral.objects.values_list("reference", flat=True)) == {reference_for(taken), reference_for(free)}
