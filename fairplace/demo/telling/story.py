"""The whole story, from the notice of 2023 to this working day."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from fairplace.demo.telling.beginnings import begin, next_framework
from fairplace.demo.telling.drafting import drafting
from fairplace.demo.telling.joining import joining
from fairplace.demo.telling.keeping import keeping
from fairplace.demo.telling.owner_clock import OwnerClock
from fairplace.demo.telling.placing import placing
from fairplace.demo.telling.teller import Teller
from fairplace.demo.telling.terms import questions, terms
from fairplace.foundations.kernel.bid_sealing import stretching_once


def tell_story(clock: OwnerClock, today: datetime, say: Callable[[str], None]) -> None:
    """All of it in one transaction: a seeding that is interrupted leaves nothing behind.

    So no step needs a way back of its own: what is refused ends the story, and ten thousand savepoints are not set.
    """
    teller = Teller(clock, today)
    gc.disable()  # for these seconds looking for cycles costs more than keeping them
    with _without_savepoints(), transaction.atomic(), stretching_once():
        say("  The councils, the system and who works there")
        begin(teller)
        say("  Three years: providers join, categories are agreed, places are sought, awarded and signed")
        others = (next_framework(teller), terms(teller), questions(teller), keeping(teller))
        teller.run([*joining(teller), *others, *drafting(teller), *placing(teller)])


@contextmanager
def _without_savepoints() -> Iterator[None]:
    connection.features.uses_savepoints = False
    try:
        yield
    finally:
        connection.features.uses_savepoints = True
