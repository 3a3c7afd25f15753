"""A place that is suspended, or leaves the system, between opening and award is out of every competition (A3)."""

from __future__ import annotations

from uuid import UUID

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.exclude_bid import exclude_bid
from fairplace.dps.competitions.actions.lock_competition import for_the_council, lock_competition, standing_of
from fairplace.dps.competitions.actions.move_competition import move_competition
from fairplace.dps.competitions.actions.settle_competition import settle_competition
from fairplace.dps.competitions.actions.tell_people import tell_officers
from fairplace.dps.competitions.models import Bid, Competition, FamilyChoice, Invitation
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.qualification.queries.line_states import line_states
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.audit import RecordedEvent
from fairplace.foundations.kernel.actor import Actor

_S = CompetitionStanding
_UNSCORED = (_S.NO_COMPLIANT_BID, _S.EVALUATING, _S.PRICE_QUESTIONED)
_SCORED = (_S.SCORED, _S.WITH_FAMILY, _S.TO_AWARD)
_LEFT = "A place on the page can no longer be had."


def when_line_leaves(*, actor: Actor, event: RecordedEvent) -> None:
    """Before the scores are shown they are worked out without it; after that they stand, and it cannot be awarded
    (rule 9). A reinstatement brings back no bid that was opened. An award that is made stands: its council is told.
    """
    live = [state.value for state in (*_UNSCORED, *_SCORED, _S.AWARDED)]
    found = Invitation.objects.filter(line_id=event.subject_id, competition__state__in=live).order_by("competition_id")
    with audit.over_all_organisations():  # whose competitions they are
        held = [lock_competition(one) for one in list(found.values_list("competition_id", flat=True))]
    for competition in held:
        with audit.transaction_as(for_the_council(competition)):
            _exclude(competition, event)


def _exclude(competition: Competition, event: RecordedEvent) -> None:
    council, state = for_the_council(competition), standing_of(competition)
    bid = Bid.objects.filter(competition=competition, invitation__line_id=event.subject_id, excluded_because="").first()
    if bid is None or state not in {*_UNSCORED, *_SCORED, _S.AWARDED}:
        return
    word = line_states([event.subject_id])[event.subject_id].label.lower()
    reference = referral_for_bidder(competition.referral_id).reference
    key = f"bid-out:{bid.id}:{event.id}"
    if state is _S.AWARDED:
        tell_officers(
            competition.council_id,
            key=key,
            subject=f"A place was {word} after the bids were opened: {reference}",
            body=f"A place that bid for {reference} was {word}. If the award was made to it, the award stands unless"
            " you set it aside with a second person.",
        )
        return
    exclude_bid(competition, bid, f"The place was {word} on the system before the award.", actor=council)
    if state in _SCORED:
        _go_on(competition, bid.id, council, event)
    tell_officers(
        competition.council_id,
        key=key,
        subject=f"A bid is excluded: {reference}",
        body=f"A place that bid for {reference} was {word} on the system, so its bid is excluded. Fairplace shows what"
        " comes next.",
    )


def _go_on(competition: Competition, bid_id: UUID, council: Actor, event: RecordedEvent) -> None:
    """The family is asked again where it was choosing a place that is out; otherwise the published rules go on."""
    if standing_of(competition) is _S.WITH_FAMILY:
        choice = (
            FamilyChoice.objects.select_for_update()
            .filter(competition=competition, answered_at__isnull=True, ended_because="")
            .first()
        )
        if choice is None or str(bid_id) not in choice.bids:
            return
        choice.ended_because = _LEFT
        choice.revoked_at = event.at
        choice.code_sha256 = None
        choice.save(update_fields=["ended_because", "revoked_at", "code_sha256"])
        audit.record(
            actor=council,
            kind=events.FAMILY_CHOICE_ENDED,
            subject=choice,
            about=competition.referral_id,
            because=_LEFT,
        )
        move_competition(competition, _S.TO_AWARD, actor=council, at=event.at, because=_LEFT)
    settle_competition(competition, actor=council, at=event.at)
