"""The timeline of a referral says each change in words (T3)."""

from __future__ import annotations

import re
from pathlib import Path

from fairplace.web.council.referrals.story_of_events import PARTS

ACTIONS = Path(__file__).resolve().parents[3] / "fairplace/dps/referrals/actions"


def test_every_part_of_a_referral_that_can_change_has_its_words() -> None:
    """Red while a change of the children, categories, plan, files or premium was told as "one part"."""
    sources = "".join(path.read_text() for path in ACTIONS.glob("*.py"))
    parts = set(re.findall(r'record_change\(actor, referral, "(\w+)"', sources))
    assert parts
    assert parts <= PARTS.keys()
