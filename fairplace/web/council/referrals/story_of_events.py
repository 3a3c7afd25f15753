"""The timeline of a referral: each event as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from uuid import UUID

from fairplace.dps.organisations.queries.people import names_of, organisation_names
from fairplace.foundations.audit import TimelineRow, timeline
from fairplace.web.components.formats import counted, listed, moment, sentence
from fairplace.web.components.rows import TimelineEntry, Tone

TITLES: Mapping[str, str] = {
    "referrals.referral_started": "Started",
    "referrals.referral_changed": "Changed",
    "referrals.referral_published": "Published",
    "referrals.referral_cancelled": "Cancelled",
    "referrals.referral_reissued": "Issued again",
    "referrals.referral_closed": "Closed",
    "referrals.privacy_warning_overridden": "Published over a privacy warning",
    "referrals.story_read": "The story was read",
    "referrals.identity_read": "The child’s details were read",
    "referrals.disclosure_given": "More was disclosed to a provider",
    "referrals.disclosure_ended": "Disclosure ended for those who did not win",
    "referrals.approval_asked": "A second person was asked to approve it",
    "referrals.referral_approved": "A second person approved it",
    "referrals.reading_sent": "The family was asked to check what is written",
    "referrals.reading_revoked": "A family’s link was ended",
    "referrals.reading_code_sent": "A code was sent to the family",
    "referrals.reading_opened": "The family opened what is written",
    "referrals.comments_given": "The family said what they think of it",
    "referrals.comments_read": "The family’s comments were read",
    "referrals.comment_replied": "A comment of the family was replied to",
    "referrals.referral_placed": "A place that the family named was awarded directly",
    "placements.preference_recorded": "A place that the family names was recorded",
    "placements.preference_changed": "What was recorded of the named place was changed",
    "placements.preference_read": "The record of the named place was read",
    "placements.place_asked": "The named place was asked",
    "placements.place_link_sent": "The named place was sent a new link",
    "placements.place_link_revoked": "The link of the named place was ended",
    "placements.place_code_sent": "A code was sent to the named place",
    "placements.place_opened": "The named place opened its page",
    "placements.place_promised": "The named place promised confidentiality",
    "placements.place_reminded": "The named place was reminded",
    "placements.place_answered": "The named place answered",
    "placements.agreeing_asked": "A second person was asked to agree to a direct award",
    "placements.preference_agreed": "A second person agreed to a direct award",
    "placements.preference_sent_back": "The direct award was sent back",
    "placements.preference_ended": "The named place was not followed further",
    "placements.direct_award_made": "Awarded directly",
    "placements.agreement_made": "The agreement was made",
    "placements.agreement_read": "The agreement was read",
    "placements.agreement_signed": "The agreement was signed",
    "competitions.competition_published": "Competition opened",
    "competitions.invitation_sent": "Invitations sent",
    "competitions.limit_widened": "The limit was widened",
    "competitions.opted_in": "A place opted in",
    "competitions.eligibility_added": "A place joined or came back while bids were open",
    "competitions.invitation_read": "An invitation was read",
    "competitions.invitation_answered": "An invitation was answered",
    "competitions.invited_reminded": "Those invited were reminded",
    "audit.child_data_read": "The child’s data were read",
    "competitions.interests_declared": "Interests declared",
    "competitions.opener_replaced": "An opener handed over to another",
    "competitions.openers_short": "Too few openers are left: nobody can open these bids",
    "competitions.opening_key_turned": "An opener turned their key",
    "competitions.bids_opened": "The bids were opened",
    "competitions.opened_by_one": "One opener opened the bids with the system’s timed share, out of hours",
    "competitions.bid_revealed": "A bid was revealed",
    "competitions.bid_set_aside": "A bid was set aside",
    "competitions.opening_refused": "An opening was refused",
    "competitions.no_bid_compliant": "No bid met every essential item",
    "competitions.essentials_waived": "“Essential” was dropped from every item, for all bidders",
    "competitions.proposal_made": "A second person was asked to agree",
    "competitions.proposal_decided": "The second person decided",
    "competitions.price_questioned": "A bidder was asked to explain its price",
    "competitions.price_explained": "A bidder explained its price",
    "competitions.price_accepted": "A price was accepted as explained",
    "competitions.award_set_aside": "The award was set aside",
    "competitions.bid_excluded": "A bid was excluded",
    "competitions.evaluator_appointed": "Another evaluator was named",
    "competitions.statement_marked": "A statement was marked",
    "competitions.statement_moderated": "A mark was agreed",
    "competitions.bids_scored": "The bids were scored",
    "competitions.family_asked": "The family was asked to choose",
    "competitions.family_page_viewed": "The family looked at the choice",
    "competitions.family_code_sent": "A code was sent to the family",
    "competitions.family_answered": "The family answered",
    "competitions.family_choice_ended": "The family’s choice ended",
    "competitions.family_account_sent_again": "The family was sent its account by a new link",
    "competitions.family_account_link_ended": "The link to the family’s account was ended",
    "competitions.lots_drawn": "Lots were drawn",
    "competitions.cover_asked_for": "A provider was asked for the insurance it promised",
    "competitions.award_made": "Awarded",
    "competitions.standstill_ended": "The standstill ended: the award can be accepted",
    "competitions.award_accepted": "The award was accepted",
    "competitions.award_declined": "The award was declined",
    "competitions.feedback_given": "Feedback was given to every bidder",
    "competitions.feedback_read": "Feedback was read",
    "competitions.competition_ended_without_award": "Ended without an award",
    "competitions.question_answered": "A question was answered for everyone",
    "competitions.closing_moved": "More time to bid",
    "competitions.competition_cancelled": "Competition cancelled",
}
# Before the opening nobody may learn from a timeline who has lodged a bid, nor how many (C2).
CHANGED = "referrals.referral_changed"
HIDDEN = frozenset({"competitions.slot_resealed", "competitions.question_asked", "referrals.referral_widened"})
# While bids are open: the minute in which somebody read it could tell who asked a question (R7).
HIDDEN_WHILE_OPEN = HIDDEN | {"competitions.invitation_read"}
PARTS = {
    "kind": "the kind of place",
    "facts": "age, start and urgency",
    "needs": "needs and features",
    "outcomes": "outcomes",
    "child": "the child’s details",
    "story": "their story",
    "weights": "weights",
    "limit": "the distance",
    "categories": "the categories",
    "children": "how many children",
    "plan": "the plan",
    "attachments": "files",
    "incentive": "the premium",
}
_ANSWERS = {"will_bid": "Will bid", "cannot": "Cannot"}
_TONES: Mapping[str, Tone] = {
    "referrals.privacy_warning_overridden": "warning",
    "competitions.bids_opened": "active",
    "competitions.opened_by_one": "warning",
    "competitions.openers_short": "bad",
    "competitions.award_set_aside": "warning",
    "competitions.award_accepted": "good",
    "competitions.award_declined": "warning",
    "competitions.competition_cancelled": "bad",
}


def entries_of(referral_id: UUID, *, sealed: bool = False) -> list[TimelineEntry]:
    """Newest first, with names. Runs of the same change by the same person are told once. sealed: bids are open."""
    hidden = HIDDEN_WHILE_OPEN if sealed else HIDDEN
    rows = [row for row in timeline(about=referral_id) if row.kind not in hidden]
    people = names_of(filter(None, {row.actor_id for row in rows}))
    organisations = organisation_names(filter(None, {row.organisation_id for row in rows}))
    told = []
    for _, run in groupby(rows, key=lambda row: (row.kind, row.actor_id, row.organisation_id)):
        by_text = {_text(row): row for row in run}
        if CHANGED in {row.kind for row in by_text.values()}:
            by_text = {f"In {listed(list(by_text))}.": list(by_text.values())[-1]}
        told += [_entry(row, text, people, organisations) for text, row in by_text.items()]
    return told[::-1]


def _entry(row: TimelineRow, text: str, people: Mapping[UUID, str], organisations: Mapping[UUID, str]) -> TimelineEntry:
    person = people.get(row.actor_id, "") if row.actor_id else ""
    organisation = organisations.get(row.organisation_id, "") if row.organisation_id else ""
    return TimelineEntry(
        at=row.at,
        title=TITLES.get(row.kind, row.kind.partition(".")[2].replace("_", " ").capitalize()),
        by=", ".join(filter(None, (person, organisation))) or "Fairplace",
        text=text,
        tone=_TONES.get(row.kind, ""),
    )


def _text(row: TimelineRow) -> str:
    told = row.payload
    if row.kind == CHANGED:
        return PARTS.get(str(told.get("part")), "one part")
    if row.kind == "competitions.competition_published":
        return f"{told.get('eligible')} could be invited, {told.get('not_eligible')} could not."
    if row.kind == "competitions.limit_widened":
        return f"From {told.get('from_miles')} to {told.get('to_miles')} miles, {told.get('invited')} more invited."
    if row.kind == "competitions.invited_reminded":
        number = counted(int(str(told.get("invitations"))), "place")
        who = "had not read it" if told.get("reminder") == "unread" else "said that they will bid"
        return f"{sentence(number)} that {who}."
    if row.kind == "competitions.closing_moved":
        return f"Bids close on {moment(datetime.fromisoformat(str(told.get('became'))))}."
    if row.kind == "competitions.invitation_answered":
        return f"{_ANSWERS.get(str(told.get('answer')), '')}."
    return ""
