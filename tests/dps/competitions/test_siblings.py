"""R2, rule 0: two brothers and sisters from the invitation to two agreements; another category answers too (§7.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.competitions.actions.cancel_competition import cancel_competition
from fairplace.dps.competitions.actions.publish_competition import publish_competition
from fairplace.dps.competitions.actions.reissue_competition import reissue_competition
from fairplace.dps.competitions.models import (
    Bid,
    Evaluator,
    PlainAccount,
    Scorecard,
)
from fairplace.dps.competitions.queries.bid_terms import bid_terms
from fairplace.dps.competitions.queries.family_account import account_for_officer
from fairplace.dps.competitions.queries.feedback import feedback_for
from fairplace.dps.competitions.rules.bid_content import BidContent
from fairplace.dps.competitions.rules.bid_faults import BidTerms, faults
from fairplace.dps.placements.models import PlacementAgreement
from fairplace.dps.qualification.models import Discount
from fairplace.dps.referrals.actions.change_categories import change_categories
from fairplace.dps.referrals.actions.change_identity import change_identity
from fairplace.dps.referrals.queries.child import read_identity
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from tests.dps.competitions.council_side import Run
from tests.dps.competitions.published import Bidder, Published, joined_bidder
from tests.dps.competitions.writing import save, say_will_bid, submit
from tests.dps.referrals.written import Market, make_team, write_siblings
from tests.dps.world import AT, World, make_world
from tests.spoken import spoken

pytestmark = pytest.mark.django_db
SetClock = Callable[[datetime | None], None]
HOME_COSTS = {"matching": Decimal(1500), "premises": Decimal(300)}


@dataclass
class Siblings:
    run: Run
    school: Bidder
    home: Bidder


def _published(set_clock: SetClock, several: str = "sibling") -> Siblings:
    set_clock(AT)
    world: World = make_world()
    officer = world.people["partner_officer"]
    schools, homes = Market(world), Market(world, name="Harbour Homes", company="07654321")
    school = schools.line()
    home = homes.line(category="residential", placement_kinds=["residential"], core_costs=HOME_COSTS)
    for line in (school, home):
        Discount.objects.create(line_id=line, kind="sibling", from_children=2, percent=Decimal("7.5"))
        Discount.objects.create(line_id=line, kind="sibling", from_children=3, percent=Decimal("10"))
    team = make_team(world.partner_id)
    residential = world.category("residential")
    with audit.transaction_as(officer):
        referral = write_siblings(world, officer, several=several)
        change_categories(actor=officer, referral_id=referral, others=[(residential.id, "residential")], at=AT)
        if several == "cohort":
            _two_families(officer, referral)
        competition = publish_competition(
            actor=officer, referral_id=referral, privacy_reason="Nobody can be told.", at=AT,
            **team.named,  # type: ignore[arg-type]
        )  # fmt: skip
    made = Published(world, officer, competition, referral, team.openers, [], ())
    bidders = [joined_bidder(schools, school, competition, "School"), joined_bidder(homes, home, competition, "School")]
    made.bidders.extend(bidders)
    assert Evaluator.objects.filter(competition=competition).count() == 2
    return Siblings(Run(made, team.evaluators, set_clock), *bidders)


def _two_families(officer: Actor, referral: UUID) -> None:
    told: dict[str, Any] = {"actor": officer, "referral_id": referral, "at": AT, "home_postcode": "GU2 7XH"}
    change_identity(
        **told, full_name="Maya Penhallow", date_of_birth=date(2017, 5, 14), called="Maya",
        choice_by="nobody", family_name="Ros", family_email="ros@family.example", family_phone="",
    )  # fmt: skip
    change_identity(
        **told, child=2, full_name="Tom Orchard", date_of_birth=date(2014, 3, 9), called="our Tom",
        choice_by="", family_name="Jo", family_email="jo@family.example", family_phone="",
    )  # fmt: skip


def _terms(bidder: Bidder) -> BidTerms:
    with audit.transaction_as(bidder.actor):
        return bid_terms(bidder.actor, bidder.invitation_id)


def _content(bidder: Bidder, **changes: Any) -> BidContent:
    terms = _terms(bidder)
    needs = tuple(need.code for need in terms.needs)
    told: dict[str, Any] = {
        "needs_met": needs,
        "features_met": tuple(one.code for one in terms.features),
        "how": dict.fromkeys(needs, "With a therapist."),
        "statement": "Together, from the first day.",
        "core_costs": terms.carried_by_heading,
        "priced_needs": {"child-2--speech-and-language": Decimal("55.55")},
        "discount_percent": terms.least_discount,
        **changes,
    }
    return BidContent(**told)


def _bid(bidder: Bidder, **changes: Any) -> BidContent:
    code = say_will_bid(bidder, AT)
    draft = save(bidder, code, _content(bidder, **changes), AT)
    return submit(bidder, code, draft.edition, AT)


def test_r2_terms_carry_every_heading_once_for_each_child_in_the_lines_own_category(set_clock: SetClock) -> None:
    made = _published(set_clock)
    school, home = _terms(made.school), _terms(made.home)
    assert [cost.heading for cost in home.carried] == [
        "child-1--matching", "child-1--premises", "child-2--matching", "child-2--premises",
    ]  # fmt: skip
    assert {cost.heading for cost in school.carried} == {
        f"child-{child}--{heading}" for child in (1, 2) for heading in ("core-staffing", "premises")
    }
    assert [need.code for need in home.needs] == [need.code for need in school.needs], "the leading category's"
    assert (school.children, school.least_discount) == (2, Decimal("7.5"))
    lacking = _content(made.school, core_costs={"child-1--premises": Decimal(200)})
    assert {fault.field for fault in faults(lacking, school)} == {
        "cost_child-1--core-staffing", "cost_child-2--core-staffing", "cost_child-2--premises",
    }  # fmt: skip


def test_q7_the_carried_discount_may_be_raised_never_lowered(set_clock: SetClock) -> None:
    made = _published(set_clock)
    code = say_will_bid(made.school, AT)
    with pytest.raises(Refused) as refused:
        save(made.school, code, _content(made.school, discount_percent=Decimal("7.49")), AT)
    assert refused.value.field == "discount_percent"
    assert "Your discount for 2 children is 7.5 per cent" in refused.value.sentence
    saved = save(made.school, code, _content(made.school, discount_percent=Decimal(9)), AT)
    assert submit(made.school, code, saved.edition, AT).discount_percent == 9


def test_r2_c3_k1_one_award_for_all_and_an_agreement_for_each(set_clock: SetClock) -> None:
    made = _published(set_clock)
    run = made.run
    _bid(made.school)
    _bid(made.home, priced_needs={})
    set_clock(None)
    closes = AT + timedelta(days=60)
    run.open(closes)
    run.mark_all(["5", "3"])
    run.score()
    with audit.transaction_as(run.officer):
        record = Scorecard.objects.get(competition=run.competition_id).record
        bids = {bid.provider_id: bid for bid in Bid.objects.filter(competition=run.competition_id)}
    total = (Decimal("2200") + Decimal("55.55")) * Decimal("0.925")
    assert bids[made.school.provider_id].weekly_price == total.quantize(Decimal("0.01")) == Decimal("2086.38")
    assert bids[made.home.provider_id].weekly_price == Decimal("3330.00")
    codes = [need["code"] for need in record["referral"]["needs"]]
    assert codes == [
        "child-1--speech-and-language", "child-1--occupational-therapy",
        "child-2--speech-and-language", "child-2--autism-specialist",
    ]  # fmt: skip
    assert {cost["heading"] for cost in record["bids"][0]["core_costs"]} == {
        cost.heading for cost in (_terms(made.school) if record["bids"][0]["id"] == bids[
            made.school.provider_id].label else _terms(made.home)).carried
    }  # fmt: skip
    award = run.award(made.school)
    run.acting(made.school.actor, accept_award, award_id=award)
    with audit.transaction_as(run.officer):
        agreements = list(PlacementAgreement.objects.filter(award_id=award).order_by("child"))
        assert [one.weekly_price for one in agreements] == [Decimal("1017.50"), Decimal("1068.88")]
        assert sum(one.weekly_price for one in agreements) == Decimal("2086.38")
        assert [one.reference[-2:] for one in agreements] == ["-1", "-2"]
        account = account_for_officer(run.officer, run.competition_id)
        assert account.called == "Maya and Tom"
        assert account.account is not None
        assert [need.name for need in account.account.place.needs][1:3] == [
            "Maya: Occupational therapy", "Tom: Speech and language therapy",
        ]  # fmt: skip
        assert account.families == (1,)
    with audit.transaction_as(made.school.actor):
        referral = made.run.published.referral_id
        names = [
            read_identity(actor=made.school.actor, referral_id=referral, child=child).full_name for child in (1, 2)
        ]
        assert names == ["Maya Penhallow", "Tom Penhallow"]
    with audit.transaction_as(made.home.actor):
        told = feedback_for(made.home.actor, bids[made.home.provider_id].id)
        assert told is not None
        assert (told.content["category"], told.content["winner"]["category"]) == (
            run.published.world.category("residential").name, "Special educational needs",
        )  # fmt: skip


def test_c12_each_family_of_a_cohort_is_told_of_its_own_child_alone(set_clock: SetClock) -> None:
    made = _published(set_clock, "cohort")
    run = made.run
    _bid(made.school)
    run.open(AT + timedelta(days=60))
    run.mark_all(["5"])
    run.score()
    award = run.award(made.school)
    run.acting(made.school.actor, accept_award, award_id=award)
    with audit.transaction_as(run.officer):
        assert PlainAccount.objects.filter(award_id=award).count() == 2
        first = account_for_officer(run.officer, run.competition_id)
        second = account_for_officer(run.officer, run.competition_id, 2)
    assert first.account is not None
    assert second.account is not None
    assert len(second.account.place.needs) == 2
    assert "Occupational therapy" not in {need.name for need in second.account.place.needs}
    assert {need.name for need in first.account.place.needs} == {"Speech and language therapy", "Occupational therapy"}
    assert (first.called, second.called, first.families) == ("Maya", "our Tom", (1, 2))
    assert second.account.place.statement == "", "it is about other families' children too"


def test_r2_pages_of_the_bidder_speak_of_each_child(set_clock: SetClock) -> None:
    made = _published(set_clock)
    client = Client()
    client.force_login(get_user_model().objects.get(pk=made.home.actor.person_id))
    at = f"/provider/referrals/{made.home.invitation_id}/"
    shown = client.get(at).content.decode()
    for words in (
        "2 brothers and sisters",
        "Child 2: 11 to 13 years, boy",
        "near one another",
        "Your place is asked as",
        "We will keep these children’s stories confidential",
    ):
        assert words in shown, words
    client.post(f"{at}answer/", {"answer": "will_bid", "confidential": "on"})
    page = client.get(f"{at}bid/").content.decode()
    for words in ("Carried over: 7.5 % for 2 brothers and sisters", "Child 2, a week", "once for each", "£3,600.00"):
        assert words in page, words
    assert 'name="cost_child-2--premises"' in page
    story = spoken(client.get(f"{at}story/").content.decode())
    assert "Draws maps." in story
    assert "Tom" not in story


def test_r9_r2_brothers_and_sisters_are_issued_again_with_each_child_and_the_other_category(
    set_clock: SetClock,
) -> None:
    published = _published(set_clock).run.published
    officer, earlier = published.officer, published.referral_id
    with audit.transaction_as(officer):
        cancel_competition(actor=officer, competition_id=published.competition_id, because="Too narrow.", at=AT)
        again = reissue_competition(
            actor=officer, competition_id=published.competition_id, because="A wider limit.", at=AT
        )
        was = referral_for_council(actor=officer, referral_id=earlier)
        now = referral_for_council(actor=officer, referral_id=again)
        assert [(one.number, one.age, one.gender) for one in now.children] == [
            (one.number, one.age, one.gender) for one in was.children
        ]
        assert len(now.children) == 2
        assert [(one.child, one.code, one.marks) for one in now.needs] == [
            (one.child, one.code, one.marks) for one in was.needs
        ]
        assert [one.id for one in now.other_categories] == [one.id for one in was.other_categories]
        for child in (1, 2):
            names = [read_identity(actor=officer, referral_id=of, child=child).full_name for of in (earlier, again)]
            assert names[0] == names[1]
