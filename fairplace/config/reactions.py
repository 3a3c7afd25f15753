"""The one table of reactions: an earlier fact -> what later areas do about it, in the same transaction.

No signals. A reaction is a callable `(*, actor, event)`; `audit.record` runs it after inserting the event.
"""

from __future__ import annotations

from fairplace.dps.competitions import events as competitions
from fairplace.dps.competitions import jobs as competitions_jobs
from fairplace.dps.competitions.actions import exclude_suspended, follow_line, keep_openers
from fairplace.dps.market import events as market
from fairplace.dps.organisations import events as organisations
from fairplace.dps.placements import events as placements
from fairplace.dps.placements.actions import hand_over, make_agreement
from fairplace.dps.qualification import events as qualification
from fairplace.dps.qualification import jobs as qualification_jobs
from fairplace.dps.qualification.actions import ask_for_acceptance
from fairplace.dps.transparency import jobs as transparency
from fairplace.foundations.audit import Reaction

REACTIONS: dict[str, tuple[Reaction, ...]] = {
    organisations.COUNCIL_MERGED: (hand_over.when_council_merged,),
    organisations.ROLES_CHANGED: (keep_openers.when_roles_changed,),
    organisations.PERSON_SWITCHED_OFF: (keep_openers.when_switched_off,),
    market.TERMS_PUBLISHED: (ask_for_acceptance.when_terms_published,),
    qualification.ROUND_RELEASED: (qualification_jobs.when_round_released,),
    qualification.LINE_ACCREDITED: (competitions_jobs.when_line_accredited,),
    qualification.LINE_REINSTATED: (competitions_jobs.when_line_reinstated,),
    qualification.LINE_SUSPENDED: (follow_line.when_line_suspended, exclude_suspended.when_line_leaves),
    qualification.LINE_LEFT: (follow_line.when_line_gone, exclude_suspended.when_line_leaves),
    qualification.LINE_REMOVED: (follow_line.when_line_gone, exclude_suspended.when_line_leaves),
    competitions.AWARD_ACCEPTED: (make_agreement.when_award_accepted, transparency.when_award_accepted),
    placements.DIRECT_AWARD_MADE: (transparency.when_direct_award_made,),
    placements.AGREEMENT_SIGNED: (transparency.when_agreement_signed,),
}
