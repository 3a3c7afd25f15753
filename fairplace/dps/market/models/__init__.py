"""Tables of the market: private to this area."""

from fairplace.dps.market.models.category import Category
from fairplace.dps.market.models.category_draft import CategoryDraft
from fairplace.dps.market.models.category_lead import CategoryLead
from fairplace.dps.market.models.category_version import CategoryVersion
from fairplace.dps.market.models.comment import Comment
from fairplace.dps.market.models.comment_reply import CommentReply
from fairplace.dps.market.models.consultation import Consultation
from fairplace.dps.market.models.consultation_change import ConsultationChange
from fairplace.dps.market.models.draft_agreement import DraftAgreement
from fairplace.dps.market.models.draft_change import DraftChange
from fairplace.dps.market.models.draft_state import DraftState
from fairplace.dps.market.models.entry_change import EntryChange
from fairplace.dps.market.models.first_referral import FirstReferral
from fairplace.dps.market.models.model_answer import ModelAnswer
from fairplace.dps.market.models.notice import Notice
from fairplace.dps.market.models.partner import Partner
from fairplace.dps.market.models.period_change import PeriodChange
from fairplace.dps.market.models.public_question import PublicAnswer, PublicQuestion
from fairplace.dps.market.models.purchasing_system import PurchasingSystem
from fairplace.dps.market.models.terms_draft import TermsDraft
from fairplace.dps.market.models.terms_version import LocalSchedule, TermsVersion

__all__ = [
    "Category",
    "CategoryDraft",
    "CategoryLead",
    "CategoryVersion",
    "Comment",
    "CommentReply",
    "Consultation",
    "ConsultationChange",
    "DraftAgreement",
    "DraftChange",
    "DraftState",
    "EntryChange",
    "FirstReferral",
    "LocalSchedule",
    "ModelAnswer",
    "Notice",
    "Partner",
    "PeriodChange",
    "PublicAnswer",
    "PublicQuestion",
    "PurchasingSystem",
    "TermsDraft",
    "TermsVersion",
]
