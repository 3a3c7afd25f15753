"""What is recorded about referrals."""

from typing import Final

REFERRAL_STARTED: Final = "referrals.referral_started"
REFERRAL_CHANGED: Final = "referrals.referral_changed"
REFERRAL_PUBLISHED: Final = "referrals.referral_published"
REFERRAL_CANCELLED: Final = "referrals.referral_cancelled"
STORY_READ: Final = "referrals.story_read"
IDENTITY_READ: Final = "referrals.identity_read"
REFERRAL_CLOSED: Final = "referrals.referral_closed"
DISCLOSURE_GIVEN: Final = "referrals.disclosure_given"
DISCLOSURE_ENDED: Final = "referrals.disclosure_ended"
PRIVACY_WARNING_OVERRIDDEN: Final = "referrals.privacy_warning_overridden"
