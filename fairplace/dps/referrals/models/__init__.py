"""Tables of referrals: private to this area."""

from fairplace.dps.referrals.models.attachment import Attachment
from fairplace.dps.referrals.models.child_identity import ChildIdentity
from fairplace.dps.referrals.models.child_story import ChildStory
from fairplace.dps.referrals.models.disclosure import Disclosure
from fairplace.dps.referrals.models.family_reading import CommentReply, FamilyComment, FamilyReading
from fairplace.dps.referrals.models.further_child import FurtherChild
from fairplace.dps.referrals.models.incentive import Incentive
from fairplace.dps.referrals.models.plan_section import PlanSection
from fairplace.dps.referrals.models.referral import Referral
from fairplace.dps.referrals.models.referral_approval import ApprovalRequest, ApprovalRule, ReferralApproval
from fairplace.dps.referrals.models.referral_category import ReferralCategory
from fairplace.dps.referrals.models.referral_item import ReferralItem
from fairplace.dps.referrals.models.referral_outcome import ReferralOutcome
from fairplace.dps.referrals.models.referral_state import ReferralState
from fairplace.dps.referrals.models.reissue import Reissue

__all__ = [
    "ApprovalRequest",
    "ApprovalRule",
    "Attachment",
    "ChildIdentity",
    "ChildStory",
    "CommentReply",
    "Disclosure",
    "FamilyComment",
    "FamilyReading",
    "FurtherChild",
    "Incentive",
    "PlanSection",
    "Referral",
    "ReferralApproval",
    "ReferralCategory",
    "ReferralItem",
    "ReferralOutcome",
    "ReferralState",
    "Reissue",
]
