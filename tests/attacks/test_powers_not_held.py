"""A15, A16: what somebody may not do, tried by whoever comes nearest to being allowed to, through the pages.

Each with a control: the same clicks in a build in which one check is taken out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from unittest.mock import patch
from uuid import UUID

import psycopg
import pytest
from django.db import IntegrityError, transaction

from fairplace.commands.launcher.roles import Database
from fairplace.dps.competitions.actions import decide_proposal, make_award, marking_part
from fairplace.dps.competitions.actions.declare_interests import declare_interests
from fairplace.dps.competitions.actions.mark_statement import mark_statement
from fairplace.dps.competitions.actions.propose_set_aside import propose_set_aside
from fairplace.dps.competitions.models import Award, Evaluator, Mark, Proposal, Score
from fairplace.dps.competitions.queries.due_award import DueAward, due_award
from fairplace.dps.competitions.rules import record_faults
from fairplace.dps.competitions.rules.awarding import Due
from fairplace.dps.organisations.models import ColleagueInvitation, Duty, Person
from fairplace.dps.placements.models import NamedPreference
from fairplace.dps.referrals.actions import change_weights
from fairplace.dps.referrals.models import Referral
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from tests.attacks.administrator import administering, stop_triggers
from tests.attacks.scene import Scene, signed_in, text
from tests.attacks.test_out_of_turn import REFUSED_WEIGHTS
from tests.dps.competitions.council_side import REASON, Run, content, run
from tests.dps.competitions.published import Bidder
from tests.dps.world import person
from tests.drill.plugin import Figures

Clock = Callable[[datetime | None], None]
MARK = {"mark": "5", "reason": "It answers each outcome, and says who does it and when."}


def awards(made: Run) -> int:
    with audit.transaction_as(made.officer):
        return Award.objects.filter(competition_id=made.competition_id).count()


# --- award without evaluation


@pytest.mark.django_db
@pytest.mark.attack("A15", "an award before the bids are marked, agreed on and scored")
def test_nobody_awards_at_any_step_before_the_scores_are_worked_out_a15_c6(set_clock: Clock, figures: Figures) -> None:
    made = run(set_clock, bidders=2, choice_by="nobody")
    for bidder, price in zip(made.published.bidders, ("80.00", "90.00"), strict=True):
        made.submit(bidder, content(made.published, price=price))
    officer, page = signed_in(made.officer), f"/council/awarding/{made.competition_id}/"
    tried = 0

    def clicks(*pages: str) -> None:
        nonlocal tried
        for one in pages:
            told = officer.post(f"{page}{one}/", {"sure": "on", "bid": str(bid), "because": "It is plain who wins."})
            assert told.status_code in {200, 404, 409}, (one, told.status_code)
            assert awards(made) == 0, one
            tried += 1

    made.open()
    bid = made.bids()[0].id
    clicks("award", "score")
    _mark(made, 0, bid)
    clicks("award", "score")
    for each in made.bids():
        for number in (0, 1):
            _mark(made, number, each.id)
    clicks("award", "score")  # marked by both, not agreed on
    made.mark_all(["5", "4"])
    clicks("award")  # agreed, but nothing is scored
    with (
        transaction.atomic(),
        patch.object(make_award, "require_standing", lambda *_, **__: None),
        patch.object(make_award, "due_award", lambda *_, **given: _due_anyway(made, bid, **given)),
        patch.object(make_award, "move_competition", lambda *_, **__: None),
        patch.object(make_award, "check_reasons", lambda *_: None),
        patch.object(make_award, "give_feedback", lambda *_, **__: None),
    ):
        made.acting(made.officer, make_award.make_award, competition_id=made.competition_id, bid_id=bid)
        naive = awards(made)
        transaction.set_rollback(True)
    made.score()
    assert officer.post(f"{page}award/", {"sure": "on", "bid": str(bid)}).status_code == 302
    assert awards(made) == 1, "and in its turn it is made"
    figures("clicks", tried)
    figures("awards", 0)
    figures.control("made by a build that does not ask where the competition stands", naive)
    assert naive == 1


def _mark(made: Run, evaluator: int, bid: UUID) -> None:
    told = signed_in(made.evaluators[evaluator]).post(f"/council/marking/statement/{bid}/", MARK)
    assert told.status_code == 302, text(told)


def _due_anyway(made: Run, bid: UUID, **given: object) -> DueAward:
    now = due_award(made.competition_id, **given)  # type: ignore[arg-type]
    return replace(now, out={}, must_ask=False, due=Due(str(bid), "first_place"))


# --- one's own bid


@pytest.mark.attack("A15", "one's own bid marked; a person of a provider with powers of a council")
def test_whoever_has_an_interest_or_is_of_a_provider_marks_opens_and_awards_nothing_a15_c3(
    committed_database: Database, admin_url: str, set_clock: Clock, figures: Figures
) -> None:
    """The provider's own people get every duty of a council, straight in the tables; the evaluator is its cousin."""
    made = opened(set_clock)
    bid = made.bid_of(made.published.bidders[0]).id
    own = made.published.bidders[0].actor
    cousin = person(made.published.world.partner_id, "Evaluator C", "evaluator")
    with administering(admin_url, committed_database) as administrator:
        stop_triggers(administrator)
        for role in ("evaluator", "opener", "placement_officer", "council_signatory"):
            administrator.execute(
                "INSERT INTO organisations_duty (id, person_id, role) SELECT gen_random_uuid(), %s, %s",
                [own.person_id, role],
            )
    for one in (own, cousin):
        Evaluator.objects.create(competition_id=made.competition_id, person_id=one.person_id)
    made.acting(
        cousin, declare_interests, competition_id=made.competition_id, duty="evaluator", has_interest=True,
        interest="My cousin runs one of these schools.",
    )  # fmt: skip
    statement = f"/council/marking/statement/{bid}/"
    competition = made.competition_id
    for who, addresses in (
        (own, (statement, f"{statement}agree/", f"/council/opening/{competition}/",
               *(f"/council/awarding/{competition}/{one}/" for one in ("score", "award", "second", "no-award")))),
        (cousin, (statement, f"{statement}agree/")),
    ):  # fmt: skip
        for address in addresses:
            told = signed_in(who).post(address, {**MARK, "sure": "on", "bid": str(bid), "because": "It is the best."})
            assert told.status_code in {200, 404, 409}, (who.name, address, told.status_code)
            figures("clicks", 1)
    assert marks_of(made, own, cousin) == 0
    assert awards(made) == 0
    figures("marks and awards", 0)
    marks = partial(made.acting, cousin, mark_statement, bid_id=bid, mark=Decimal(5), reason=REASON)
    with pytest.raises(Refused, match="interest"):
        marks()
    with patch.object(marking_part, "participation_fault", lambda _: None):
        marks()
    figures.control("marks in a build that does not ask for interests", marks_of(made, cousin))
    assert marks_of(made, cousin) == 1


def opened(set_clock: Clock) -> Run:
    made = run(set_clock, bidders=2, choice_by="nobody")
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published))
    made.open()
    return made


def marks_of(made: Run, *people: Actor) -> int:
    with audit.transaction_as(made.officer):
        return Mark.objects.filter(by_id__in=[one.person_id for one in people]).count()


@pytest.mark.attack("A15", "one's own bid marked; a person of a provider with powers of a council")
def test_nobody_is_given_powers_of_the_other_side_a15_x1(scene: Scene, figures: Figures) -> None:
    """By forged fields of the pages on people; and nobody works for both sides with one address."""
    manager = signed_in(scene.victim.actor)
    before = Duty.objects.count(), ColleagueInvitation.objects.count()
    of_council = ("placement_officer", "evaluator", "opener", "council_signatory", "procurement_officer", "operator")
    mine = scene.victim.signatory.person_id
    for role in of_council:
        invited = {"name": "Dee Double", "email": f"{role}@both.example", "roles": [role, "bid_manager"]}
        for told in (
            manager.post("/provider/people/invite/", invited),
            manager.post(f"/provider/people/{mine}/", {"roles": [role], "reason": "We need it.", "because": "So."}),
        ):
            assert told.status_code in {200, 404}, (role, told.status_code)
            figures("clicks", 1)
    council = signed_in(person(scene.council_id, "Ada Ministers", "administrator"))
    theirs = Person.objects.values_list("email", flat=True).get(id=scene.victim.actor.person_id)
    told = council.post(
        "/council/people/invite/", {"name": "Dee Double", "email": theirs.upper(), "roles": ["evaluator"]}
    )
    assert "already signs in" in text(told)
    assert not Duty.objects.filter(role__in=of_council, person__organisation_id=scene.victim.provider_id).exists()
    assert before[1] == ColleagueInvitation.objects.count()
    figures("powers of a council given", 0)


# --- the same person twice


@pytest.mark.attack("A15", "one's own award, proposal or named place agreed to by oneself")
def test_nobody_agrees_to_their_own_proposal_or_named_place_a15_c6(scene: Scene, figures: Figures) -> None:
    """Even with every role of the council, and by forged numbers; another person does it with one click."""
    officer = scene.run.officer
    _every_role(officer)
    alone = signed_in(officer)
    referral = scene.named.to_agree_referral
    with audit.transaction_as(officer):
        recorded_by = NamedPreference.objects.get(referral_id=referral).recorded_by_id
    assert recorded_by == officer.person_id
    for page in ("agree", "award"):
        told = alone.post(f"/council/referrals/{referral}/named-place/{page}/", {"agrees": "yes", "sure": "on"})
        assert told.status_code in {302, 404, 409}, page
        figures("clicks", 1)
    assert not _agreed(officer, referral)
    figures("own proposals agreed to", 0)


def _every_role(actor: Actor) -> None:
    for role in ("placement_officer", "council_signatory", "evaluator", "opener", "administrator"):
        Duty.objects.get_or_create(person_id=actor.person_id, role=role)


def _agreed(officer: Actor, referral: UUID) -> bool:
    with audit.transaction_as(officer):
        return NamedPreference.objects.get(referral_id=referral).state in {"agreed", "awarded"}


@pytest.mark.attack("A15", "one's own award, proposal or named place agreed to by oneself")
def test_the_award_that_somebody_wants_undone_is_not_undone_by_them_alone_a15_c6(
    committed_database: Database, set_clock: Clock, figures: Figures
) -> None:
    made = opened(set_clock)
    made.mark_all(["5", "4"])
    made.score()
    made.award(made.published.bidders[0])
    proposal = made.acting(
        made.officer, propose_set_aside, competition_id=made.competition_id, outcome="again",
        because="The place told us that it closes.",
    )  # fmt: skip
    alone = signed_in(made.officer)
    page = f"/council/awarding/{made.competition_id}/second/"
    said = {"proposal": str(proposal), "agreed": "yes", "agree": "yes", "because": "I still think so today."}
    for _ in range(2):
        assert alone.post(page, said).status_code in {200, 404, 409}
        figures("clicks", 1)
    assert _decided(made) == 0
    figures("own proposals agreed to", 0)
    with pytest.raises(Refused, match="another person must decide"):
        made.acting(made.officer, decide_proposal.decide_proposal, proposal_id=proposal, agreed=True, because="")
    with (
        patch.object(decide_proposal, "second_person_fault", lambda *_: None),
        psycopg.connect(committed_database.owner_url, autocommit=True) as owner,
    ):
        owner.execute("ALTER TABLE competitions_proposal DROP CONSTRAINT a_second_person_decides")
        made.acting(made.officer, decide_proposal.decide_proposal, proposal_id=proposal, agreed=True, because="")
    naive = _decided(made)
    assert naive == 1
    figures.control("own proposals agreed to where nobody looks who proposed", naive)


def _decided(made: Run) -> int:
    with audit.transaction_as(made.officer):
        return Proposal.objects.filter(competition_id=made.competition_id, decided_at__isnull=False).count()


# --- A16


@pytest.mark.django_db
@pytest.mark.attack("A16", "a bid with core costs above those carried over, sealed past every page")
def test_a_bid_whose_core_costs_were_raised_past_every_page_is_never_scored_a16_q7(
    set_clock: Clock, figures: Figures
) -> None:
    made = run(set_clock, bidders=3, choice_by="nobody")
    cheat, *honest = made.published.bidders
    made.submit(cheat, content(made.published, price="100.01"))
    for bidder in honest:
        made.submit(bidder, content(made.published, price="100.00"))
    made.open()
    made.mark_all(["5", "4", "3"][: len(made.bids())])
    with transaction.atomic(), patch.object(record_faults, "core_cost_fault", lambda *_: None):
        made.score()
        naive = int(total_of(made, cheat) is not None)
        transaction.set_rollback(True)
    made.score()
    (raised,) = [bid for bid in made.bids() if bid.provider_id == cheat.provider_id]
    assert total_of(made, cheat) is None
    assert "core cost" in raised.excluded_because
    assert all(total_of(made, bidder) is not None for bidder in honest)
    figures("raised by a penny a week", 1)
    figures("scored", 0)
    figures.control("scored by a build without the rule", naive)
    assert naive == 1


def total_of(made: Run, bidder: Bidder) -> Decimal | None:
    bid = made.bid_of(bidder)
    with audit.transaction_as(made.officer):
        return Score.objects.values_list("total", flat=True).filter(bid=bid).first()


@pytest.mark.attack("A16", "price and quality weights outside what is allowed, through the page")
def test_control_a_build_that_trusts_the_page_s_form_takes_such_weights_a16(scene: Scene, figures: Figures) -> None:
    """The action's rule is taken out; the database's own keeps the price weight, which is not all of it."""
    officer = signed_in(scene.run.officer)
    address = f"/council/referrals/{scene.draft_referral}/weights/"
    names = ("outcomes", "needs", "features", "location", "competency")
    before, taken = _weights(scene), 0
    with (
        patch.object(change_weights, "weight_faults", lambda *_: []),
        patch("fairplace.web.council.referrals.weights.weight_faults", lambda *_: []),
    ):
        for price, parts in REFUSED_WEIGHTS:
            officer.post(address, {"price_weight": price, **dict(zip(names, parts.split(), strict=True))})
            taken += _weights(scene) != before
            Referral.objects.filter(id=scene.draft_referral).update(price_weight=before[0], quality_weights=before[1])
    assert taken
    figures("weights refused", len(REFUSED_WEIGHTS))
    figures.control("taken by a build without the rule", taken)
    for price in ("29.99", "70.01"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Referral.objects.filter(id=scene.draft_referral).update(price_weight=Decimal(price))


def _weights(scene: Scene) -> tuple[Decimal | None, dict[str, str]]:
    found = Referral.objects.get(id=scene.draft_referral)
    return found.price_weight, found.quality_weights
