"""C1, R1: a new statement may start from one's own earlier ones, read through first; suspended while drafting."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from fairplace.dps.competitions.models import Bid, Competition, Invitation
from fairplace.dps.qualification.models import Line
from fairplace.dps.referrals.models import Referral
from fairplace.foundations import audit
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.identifiers import new_id
from tests.dps.competitions.published import Bidder, Published, publish
from tests.dps.competitions.writing import CANARY, ready
from tests.dps.world import AT
from tests.web.provider.test_bidding_pages import answer_will_bid, at, signed_in, text, typed

SetClock = Callable[[datetime | None], None]
LATER = AT + timedelta(hours=3)
EARLIER = "Curlew walks on the marsh, from the first week."
RIVALS = "Nobody else may read this."


@pytest.fixture
def published(db: None, set_clock: SetClock) -> Published:
    set_clock(LATER)
    made = publish(2)
    for bidder, statement in zip(made.bidders, (EARLIER, RIVALS), strict=True):
        _opened_bid(made, bidder, statement)
    line = Line.objects.get(id=made.bidders[0].line_id)
    line.answers = {"outcomes-statement": {"text": "We write down each step with the child. SW1A 1AA."}}
    line.save()
    return made


def _opened_bid(made: Published, bidder: Bidder, statement: str) -> None:
    """A bid for another referral, as the opening leaves it."""
    referral = Referral.objects.get(id=made.referral_id)
    referral.pk, referral.reference = new_id(), f"OLD-{bidder.name[-1]}"
    referral.save(force_insert=True)
    competition = Competition.objects.get(id=made.competition_id)
    competition.pk, competition.referral_id, competition.state = new_id(), referral.pk, "no_award"
    competition.save(force_insert=True)
    invitation = Invitation.objects.get(id=bidder.invitation_id)
    invitation.pk, invitation.competition_id = new_id(), competition.pk
    seal_onto(invitation, miles="12.345678")
    invitation.save(force_insert=True)
    with audit.transaction_as(made.officer):
        Bid.objects.create(
            invitation=invitation,
            competition=competition,
            council_id=made.world.partner_id,
            provider_id=bidder.provider_id,
            establishment_id=invitation.establishment_id,
            label="Bidder A",
            content=ready(made, statement=statement).as_json(),
            submitted_at=AT,
            submitted_by_id=bidder.actor.person_id,
            receipt="R",
        )


def reuse(client: Client, bidder: Bidder, source: str, **told: str) -> HttpResponse:
    return client.post(at(bidder, "bid/"), {"act": "reuse", "source": source, **told}, follow=True)


def sources(page: HttpResponse) -> list[str]:
    return re.findall(r'name="source"[^>]*value="([\w-]+)"', page.content.decode())


def test_own_opened_bids_and_the_application_can_be_a_start_and_nobody_elses_c1(published: Published) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    page = client.get(at(bidder, "bid/earlier/"))
    shown = text(page)
    assert len(sources(page)) == 2
    assert EARLIER in shown
    assert "bid for OLD-0" in shown
    assert RIVALS not in shown
    assert "“SW1A 1AA” is a full postcode" in shown, "the privacy check has looked at it"
    refused = reuse(client, bidder, sources(page)[0])
    assert "Tick that you will read every sentence" in text(refused)
    with audit.transaction_as(published.officer):
        rivals = Bid.objects.get(provider_id=published.bidders[1].provider_id)
    reuse(client, bidder, f"bid-{rivals.id}", read_through="on")
    assert RIVALS not in client.get(at(bidder, "bid/")).content.decode()


def test_the_earlier_text_goes_below_what_is_there_and_carried_costs_stay_c1(published: Published) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    source = sources(client.get(at(bidder, "bid/earlier/")))[0]
    page = reuse(client, bidder, source, read_through="on")
    assert "It was written about another child: read it." in text(page)
    assert EARLIER in page.content.decode()
    assert 'value="100.00"' in page.content.decode(), "core costs start from the carried ones"
    client.post(at(bidder, "bid/"), typed(published, page))
    page = reuse(client, bidder, source, read_through="on")
    assert f"{CANARY}, twice a week.\n\n{EARLIER}" in unescape(page.content.decode())


def test_the_start_is_offered_to_nobody_without_a_draft_of_their_own_c2_x1(published: Published) -> None:
    mine, rival = published.bidders
    answer_will_bid(signed_in(mine.actor), mine)
    assert signed_in(rival.actor).get(at(mine, "bid/earlier/")).status_code == 404
    assert signed_in(published.officer).get(at(mine, "bid/earlier/")).status_code == 404
    other_browser = signed_in(mine.actor)
    assert "Open your bid" in text(other_browser.get(at(mine, "bid/earlier/"), follow=True))
    assert "Open your bid" in text(reuse(other_browser, mine, "bid-x", read_through="on"))


def test_what_might_tell_who_a_child_is_stands_on_the_check_page_and_confirms_no_name_r1_c1(
    published: Published,
) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    told = typed(
        published,
        client.get(at(bidder, "bid/")),
        statement="Maya Penhallow lives at GU2 7XH.",
        how_speech="Her NHS number is 943 476 5919.",
        then="check",
    )
    shown = text(client.post(at(bidder, "bid/"), told, follow=True))
    assert "Your statement: “GU2 7XH” is a full postcode" in shown
    assert "“943 476 5919” looks like an NHS number" in shown
    assert "is a name from the child" not in shown, "a bidder must not learn whether it guessed the name"
    assert "Submit your bid" in shown


def test_a_place_suspended_while_its_bid_is_drafted_is_told_and_nothing_typed_is_lost_c1_a1(
    published: Published,
) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    page = client.get(at(bidder, "bid/"))
    client.post(at(bidder, "bid/"), typed(published, page))
    check = client.get(at(bidder, "bid/check/"))
    edition = re.search(r'name="edition" value="(\w+)"', check.content.decode())
    assert edition
    Line.objects.filter(id=bidder.line_id).update(state="suspended")
    refused = client.post(at(bidder, "bid/"), {"act": "submit", "edition": edition[1]})
    assert "This place is suspended" in text(refused)
    again = client.post(at(bidder, "bid/"), typed(published, client.get(at(bidder, "bid/")), statement="Newer words"))
    assert "This place is suspended" in text(again)
    assert "Newer words" in again.content.decode()
    assert "cannot bid until it is reinstated" in text(client.get(at(bidder)))
    Line.objects.filter(id=bidder.line_id).update(state="accredited")
    assert CANARY in client.get(at(bidder, "bid/")).content.decode(), "what was saved before is still there"
    sent = client.post(at(bidder, "bid/"), {"act": "submit", "edition": edition[1]}, follow=True)
    assert "Bid submitted" in text(sent)
