"""Two drafts that were never published: one falls due for disposal, the other is kept by a legal hold (T5)."""

from __future__ import annotations

from fairplace.demo.region import councils
from fairplace.demo.telling.days import moment, working_days_before
from fairplace.demo.telling.teller import Teller, Thread
from fairplace.dps.custody.actions.holds import place_hold
from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.start_referral import start_referral
from fairplace.dps.referrals.queries.kept import kept_referrals

BEGUN, HELD = 400, 3
"""Working days ago."""


def keeping(teller: Teller) -> Thread:
    """Both begun and left alone by one officer; a signatory of the same council places the hold."""
    council = councils()[0]
    officer = council.who(Role.PLACEMENT_OFFICER)[0]
    today = teller.today.date()
    begun = []
    for minute in (0, 30):
        yield moment(working_days_before(today, BEGUN), 9, minute)
        category = next(row for row in categories() if row.filled)
        kind = content_of(category.version_id).placement_kinds[0].code
        begun.append(teller.let(officer, start_referral, category_id=category.id, placement_kind=kind))
    yield moment(working_days_before(today, HELD), 11)
    council_id = teller.actor(officer).organisation_id
    assert council_id is not None
    (held,) = teller.see(officer, lambda _actor: kept_referrals(council_id, begun[1:]))
    teller.let(
        council.who(Role.COUNCIL_SIGNATORY)[0],
        place_hold,
        scope="referral",
        reference=held.reference,
        reason="A complaint about how the search began is being looked into.",
        until=None,
    )
