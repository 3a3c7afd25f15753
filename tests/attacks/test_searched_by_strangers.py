"""A17: a search or a filter tells a stranger nothing of what is there."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from fairplace.dps.referrals.models import Referral
from fairplace.foundations.kernel.actor import Actor
from tests.attacks.scene import CANARIES, Scene, signed_in, text_of
from tests.attacks.test_other_peoples_things import addresses
from tests.drill.plugin import Figures


@pytest.mark.slow
@pytest.mark.attack("A17", "searches and filters by words that are there and words that are not")
def test_a_search_answers_a_stranger_alike_whether_the_word_is_there_or_not_a17(scene: Scene, figures: Figures) -> None:
    """Each list with a search or a filter; the searched word itself, shown again, is left out of the comparison."""
    words = [*CANARIES[:6], Referral.objects.values_list("reference", flat=True).get(id=scene.draft_referral)]
    asked = 0

    def told_apart(actor: Actor | None) -> list[str]:
        nonlocal asked
        client = signed_in(actor) if actor else Client()
        found = []
        for address, names in _searched(client):
            for word in words:
                other = "".join(chr(ord("a") + (ord(sign) * 7 + 3) % 26) if sign.isalpha() else sign for sign in word)
                here, not_here = (_answer(client, address, names, one) for one in (word, other))
                asked += 2
                found += [f"{address}: {word}"] if here != not_here else []
        return found

    faults = {name: found for name, actor in scene.strangers.items() if (found := told_apart(actor))}
    if found := told_apart(None):
        faults["a visitor"] = found
    assert faults == {}
    figures("searches", asked)
    figures("told apart", 0)
    entitled = told_apart(scene.run.officer) + told_apart(scene.world.people["officer"])
    assert entitled
    figures.control("told apart by those whose lists they are", len(entitled))


def _searched(client: Client) -> list[tuple[str, list[str]]]:
    """The plain addresses with a form that asks by GET, and its fields."""
    found = []
    for route, converters, _ in addresses():
        if converters or "sign-out" in route:
            continue
        answer = client.get(f"/{route}")
        if answer.status_code != 200 or answer.streaming or "text/html" not in answer["Content-Type"]:
            continue
        page = answer.content.decode()
        for form in re.findall(r'<form[^>]*method="get"[^>]*>.*?</form>', page, re.DOTALL):
            names = re.findall(r'<input(?![^>]*type="(?:radio|checkbox|hidden)")[^>]*name="([^"]+)"', form)
            if names:
                found.append((f"/{route}", names))
    return found


def _answer(client: Client, address: str, names: list[str], word: str) -> str:
    page = client.get(address, dict.fromkeys(names, word)).content.decode()
    return text_of(re.sub(r'value="\w{64}"', "", page)).replace(word, "")
