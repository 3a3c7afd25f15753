"""A17: what counts, lengths, headers and letters tell those who may not know whether anybody bids.

The same pages are asked for before and after two others save and submit a bid; the clock stands still, so that
everything that differs was made different by them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings

from fairplace.commands.launcher.roles import Database
from fairplace.foundations.audit.models import Event
from fairplace.foundations.audit.sealing import seal_events
from fairplace.foundations.messages.models import Message
from tests.attacks.scene import signed_in
from tests.attacks.test_other_peoples_things import addresses, filled
from tests.dps.competitions.council_side import Run, run
from tests.dps.competitions.writing import ready, save, say_will_bid, submit
from tests.dps.world import AT, make_provider, person
from tests.drill.plugin import Figures

Clock = Callable[[datetime | None], None]
Seen = dict[str, tuple[int, int, str, str]]
OF_THE_MOMENT = {"Set-Cookie", "Server-Timing", "Expires", "Last-Modified", "Date"}
GOES_ON = {"/readyz", "/healthz"}  # tell of the worker, minute by minute
QUERIES = ("", "?q=SEN&state=open&sort=bids&page=1")


def observers(made: Run) -> Iterator[tuple[str, Client, dict[str, object]]]:
    """Who would like to know, and what each may look at."""
    published = made.published
    council = {"referral_id": published.referral_id, "competition_id": published.competition_id}
    rival = published.bidders[2]
    yield "the rival", signed_in(rival.actor), {"invitation": rival.invitation_id}
    yield "the officer", signed_in(made.officer), council
    yield "an opener", signed_in(published.openers[0]), council
    yield "an evaluator", signed_in(made.evaluators[0]), council
    yield "the lead", signed_in(published.world.people["officer"]), council
    elsewhere, _, _ = make_provider("Elsewhere Care", "09999999", AT)
    yield "a provider elsewhere", signed_in(person(elsewhere, "Bo Elsewhere", "bid_manager")), {}
    yield "anybody", Client(), {}


def looked_at(who: Client, owned: dict[str, object]) -> Seen:
    """Status, length, headers and digest of every page that they may open."""
    seen: Seen = {}
    for route, converters, _ in addresses():
        if not set(converters) <= set(owned):
            continue
        if f"/{route}" in GOES_ON or route.startswith("account/") or "sign-out" in route:  # each look has a new secret
            continue
        for query in ("",) if converters else QUERIES:
            address = filled(route, owned) + query
            answer = who.get(address)
            if answer.streaming:
                continue
            body = re.sub(rb'value="\w{64}"', b"", answer.content)
            headers = {k: v for k, v in answer.items() if k not in OF_THE_MOMENT}
            seen[address] = answer.status_code, len(body), repr(sorted(headers.items())), _digest(body)
    return seen


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


@pytest.mark.slow
@pytest.mark.attack("A17", "every page, letter and length before and after others save and submit a bid")
def test_nobody_learns_from_any_page_header_or_letter_that_others_bid_a17_c2(
    committed_database: Database, set_clock: Clock, figures: Figures
) -> None:
    made = run(set_clock, bidders=4)
    *bidders, _, late = made.published.bidders
    codes = [say_will_bid(bidder, AT) for bidder in (*bidders, late)]
    who = list(observers(made))
    seal_events()

    def all_seen() -> dict[str, Seen]:
        return {name: looked_at(client, owned) for name, client, owned in who}

    def letters() -> list[tuple[Any, ...]]:
        return list(Message.objects.order_by("id").values_list("id", "key", "queued_at"))

    all_seen()  # whatever the first look itself changes ("read on …") stands from now on
    before, sent = all_seen(), letters()
    for bidder, code in zip(bidders, codes[:2], strict=True):
        submit(bidder, code, save(bidder, code, ready(made.published), AT).edition, AT)
    seal_events()
    after = all_seen()
    told = [
        f"{name}: {address}"
        for name in before
        for address in before[name]
        if before[name][address] != after[name][address]
    ]
    assert told == []
    assert letters() == sent, "no letter, to anybody, tells by its time"
    with override_settings(MIDDLEWARE=[*settings.MIDDLEWARE, f"{__name__}.counting_bids"]):
        _, rival, owned = next(observers(made))
        naive_before = looked_at(rival, owned)
        submit(late, codes[2], save(late, codes[2], ready(made.published), AT).edition, AT)
        naive_after = looked_at(rival, owned)
    found = sum(naive_before[one] != naive_after[one] for one in naive_before)
    figures("pages of seven people", sum(map(len, before.values())))
    figures("that differ", 0)
    figures("letters", 0)
    figures.control("pages of a build that counts the bids saved", found)
    assert found > 0


def counting_bids(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The flawed build: a harmless-looking number of what was saved, in the length of each page."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["X-Saved"] = str(Event.objects.filter(kind="competitions.slot_resealed").count())
        return response

    return answer
