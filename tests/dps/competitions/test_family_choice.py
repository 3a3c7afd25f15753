"""C5 in full: what was shown is kept, a link ends and is sent again, answers on paper, reminders, hard ties."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.answer_family import answer_family
from fairplace.dps.competitions.actions.ask_family import ask_family
from fairplace.dps.competitions.actions.revoke_choice import revoke_choice
from fairplace.dps.competitions.actions.send_family_code import send_family_code
from fairplace.dps.competitions.actions.take_family_answer import take_family_answer
from fairplace.dps.competitions.jobs import end_what_lapsed
from fairplace.dps.competitions.models import Award, FamilyChoice
from fairplace.dps.competitions.queries.family_asked import family_asked
from fairplace.dps.competitions.queries.family_page import family_page
from fairplace.dps.competitions.rules.family_code import token_digest
from fairplace.dps.competitions.rules.family_place import FamilyItem, FamilyPlace, place_from_json
from fairplace.dps.organisations.models import Establishment
from fairplace.foundations import audit
from fairplace.foundations.audit import clock
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.queries import message
from tests.dps.competitions.council_side import Run
from tests.dps.competitions.test_awarding import near, scored

database = pytest.mark.django_db
Clock = Callable[[datetime | None], None]


@database
def test_c5_what_the_family_was_shown_is_kept_and_the_officer_sees_just_that(set_clock: Clock) -> None:
    made = near(set_clock)
    shown = family_page(token_digest(made.token()), at=clock.now())
    Establishment.objects.filter(name="School 0").update(rating="Inadequate", places=999)
    again = family_page(token_digest(made.token()), at=clock.now())
    assert shown is not None
    assert again is not None
    assert again.places == shown.places
    with audit.transaction_as(made.officer):
        seen = family_asked(made.officer, made.competition_id)
    assert seen.asked[0].places == shown.places
    assert b"School 0" not in bytes(FamilyChoice.objects.get().shown), "distances and places are sealed"
    for stranger in (made.evaluators[0], made.published.bidders[0].actor):
        with pytest.raises(NotThere):
            family_asked(stranger, made.competition_id)


@database
def test_c5_a_revoked_link_opens_nothing_and_nothing_is_awarded_until_the_family_is_asked_again(
    set_clock: Clock,
) -> None:
    made = near(set_clock)
    astray = made.token()
    with pytest.raises(Refused, match="Say why"):
        made.acting(made.officer, revoke_choice, competition_id=made.competition_id, because=" ")
    made.acting(made.officer, revoke_choice, competition_id=made.competition_id, because="It went to an old address.")
    page = family_page(token_digest(astray), at=clock.now())
    assert page is not None
    assert (page.standing, page.places) == ("revoked", ())
    with pytest.raises(Refused, match="does not work any more"):
        answer_family(token=astray, bid_id=None, reason="", code="1", at=clock.now())
    with pytest.raises(Refused, match="Ask the family first"):
        made.award(made.published.bidders[0])
    made.acting(made.officer, ask_family, competition_id=made.competition_id)
    assert made.state == "with_family"
    fresh = made.token()
    assert fresh != astray
    send_family_code(token=fresh, at=clock.now())
    second = made.bids()[1]
    assert answer_family(token=fresh, bid_id=second.id, reason="", code=made.code(), at=clock.now()) is None
    with pytest.raises(Refused, match="answered already"):
        made.acting(made.officer, revoke_choice, competition_id=made.competition_id, because="Too late.")
    made.award(made.published.bidders[1])


@database
def test_c5_a_family_without_e_mail_is_asked_on_paper_and_the_officer_writes_its_answer_down(set_clock: Clock) -> None:
    made = near(set_clock, email="")
    with pytest.raises(Refused, match="Ask on paper"):
        made.acting(made.officer, ask_family, competition_id=made.competition_id)
    made.acting(made.officer, ask_family, competition_id=made.competition_id, on_paper=True)
    assert made.state == "with_family"
    assert not Message.objects.filter(key__startswith="family-choice:").exists()
    first, second, third = made.bids()
    with pytest.raises(Refused, match="Say how"):
        _takes(made, second.id, how="guess")
    with pytest.raises(Refused, match="Choose one of the places"):
        _takes(made, third.id)
    with pytest.raises(NotThere):
        made.acting(
            made.evaluators[0],
            take_family_answer,
            competition_id=made.competition_id,
            bid_id=first.id,
            reason="",
            how="paper",
        )
    _takes(made, second.id)
    choice = FamilyChoice.objects.get()
    assert (choice.chosen_id, choice.taken_how, choice.taken_by_id) == (second.id, "paper", made.officer.person_id)
    with pytest.raises(Refused, match="answered already"):
        _takes(made, first.id)
    made.award(made.published.bidders[1])
    assert Award.objects.get().basis == "family_choice"


@database
def test_c5_a_family_is_told_when_an_officer_answers_for_it(set_clock: Clock) -> None:
    made = near(set_clock)
    _takes(made, None, how="telephone")
    assert Message.objects.filter(key__startswith="family-answer-taken:").count() == 1
    answered = [row for row in audit.timeline(about=made.published.referral_id) if row.kind == events.FAMILY_ANSWERED]
    assert answered[0].payload["taken_how"] == "telephone"


@database
def test_c5_a_family_is_reminded_once_half_way(set_clock: Clock) -> None:
    made = near(set_clock)
    choice = FamilyChoice.objects.get()
    half = choice.asked_at + (choice.expires_at - choice.asked_at) / 2
    set_clock(half - timedelta(seconds=1))
    end_what_lapsed(0)
    assert not Message.objects.filter(key__startswith="family-reminder:").exists()
    set_clock(half)
    end_what_lapsed(0)
    end_what_lapsed(0)
    assert Message.objects.filter(key__startswith="family-reminder:").count() == 1
    assert made.state == "with_family"


@database
def test_c5_rule_8_letters_say_that_lots_follow_where_the_first_are_exactly_equal(set_clock: Clock) -> None:
    """Red while they promised the place with the most points, where two have as many."""
    scored(set_clock, prices=("100.00",) * 2, marks=("4",) * 2)
    choice = FamilyChoice.objects.get()
    set_clock(choice.asked_at + (choice.expires_at - choice.asked_at) / 2)
    end_what_lapsed(0)
    for key in ("family-choice:", "family-reminder:"):
        sent = message(Message.objects.get(key__startswith=key).pk)
        assert sent is not None
        assert "lots are drawn between those that came out exactly equal" in sent.body_text
        assert "most points" not in sent.body_text


def _takes(made: Run, bid_id: object, how: str = "paper") -> None:
    made.acting(
        made.officer,
        take_family_answer,
        competition_id=made.competition_id,
        bid_id=bid_id,
        reason="It is near her gran.",
        how=how,
    )


@given(st.text(max_size=9), st.booleans(), st.none() | st.decimals(0, 500, places=6), st.none() | st.dates())
def test_c5_a_place_reads_back_as_it_was_shown(
    words: str, met: bool, miles: Decimal | None, rated_on: date | None
) -> None:
    place = FamilyPlace(
        bid_id=new_id(),
        name=words,
        provider_name="A provider",
        kind="Independent special school",
        council_area="Surrey",
        miles=miles,
        band="10 to 20 miles",
        age_from=5,
        age_to=16,
        places=40,
        takes="Anyone",
        rating=words,
        rating_meaning="Good enough.",
        rated_on=rated_on,
        needs=(FamilyItem("Speech", met, words),),
        features=(FamilyItem("A pool", met),),
        statement=words,
    )
    assert place_from_json(place.as_json()) == place
    assert place.cannot == (() if met else ("Speech", "A pool"))
