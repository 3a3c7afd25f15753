"""The pages on which two people decide, walked by clicks (C2, C3, C4, C6); and the hard cases up to letter and page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import pytest
from django.test import Client

from fairplace.dps.competitions.actions import make_award as making
from fairplace.dps.competitions.actions.decline_award import decline_award
from fairplace.dps.competitions.actions.end_without_award import end_without_award
from fairplace.dps.competitions.models import Award, Score
from fairplace.dps.competitions.queries import comparison as comparing
from fairplace.dps.competitions.queries.second_waiting import second_waiting
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from tests.dps.competitions.council_side import Run, content, run
from tests.dps.competitions.published import PASSPHRASE
from tests.dps.competitions.test_awarding import scored
from tests.dps.competitions.test_between import NIGHT, NOBODY, emergency
from tests.dps.competitions.test_second_person import cheap, decide, nobody_complies, put_to_second, second
from tests.dps.world import person
from tests.web.provider.test_bidding_pages import signed_in, text

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]


def compare(made: Run) -> str:
    return f"/council/awarding/{made.competition_id}/"


def post(client: Client, address: str, data: dict[str, str]) -> str:
    return text(client.post(address, data, follow=True))


def test_c3_essential_is_dropped_by_two_on_pages_that_show_no_name_or_price(set_clock: Clock) -> None:
    made = nobody_complies(set_clock, choice_by="nobody")
    officer, other = signed_in(made.officer), signed_in(second(made))
    page = text(officer.get(compare(made)))
    assert "No bid meets every essential item" in page
    assert "Does not meet the essential item “Speech and language therapy”." in page
    assert "Give the reason" in post(officer, compare(made) + "waive/", {"because": ""})
    page += post(officer, compare(made) + "waive/", {"because": "The therapist of his old school goes on coming."})
    assert "A second person of your council is asked" in page
    deciding = other.get(compare(made) + "second/")
    page += text(deciding)
    for hidden in ("School 0", "Provider 0", "£", "100.00", "We will."):
        assert hidden not in page, hidden
    proposal = deciding.content.decode().split('name="proposal" value="')[1].split('"')[0]
    assert "Give the reason in a sentence" in post(
        other, compare(made) + "second/", {"proposal": proposal, "agreed": "no", "because": ""}
    )
    assert "Your decision is recorded" in post(
        other, compare(made) + "second/", {"proposal": proposal, "agreed": "yes"}
    )
    assert "statements wait for their agreed mark" in text(officer.get(compare(made)))
    for bidder in made.published.bidders:
        told = text(signed_in(bidder.actor).get(f"/provider/referrals/{bidder.invitation_id}/"))
        assert "The therapist of his old school" in told


def waits(made: Run, actor: Actor, what: str) -> bool:
    """It stands on this person's first page, with a link to where it is decided."""
    page = signed_in(actor).get("/home/", follow=True)
    link = f'href="{compare(made)}second/"' in page.content.decode()
    assert link == (what in text(page))
    return link


def test_c4_what_a_second_person_decides_is_on_the_first_page_of_whoever_may(set_clock: Clock) -> None:
    """C3, C6: red while it stood in a letter alone. Of the dropping of "essential", a price, and an award set aside."""
    made = nobody_complies(set_clock, choice_by="nobody")
    signatory, officer = second(made), second(made, "placement_officer")
    what = "To decide: whether “essential” is dropped for all bidders of SUR-2026-0001"
    assert not waits(made, signatory, what)
    post(signed_in(made.officer), compare(made) + "waive/", {"because": "The old therapist goes on coming."})
    assert waits(made, signatory, what)
    assert waits(made, officer, what)
    assert not waits(made, made.officer, what), "nobody decides about their own proposal"
    elsewhere = person(made.published.world.lead_id, "Signatory elsewhere", "council_signatory")
    for stranger in (elsewhere, made.evaluators[0]):
        assert not waits(made, stranger, what)
    decide(made, officer)
    assert not waits(made, signatory, what)


def test_c4_a_price_to_decide_is_on_the_first_page_too(set_clock: Clock) -> None:
    made = cheap(set_clock)
    post(
        signed_in(made.published.bidders[0].actor),
        f"/provider/referrals/{made.published.bidders[0].invitation_id}/price/",
        {"answer": "We own the building, so no rent is in it."},
    )
    price = f"/council/awarding/prices/{made.bid_of(made.published.bidders[0]).id}/"
    post(signed_in(made.officer), price, {"outcome": "accept", "because": "Rent is what is missing."})
    assert waits(made, second(made), "To decide: an abnormally low price for SUR-2026-0001")


def test_c6_an_award_to_set_aside_is_on_the_first_page_until_it_is_gone(
    set_clock: Clock, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    made = scored(set_clock, choice_by="nobody")
    award_id = made.award(made.published.bidders[0])
    put_to_second(made, "without")
    other, what = second(made), "To decide: whether the award of SUR-2026-0001 is set aside"
    assert waits(made, other, what)
    with audit.transaction_as(other), django_assert_num_queries(1):
        assert [one.kind for one in second_waiting(other)] == ["set_aside"]
    made.acting(made.published.bidders[0].actor, decline_award, award_id=award_id, because="A member of staff left")
    assert not waits(made, other, what)


def test_c4_a_low_price_is_explained_and_decided_on_pages(set_clock: Clock) -> None:
    made = cheap(set_clock)
    low = made.published.bidders[0]
    officer, bidder, other = signed_in(made.officer), signed_in(low.actor), signed_in(second(made))
    assert "Price to explain" in text(bidder.get("/provider/tasks/"))
    assert "1 price seems abnormally low" in text(officer.get(compare(made)))
    price = f"/council/awarding/prices/{made.bid_of(low).id}/"
    assert "Ask a second person" not in text(officer.get(price)), "the bidder has the first word"
    explain = f"/provider/referrals/{low.invitation_id}/price/"
    shown = text(bidder.get(explain))
    assert "30 % or more below the mean" in shown
    assert "£900.00" not in shown, "no figure of another bid"
    assert "Explain your price in a sentence" in post(bidder, explain, {"answer": "Cheap"})
    assert "Two people decide about it" in post(
        bidder, explain, {"answer": "We own the building, so no rent is in it."}
    )
    rival = made.published.bidders[1]
    assert signed_in(rival.actor).get(f"/provider/referrals/{rival.invitation_id}/price/").status_code == 404
    assert "We own the building" in text(officer.get(price))
    post(officer, price, {"outcome": "exclude", "because": "Rent is a tenth of what is missing."})
    proposal = other.get(compare(made) + "second/").content.decode().split('name="proposal" value="')[1].split('"')[0]
    post(other, compare(made) + "second/", {"proposal": proposal, "agreed": "yes"})
    assert "Every price is decided about" in text(officer.get(compare(made)))
    assert "The scores are worked out" in post(officer, compare(made) + "score/", {})
    assert "abnormally low" in text(officer.get(compare(made)))


def test_c6_an_award_is_set_aside_on_pages(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    winner = made.published.bidders[0]
    made.award(winner)
    officer, other = signed_in(made.officer), signed_in(second(made))
    data = {"outcome": "without", "because": "Samir Example cannot go there."}
    assert "Samir" in post(officer, compare(made) + "set-aside/", data), "typed words are kept"
    assert Award.objects.get().declined_at is None
    referral = f"/council/referrals/{made.published.referral_id}/"
    assert "What waits for a second person" in text(other.get(referral)), "a signatory finds it from the referral"
    assert "proposes to set it aside" in post(
        officer, compare(made) + "set-aside/", data | {"because": "The place has lost its teacher of the deaf."}
    )
    assert "looking at this award again" in post(
        signed_in(winner.actor), f"/provider/referrals/{winner.invitation_id}/award/", {"act": "accept", "sure": "on"}
    )
    proposal = other.get(compare(made) + "second/").content.decode().split('name="proposal" value="')[1].split('"')[0]
    post(other, compare(made) + "second/", {"proposal": proposal, "agreed": "yes"})
    told = text(signed_in(winner.actor).get(f"/provider/referrals/{winner.invitation_id}/award/"))
    assert "The council set the award aside" in told
    rival = made.published.bidders[1]
    page = text(signed_in(rival.actor).get(f"/provider/referrals/{rival.invitation_id}/"))
    assert "has lost its teacher of the deaf" in page


def test_c2_an_opener_opens_an_emergency_alone_on_the_page(set_clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    made = emergency(set_clock, monkeypatch)
    here = f"/council/opening/{made.competition_id}/"
    opener = signed_in(made.published.openers[0])
    set_clock(NIGHT)
    assert "No second opener can come" in text(opener.get(here))
    assert "Say why no second opener can come" in post(
        opener, here, {"alone": "yes", "alone-passphrase": PASSPHRASE, "alone-alone_because": ""}
    )
    told = post(opener, here, {"alone": "yes", "alone-passphrase": PASSPHRASE, "alone-alone_because": NOBODY})
    assert "The bids are open: 2 bids" in told


def test_c6_the_award_page_waits_for_promised_insurance(set_clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    made = scored(set_clock, choice_by="nobody")
    missing = ("Public liability insurance, £5,000,000.00",)
    monkeypatch.setattr(making, "missing_cover", lambda line_id, on: missing)
    monkeypatch.setattr(comparing, "_cover", lambda *given: missing)
    officer = signed_in(made.officer)
    assert "The award waits for insurance" in text(officer.get(compare(made)))
    page = text(officer.get(compare(made) + "award/"))
    assert "The insurance it promised is not in evidence" in page
    assert "Say why you award without this evidence" in post(officer, compare(made) + "award/", {"sure": "on"})
    done = post(
        officer, compare(made) + "award/", {"sure": "on", "cover_because": "The broker confirmed it by telephone."}
    )
    assert "Awarded to School 0" in done


# --- hard cases, to the page


def test_c6_no_bid_at_all_ends_with_one_click_and_a_reason(set_clock: Clock) -> None:
    made = run(set_clock, bidders=2)
    made.open()
    officer = signed_in(made.officer)
    assert "Nobody made a bid" in text(officer.get(compare(made)))
    post(officer, compare(made) + "no-award/", {"because": "Nobody made a bid for it."})
    assert "This competition ended without an award" in text(officer.get(compare(made)))


def test_c4_all_excluded_before_marking_is_said_and_ends(set_clock: Clock) -> None:
    made = run(set_clock, bidders=1)
    made.submit(made.published.bidders[0], content(made.published))
    made.open()
    with audit.transaction_as(made.officer):
        (bid,) = made.bids()
        bid.excluded_because = "What was opened is not what its receipt was given for."
        bid.save(update_fields=["excluded_because"])
    officer = signed_in(made.officer)
    assert "Every bid is excluded" in text(officer.get(compare(made)))
    made.acting(made.officer, end_without_award, competition_id=made.competition_id, because="Every bid is excluded.")
    bidder = made.published.bidders[0]
    page = text(signed_in(bidder.actor).get(f"/provider/referrals/{bidder.invitation_id}/"))
    assert "Your bid was excluded: What was opened is not what its receipt was given for." in page


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_c4_a_tie_is_broken_the_same_in_every_order_of_the_bids(set_clock: Clock, order: tuple[int, ...]) -> None:
    """Rule 8: by quality, then by price; a full tie shares its rank, whoever came first."""
    kinds = [("100.00", "4"), ("100.00", "4"), ("100.00", "3")]
    made = scored(
        set_clock,
        prices=tuple(kinds[at][0] for at in order),
        marks=tuple(kinds[at][1] for at in order),
        choice_by="nobody",
    )
    with audit.transaction_as(made.officer):
        ranks = dict(Score.objects.values_list("bid_id", "rank"))
    assert [ranks[bid.id] for bid in made.bids()] == [3 if at == 2 else 1 for at in order]
    page = text(signed_in(made.officer).get(compare(made)))
    assert "Lots were drawn" in page
