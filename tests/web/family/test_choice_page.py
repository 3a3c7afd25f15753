"""The family's page: plain, without prices, answered once with a code (C5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client

from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.competitions.actions.decline_award import decline_award
from fairplace.dps.competitions.actions.end_without_award import end_without_award
from fairplace.dps.competitions.models import FamilyChoice
from fairplace.dps.organisations.models import Establishment
from fairplace.foundations import audit
from fairplace.foundations.encryption import reveal
from fairplace.foundations.messages.queries import all_messages
from tests.dps.competitions.council_side import Run, content, run
from tests.dps.competitions.test_awarding import scored
from tests.dps.world import beyond_walls
from tests.drill.plugin import Figures
from tests.web.provider.test_bidding_pages import signed_in, text

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]


@pytest.fixture
def asked(set_clock: Clock) -> Run:
    made = run(set_clock)
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published, price="98.76"))
    made.open()
    made.mark_all(["5", "4", "3.5"])
    made.score()
    return made


def test_a_family_looks_chooses_and_is_thanked(asked: Run) -> None:
    client = Client()
    here = f"/family/choice/{asked.token()}/"
    page = text(client.get(here))
    assert "Three places can look after Sam’s needs about equally well" in page
    shown = [page.index(f"School {number}") for number in range(3)]
    assert shown == sorted(shown)
    for hidden in ("98.76", "£", "points out of", "Samir", "Bidder"):
        assert hidden not in page, hidden
    missing = client.post(here, {"step": "choose", "reason": "The garden"})
    assert "Choose a place, or say that you have no preference" in text(missing)
    second = asked.bid_of(asked.published.bidders[1]).id
    given = {"choice": str(second), "reason": "She liked the garden"}
    page = text(client.post(here, {"step": "choose", **given}))
    assert "Check your answer" in page
    assert "She liked the garden" in page
    assert "not the code we sent" in text(client.post(here, {"step": "answer", "code": "12", **given}))
    assert FamilyChoice.objects.get().code_tries == 1
    page = text(client.post(here, {"step": "answer", "code": asked.code(), **given}, follow=True))
    assert "You told us that you prefer School 1" in page
    again = text(client.post(here, {"step": "answer", "code": asked.code(), **given}))
    assert "Thank you: we have your answer" in again
    assert FamilyChoice.objects.get().chosen_id == second
    award = asked.award(asked.published.bidders[1])
    asked.acting(asked.published.bidders[1].actor, accept_award, award_id=award)
    account = text(client.get(here))
    assert "A place is found: School 1" in account
    assert "3 places near enough" in account
    assert "this is the place that you chose" in account
    assert "looked for the place" in account
    for hidden in ("98.76", "School 0", "School 2"):
        assert hidden not in account, "C12: no prices, no rivals"


@pytest.mark.attack("A17", "a family works out where a home is whose address is withheld")
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("childrens_home", "10 to 20 miles from home"),
        ("supported_accommodation", "10 to 20 miles from home"),
        ("independent_special_school", "12.3 miles from home"),
    ],
)
def test_a17_r1_a_family_reads_the_band_of_a_place_whose_address_is_withheld(
    set_clock: Clock, kind: str, told: str, figures: Figures
) -> None:
    """In both versions of the page, and in what is kept of it. Control: a school, which anybody finds in its register,
    by the tenth of a mile.
    """
    made = run(set_clock)
    beyond_walls(Establishment.objects.update)(kind=kind)
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published, price="98.76"))
    made.open()
    made.mark_all(["5", "4", "3.5"])
    made.score()
    here = f"/family/choice/{made.token()}/"
    pages = [text(Client().get(here, query)) for query in ({}, {"easy": "1"})]
    assert all(told in page for page in pages)
    with audit.transaction_as(made.officer):
        pages.append(reveal(FamilyChoice.objects.get(), "shown") or "")
    exact = sum("12.3" in page for page in pages)
    if kind == "independent_special_school":
        figures.control("texts with the miles of a school", exact)
    else:
        assert exact == 0
        figures("texts with the miles of a home", exact)


def test_a_link_that_we_never_sent_is_not_there(asked: Run) -> None:
    assert Client().get("/family/choice/not-a-token/").status_code == 404


def test_after_the_time_the_page_only_says_so(asked: Run, set_clock: Clock) -> None:
    here = f"/family/choice/{asked.token()}/"
    set_clock(FamilyChoice.objects.get().expires_at)
    page = text(Client().get(here))
    assert "The time to choose has passed" in page
    assert "School" not in page
    assert "The time to choose has passed" in text(Client().post(here, {"step": "choose", "choice": "none"}))


def _chooses(asked: Run, chosen: int) -> str:
    """By the link and the code of its letters. Returns the page's address."""
    here = f"/family/choice/{asked.token()}/"
    given = {"choice": str(asked.bid_of(asked.published.bidders[chosen]).id), "reason": ""}
    Client().post(here, {"step": "choose", **given})
    Client().post(here, {"step": "answer", "code": asked.code(), **given})
    return here


def test_c5_a_family_that_has_answered_reads_its_answer_after_the_time_too(asked: Run, set_clock: Clock) -> None:
    """Red while the page said "If you answered, your answer counts" to those who had."""
    here = _chooses(asked, 1)
    set_clock(FamilyChoice.objects.get().expires_at + timedelta(days=1))
    page = text(Client().get(here))
    assert "Thank you: we have your answer" in page
    assert "You told us that you prefer School 1" in page


def test_c5_a_family_whose_choice_withdrew_with_one_place_left_is_not_told_that_it_is_offered(asked: Run) -> None:
    here, bidders = _chooses(asked, 1), asked.published.bidders
    for bidder in (bidders[1], bidders[2]):
        award = asked.award(bidder)
        asked.acting(bidder.actor, decline_award, award_id=award, because="The room is needed.")
        if bidder is bidders[1]:
            again = _chooses(asked, 2)
    assert "We have asked you again" in text(Client().get(here))
    page = text(Client().get(again))
    assert "School 2 can no longer be had" in page
    assert "offers the place that you chose" not in page
    compare = text(signed_in(asked.officer).get(f"/council/awarding/{asked.competition_id}/"))
    _, _, decision = compare.partition("School 0 is first of those who are left")
    decision, _, _ = decision.partition("side by side")
    assert "School 1: It withdrew after the award." in decision
    assert "leads" not in decision, "nobody leads over who is gone"


def test_c5_a_family_reads_that_the_search_ended_without_a_place(asked: Run) -> None:
    """Red while the page of an open link said that the place with the most points is chosen."""
    here = f"/family/choice/{asked.token()}/"
    asked.acting(asked.officer, end_without_award, competition_id=asked.competition_id, because="Plans have changed.")
    page = text(Client().get(here))
    assert "This search has ended" in page
    assert "most points" not in page


def test_a_place_that_was_not_offered_cannot_be_chosen(asked: Run) -> None:
    here = f"/family/choice/{asked.token()}/"
    page = text(Client().post(here, {"step": "answer", "code": "1", "choice": "01a205e4-4f5b-7b43-9c30-8e453421fcb8"}))
    assert "There is a problem" in page
    assert FamilyChoice.objects.get().answered_at is None


def test_c5_an_easier_version_and_a_paper_one_say_the_same_without_prices(asked: Run) -> None:
    here = f"/family/choice/{asked.token()}/"
    easy = text(Client().get(here + "?easy=1"))
    for said in ("Which one do you like best?", "1. School 0", "Can it help with this?", "☐ School 2"):
        assert said in easy, said
    assert "£" not in easy
    page = text(Client().get(here))
    assert "Read this in an easier version" in page
    _, _, paper = page.partition("☐ School 2")
    assert paper.count("We will.") == 3, "a closed answer prints closed, so the statements stand on paper once more"


def test_c5_a_code_that_was_asked_for_again_at_once_is_not_said_to_be_sent(asked: Run) -> None:
    """Red while the page said each time that it had sent one, and the family waited for a second."""
    here, given = f"/family/choice/{asked.token()}/", {"step": "choose", "choice": "none", "reason": ""}
    assert "We have sent you a code" in text(Client().post(here, given))
    page = text(Client().post(here, given))
    assert "less than a minute ago: please use that one" in page
    assert "We have sent" not in page


def test_c5_rule_8_a_family_between_equal_places_reads_that_lots_are_drawn_without_its_choice(set_clock: Clock) -> None:
    """Red while it read that the place with the most points is chosen, where two have as many."""
    made = scored(set_clock, prices=("100.00", "100.00"), marks=("4", "4"))
    page = text(Client().get(f"/family/choice/{made.token()}/"))
    assert "lots are drawn between those that came out exactly equal" in page
    assert "most points" not in page
    compare = text(signed_in(made.officer).get(f"/council/awarding/{made.competition_id}/"))
    assert "lots are drawn between those that share first place" in compare
    here = f"/family/choice/{made.token()}/"
    Client().post(here, {"step": "choose", "choice": "none", "reason": ""})
    Client().post(here, {"step": "answer", "choice": "none", "reason": "", "code": made.code()})
    assert "offers the place on which the lot fell" in text(Client().get(here))


def test_c5_rule_8_a_family_that_comes_after_the_time_between_equal_places_reads_of_lots_too(set_clock: Clock) -> None:
    """Red while it read there that the place with the most points is chosen."""
    made = scored(set_clock, prices=("100.00", "100.00"), marks=("4", "4"))
    token = made.token()
    set_clock(FamilyChoice.objects.get().expires_at)
    page = text(Client().get(f"/family/choice/{token}/"))
    assert "No answer came in time, so lots are drawn between those that came out exactly equal" in page
    assert "most points" not in page


def test_c5_an_officer_ends_a_link_asks_again_and_writes_an_answer_down(asked: Run) -> None:
    client = signed_in(asked.officer)
    here = f"/council/awarding/{asked.competition_id}/family/"
    page = text(client.get(here))
    assert "What the family was shown" in page
    for fact in ("School 0", "To ask or to visit", "How it meets each need"):
        assert fact in page, fact
    assert "Say why this link must not be used" in text(client.post(here, {"because": ""}))
    old = f"/family/choice/{asked.token()}/"
    assert "has not been asked" in text(client.post(here, {"because": "An old address"}, follow=True))
    assert "This link does not work any more" in text(Client().get(old))
    assert "The family has been sent its link" in text(client.post(here + "ask/", {}, follow=True))
    assert "Say how the family answered" in text(client.post(here + "answer/", {"choice": "none"}))
    page = text(client.post(here + "answer/", {"choice": "none", "how": "paper", "reason": "Both"}, follow=True))
    assert "written down" in page
    assert client.get(here + "answer/").status_code == 404
    assert "On paper, written down by" in text(client.get(here))
    assert signed_in(asked.evaluators[0]).get(here).status_code == 404


def test_c5_a_family_whose_place_withdrew_is_told_so_where_it_chooses_again(asked: Run) -> None:
    """Red while only the letter said that something had changed, and not which place."""
    first, chosen = f"/family/choice/{asked.token()}/", asked.published.bidders[1]
    given = {"choice": str(asked.bid_of(chosen).id), "reason": ""}
    Client().post(first, {"step": "choose", **given})
    Client().post(first, {"step": "answer", "code": asked.code(), **given})
    award = asked.award(chosen)
    asked.acting(chosen.actor, decline_award, award_id=award, because="The room is needed.")
    page = text(Client().get(f"/family/choice/{asked.token()}/"))
    assert "You chose School 1. It can no longer be had, so we ask you again about the others." in page
    assert "You chose School 1. It cannot take Sam now." in text(
        Client().get(f"/family/choice/{asked.token()}/?easy=1")
    )
    assert "☐ School 1" not in page
    old = text(Client().get(first))
    assert "We have asked you again" in old, "not that the place is offered"
    assert "School 1" not in old


def test_x2_a_letter_to_a_family_breaks_no_line_within_a_sentence(asked: Run) -> None:
    """On a phone such a break leaves one word alone on a line."""
    (letter,) = [one for one in all_messages() if one.subject.startswith("A choice")]
    for before, after in pairwise(letter.body_text.split("\n")):
        assert not before or not after or before.endswith((":", ",", ".")), (before, after)
