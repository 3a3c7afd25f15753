"""The codes of needs and features in a sentence, in the words of the referral."""

from __future__ import annotations

from collections.abc import Iterable

from fairplace.dps.referrals.rules.facts import AskedFor


def with_item_names(sentence: str, items: Iterable[AskedFor]) -> str:
    """ "Does not meet the essential item wheelchair." names it as everyone who was invited read it."""
    for item in sorted(items, key=lambda one: -len(one.code)):
        sentence = sentence.replace(f" {item.code}", f" “{item.name}”")
    return sentence
