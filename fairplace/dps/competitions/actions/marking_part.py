"""Who marks this competition, and the bid at hand: shared by the two actions on marks."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from fairplace.dps.competitions.actions.lock_competition import lock_competition, require_standing
from fairplace.dps.competitions.models import Bid, Competition, Declaration, Evaluator, Mark
from fairplace.dps.competitions.permissions import check_may_mark, person_of
from fairplace.dps.competitions.rules.interests import participation_fault
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.qualification.rules.marking import mark_fault, reason_fault
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


def lock_for_marking(actor: Actor, bid_id: UUID) -> tuple[Competition, Bid]:
    """The competition, locked, and the bid. NotThere for whoever is not one of its evaluators."""
    bid = Bid.objects.filter(id=bid_id).first()
    if bid is None:
        raise NotThere
    competition = lock_competition(bid.competition_id)
    check_may_mark(actor, competition.council_id)
    if not Evaluator.objects.filter(competition=competition, person_id=person_of(actor)).exists():
        raise NotThere
    declared = Declaration.objects.filter(competition=competition, person_id=person_of(actor), duty="evaluator")
    if fault := participation_fault(declared.values_list("has_interest", flat=True).first()):
        raise Refused(fault)
    require_standing(
        competition, CompetitionStanding.EVALUATING, otherwise="Marks cannot be given now: scores have been worked out."
    )
    return competition, bid


def check_mark(competition: Competition, mark: Decimal, reason: str) -> Decimal:
    """Refused beside the field that is wrong. Returns the top mark."""
    statement = content_of(referral_for_bidder(competition.referral_id).category_version_id).statement
    if statement is None:
        raise Refused("This category asks for no statement.")
    if fault := mark_fault(mark, statement.top_mark):
        raise Refused(fault, "mark")
    if fault := reason_fault(reason):
        raise Refused(fault, "reason")
    check_tells_nothing(referral_id=competition.referral_id, texts={"reason": reason})
    return statement.top_mark


def participants(competition: Competition) -> set[UUID]:
    """Evaluators who take part: those without a declared interest."""
    out = Declaration.objects.filter(competition=competition, duty="evaluator", has_interest=True)
    return set(
        Evaluator.objects.filter(competition=competition)
        .exclude(person_id__in=out.values("person_id"))
        .values_list("person_id", flat=True)
    )


def latest_marks(competition: Competition) -> tuple[dict[UUID, dict[UUID, Mark]], dict[UUID, Mark]]:
    """(bid -> person -> their last mark, bid -> the last agreed mark)."""
    own: dict[UUID, dict[UUID, Mark]] = {}
    agreed: dict[UUID, Mark] = {}
    for mark in Mark.objects.filter(competition=competition).order_by("at", "id"):
        if mark.moderated:
            agreed[mark.bid_id] = mark
        else:
            own.setdefault(mark.bid_id, {})[mark.by_id] = mark
    return own, agreed
