"""`seed_demo`: fills an empty database with the demo's story. Called by the launcher; never outside the demo."""

from __future__ import annotations

import os
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from fairplace.demo.telling.owner_clock import owner_clock
from fairplace.demo.telling.story import tell_story
from fairplace.dps.market.queries.the_system import the_system
from fairplace.foundations.audit import clock
from fairplace.foundations.audit.publishing import publish_head
from fairplace.foundations.audit.sealing import seal_events
from fairplace.foundations.kernel.refused import NotThere

OWNER_VARIABLE = "FAIRPLACE_OWNER_DATABASE_URL"


class Command(BaseCommand):
    """Connected as the application, like everything that acts; the clock is moved by the owner role."""

    help = "Fill an empty database with the invented region of the demo."
    requires_system_checks = ()  # its launcher has just migrated

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("seed_demo makes invented people that anybody may be: it runs in the demo alone.")
        if _is_seeded():
            self.stdout.write("  The demo is there already")
            return
        owner_url = os.environ.get(OWNER_VARIABLE)
        if not owner_url:
            raise CommandError(f"seed_demo tells of the past, so it needs the owner's address in {OWNER_VARIABLE}.")
        began = time.monotonic()
        with owner_clock(owner_url) as hand:
            hand.run_truly()
            hand.let_visitors_move_it()
            tell_story(hand, clock.now(), self._say)
        # Here, where time is not counted: a busy machine would be called unready while its worker seals three years.
        seal_events()
        publish_head()
        self.stdout.write(f"  Told in {time.monotonic() - began:.0f} seconds")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _is_seeded() -> bool:
    try:
        the_system()
    except NotThere:
        return False
    return True
