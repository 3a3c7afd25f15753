"""C12: after every award the family gets a plain account, whether or not it had a choice to make."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.competitions.actions.answer_family import answer_family
from fairplace.dps.competitions.actions.decline_award import decline_award
from fairplace.dps.competitions.actions.send_family_code import send_family_code
from fairplace.dps.competitions.models import PlainAccount
from fairplace.dps.competitions.queries.family_account import account_for_officer
from fairplace.dps.referrals.models import Referral
from fairplace.foundations import audit
from fairplace.foundations.audit import clock
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.queries import message as message_row
from tests.dps.competitions.council_side import Run, content, run
from tests.dps.competitions.test_awarding import scored
from tests.web.provider.test_bidding_pages import signed_in, text

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]


def accepted(made: Run) -> None:
    winner = made.published.bidders[0]
    made.acting(winner.actor, accept_award, award_id=made.award(winner))


def test_c12_a_family_that_had_nothing_to_choose_is_told_by_a_link_of_its_own(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    accepted(made)
    letter = message_row(Message.objects.get(key__startswith="family-account:").id)
    assert letter is not None
    assert "School 0" not in letter.body_text, "an e-mail travels in the open"
    here = "/family/account/" + letter.body_text.split("/family/account/")[1].split("/")[0] + "/"
    page = text(Client().get(here))
    for said in (
        "A place is found: School 0",
        "3 places near enough",
        "3 places made an offer",
        "This place came first when the offers were scored by the published method",
        "With a therapist.",
    ):
        assert said in page, said
    for hidden in ("£", "80.00", "720", "School 1", "School 2", "points", "Samir"):
        assert hidden not in page, hidden
    kinds = [row.kind for row in audit.timeline(about=made.published.referral_id)]
    assert "competitions.family_account_viewed" in kinds
    set_clock(PlainAccount.objects.get().expires_at)
    assert "This page is closed" in text(Client().get(here))
    assert Client().get("/family/account/another/").status_code == 404


def test_r2_c12_with_a_referral_for_each_child_letters_and_account_say_that_it_is_about_one(set_clock: Clock) -> None:
    """Red while a family of three got three letters that were alike, and an account that named nobody."""
    made = run(set_clock, bidders=2)
    with audit.transaction_as(made.officer):
        Referral.objects.filter(id=made.published.referral_id).update(split_from=made.published.referral_id)
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published))
    made.open()
    made.mark_all(["4", "4"])
    made.score()
    assert "This is about one of your children. The page says which." in _letter("family-choice:")
    token = made.token()
    send_family_code(token=token, at=clock.now())
    chosen = made.published.bidders[0]
    answer_family(token=token, bid_id=made.bid_of(chosen).id, reason="", code=made.code(), at=clock.now())
    accepted(made)
    told = _letter("family-account:")
    assert "A place is found for one of your children. This page says which one, for whom, how" in told
    page = text(Client().get("/family/account/" + told.split("/family/account/")[1].split("/")[0] + "/"))
    assert "School 0 has a place for Sam, and has accepted" in page


def _letter(key: str) -> str:
    found = message_row(Message.objects.get(key__startswith=key).id)
    assert found is not None
    return found.body_text


def test_c12_without_e_mail_the_officer_prints_what_the_family_is_told(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody", email="")
    accepted(made)
    assert not Message.objects.filter(key__startswith="family-account:").exists()
    here = f"/council/awarding/{made.competition_id}/account/"
    page = text(signed_in(made.officer).get(here))
    assert "print this page" in page
    assert "School 0 has a place for Sam, and has accepted" in page
    assert signed_in(made.evaluators[0]).get(here).status_code == 404
    assert b"School 0" not in bytes(PlainAccount.objects.get().content)


def test_c12_nothing_is_told_before_the_winner_has_accepted(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    made.award(made.published.bidders[0])
    with pytest.raises(NotThere):
        account_for_officer(made.officer, made.competition_id)
    assert not PlainAccount.objects.exists()


def test_c12_a_family_whose_choice_could_not_be_had_is_told_so(set_clock: Clock) -> None:
    """It answered, so it must not read that no answer came; and what passed on did not come first."""
    made = scored(set_clock, prices=("100.00",) * 3, marks=("5", "4", "1"))
    token, chosen = made.token(), made.published.bidders[1]
    send_family_code(token=token, at=clock.now())
    answer_family(token=token, bid_id=made.bid_of(chosen).id, reason="", code=made.code(), at=clock.now())
    made.acting(chosen.actor, decline_award, award_id=made.award(chosen), because="A member of staff left.")
    accepted(made)
    page = text(signed_in(made.officer).get(f"/council/awarding/{made.competition_id}/account/"))
    assert "You chose another place. It can no longer be had" in page
    assert "no answer came" not in page


def test_c12_a_place_that_an_award_passed_on_to_is_not_said_to_have_come_first(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    first, then, _ = made.published.bidders
    made.acting(first.actor, decline_award, award_id=made.award(first), because="A member of staff left.")
    made.acting(then.actor, accept_award, award_id=made.award(then))
    page = text(signed_in(made.officer).get(f"/council/awarding/{made.competition_id}/account/"))
    assert "A place that came before it can no longer be had" in page


def test_c12_an_officer_sends_the_account_again_or_ends_its_link(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    accepted(made)
    officer, page = signed_in(made.officer), f"/council/awarding/{made.competition_id}/account/"

    def link() -> str:
        letter = message_row(Message.objects.filter(key__startswith="family-account:").latest("id").id)
        assert letter is not None
        return "/family/account/" + letter.body_text.split("/family/account/")[1].split("/")[0] + "/"

    first = link()
    assert officer.post(page, {"act": "again"}).status_code == 302
    second = link()
    assert second != first
    assert "A place is found: School 0" in text(Client().get(second))
    ended = text(Client().get(first))
    assert "This link does not work any more" in ended
    assert "School 0" not in ended
    assert officer.post(page, {"act": "revoke"}).status_code == 302
    assert "School 0" not in text(Client().get(second))
    assert "The link is ended" in text(officer.get(page))
    assert officer.post(page, {"act": "again"}).status_code == 302
    assert "A place is found: School 0" in text(Client().get(link()))
    assert signed_in(made.evaluators[0]).post(page, {"act": "again"}).status_code == 404
