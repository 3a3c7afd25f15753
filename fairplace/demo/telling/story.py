"""The whole story, from the notice of 2023 to this working day."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from fairplace.demo.telling.beginnings import begin, next_framework
from fairplace.demo.telling.drafting import drafting
from fairplace.demo.telling.joining import joining
from fairplace.demo.telling.owner_clock import OwnerClock
from fairplace.demo.telling.placing import placing
from fairplace.demo.telling.teller import Teller
from fairplace.demo.telling.terms import questions, terms


def tell_story(clock: OwnerClock, today: datetime, say: Callable[[str], None]) -> None:
    """All of it in one transaction: a seeding that is interrupted leaves nothing behind."""
    teller = Teller(clock, today)
    gc.disable()  # for these seconds looking for cycles costs more than keeping them
    with transaction.atomic():
        say("  The councils, the system and who works there")
        begin(teller)
        say("  Providers join: applied, assessed, marked, signed; categories are drafted and agreed")
        others = (next_framework(teller), terms(teller), questions(teller))
        teller.run([*joining(teller), *others, *drafting(teller)])
        say("  Places are sought: referrals, sealed bids, openings, marks, choices, awards, signatures")
        teller.run(placing(teller))
