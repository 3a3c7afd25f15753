"""A referral as a provider sees it, the answer, the sealed bid, award and feedback."""
