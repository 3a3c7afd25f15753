"""Tables of referrals: private to this area."""

from fairplace.dps.referrals.models.child_identity import ChildIdentity
from fairplace.dps.referrals.models.child_story import ChildStory
from fairplace.dps.referrals.models.disclosure import Disclosure
from fairplace.dps.referrals.models.family_reading import CommentReply, FamilyComment, FamilyReading
from fairplace.dps.referrals.models.incentive import Incentive
from fairplace.dps.referrals.models.referral import Referral
from fairplace.dps.referrals.models.referral_approval import ApprovalRule, ReferralApproval
from fairplace.dps.referrals.models.referral_item import ReferralItem
from fairplace.dps.referrals.models.referral_outcome import ReferralOutcome
from fairplace.dps.referrals.models.referral_state import ReferralState

__all__ = [
    "ApprovalRule",
    "ChildIdentity",
    "ChildStory",
    "CommentReply",
    "Disclosure",
    "FamilyComment",
    "FamilyReading",
    "Incentive",
    "Referral",
    "ReferralApproval",
    "ReferralItem",
    "ReferralOutcome",
    "ReferralState",
]
