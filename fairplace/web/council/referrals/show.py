"""One referral after publication: where it stands, who answered what, everything that happened, the next click."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.queries.closing_changes import closing_moves
from fairplace.dps.competitions.queries.council_competition import CouncilCompetition, competition_of
from fairplace.dps.competitions.queries.newcomers import steps_wider
from fairplace.dps.competitions.queries.questions import waiting_questions
from fairplace.dps.competitions.queries.working_day import STANDSTILL
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.working_day import Stage, stage_of
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.apart import referrals_apart
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.queries.reissues import issued_again_as, issued_before_as
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.rules import eligibility
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding
from fairplace.web.components.formats import counted, day
from fairplace.web.components.rows import Fact
from fairplace.web.council.referrals.names import must_not_see_names
from fairplace.web.council.referrals.reissue import REISSUABLE
from fairplace.web.council.referrals.stages import next_action, status_of
from fairplace.web.council.referrals.story_of_events import entries_of
from fairplace.web.council.referrals.summary import fact_sections
from fairplace.web.page import Audience, PageRequest, page, render

UNMARKED = frozenset({"open", "opening", "no_compliant_bid", "evaluating", "price_questioned"})
CANCELLABLE = UNMARKED
SECOND_PERSON = frozenset({"no_compliant_bid", "price_questioned", "awarded"})
"""States in which something may wait for a second person, who finds it from here."""
READERS = (Role.PLACEMENT_OFFICER, Role.COUNCIL_SIGNATORY)
SCORED = frozenset({"scored", "with_family", "to_award", "awarded", "accepted", "no_award"})


@page(Audience.COUNCIL, roles=READERS)
def show(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = referral_for_council(actor=request.actor, referral_id=referral_id)
    competition = competition_of(actor=request.actor, referral_id=referral_id)
    writes = request.actor.holds(Role.PLACEMENT_OFFICER.value)
    if row.state == "draft" and writes:
        return redirect("council:referrals:write", referral_id=referral_id)
    standing = CompetitionStanding(competition.state) if competition else None
    closes_at = competition.closes_at if competition else None
    nothing_left = competition.nothing_left if competition else ""
    stage = stage_of(ReferralStanding(row.state), standing, closes_at, request.now, nothing_left)
    state = competition.state if competition else row.state
    standstill = competition is not None and _in_standstill(competition, request.now)
    told = STANDSTILL if standstill else nothing_left or state
    action = next_action(stage, request.actor, row.id, competition.id if competition else None, told)
    blind = must_not_see_names(request.actor, competition)
    return render(
        request,
        "web/council/referrals/show.jinja",
        referral=row,
        competition=competition,
        stage=stage,
        status=status_of(stage, told),
        action=action,
        standstill=standstill,
        acts=not nothing_left and stage not in {Stage.WAITING, Stage.FINISHED} and action.href != request.path,
        at_a_glance=_at_a_glance(row.start_on, competition, row.radius_miles),
        sections=fact_sections(row, may_change=False),
        reasons=_reasons(competition),
        writes=writes,
        proposed=_proposed(row, competition, request.now) if writes else None,
        may_widen=writes and _open(competition, request.now),
        may_cancel=writes and state in CANCELLABLE,
        may_extend=writes and stage is Stage.WAITING,
        questions=waiting_questions(competition.id) if competition and writes else 0,
        before=issued_before_as(row.id),
        again=issued_again_as(row.id),
        apart=referrals_apart(row.id),
        may_reissue=writes and state in REISSUABLE,
        moves=closing_moves(competition.id) if competition else [],
        second=state in SECOND_PERSON,
        scored=writes and state in SCORED,
        blind=blind,
        timeline_entries=[] if blind else entries_of(referral_id, sealed=standing is CompetitionStanding.OPEN),
    )


def _proposed(row: CouncilReferral, competition: CouncilCompetition | None, now: datetime) -> tuple[int, int] | None:
    """The next wider limit and how many it adds, where too few are invited or will bid (R4)."""
    if competition is None or not row.has_identity or not _open(competition, now):
        return None
    whole = competition.closes_at - competition.published_at
    if not eligibility.too_few_will_bid(
        invited=len(competition.invited),
        cannot=competition.cannot,
        will_bid=competition.will_bid,
        suitable_number=content_of(row.category_version_id).suitable_number,
        time_left=(competition.closes_at - now) / whole,
    ):
        return None
    return next(iter(steps_wider(competition.id, row)), None)


def _open(competition: CouncilCompetition | None, now: datetime) -> bool:
    return competition is not None and competition.state == "open" and now < competition.closes_at


def _in_standstill(competition: CouncilCompetition, now: datetime) -> bool:
    awarded = competition.state == CompetitionStanding.AWARDED.value
    return awarded and competition.accept_from is not None and now < competition.accept_from


def _at_a_glance(start_on: object, competition: CouncilCompetition | None, radius: int | None) -> list[Fact]:
    told = [Fact("Starts", day(start_on) if start_on else "Not said")]  # type: ignore[arg-type]
    if competition is None:
        return told
    invited = len(competition.invited)
    return [
        Fact("Invited", counted(invited, "place"), f"within {radius} miles"),
        Fact("Read", f"{competition.read} of {invited}", "opened by somebody who signed in"),
        Fact("Answered", f"{competition.answered} of {invited}", f"{competition.will_bid} will bid"),
        *told,
    ]


def _reasons(competition: CouncilCompetition | None) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Why others are not invited, by their last row in the snapshot: heading, sentence, places."""
    if competition is None:
        return []
    return [
        (
            eligibility.heading(reason),
            eligibility.sentence(reason),
            [(row.establishment, row.distance_band) for row in competition.not_invited if reason in row.reasons],
        )
        for reason in eligibility.stored_reasons(competition.reasons)
    ]
