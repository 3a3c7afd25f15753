"""Addresses of: a referral as a provider sees it, the answer, the sealed bid, award and feedback.

Saving, submitting and taking back a bid share one address, so that no log of addresses tells them apart (C2).
All lie under the invitation's own path, which is the path of the bid code's cookie.
"""

from django.urls import URLPattern, path

from fairplace.web.provider.bids.answer import answer
from fairplace.web.provider.bids.award import award
from fairplace.web.provider.bids.bid import bid
from fairplace.web.provider.bids.check import check
from fairplace.web.provider.bids.child import child
from fairplace.web.provider.bids.code import code
from fairplace.web.provider.bids.earlier import earlier
from fairplace.web.provider.bids.feedback import evidence, feedback, feedback_pdf
from fairplace.web.provider.bids.not_sent import not_sent, why_not_sent
from fairplace.web.provider.bids.price import price
from fairplace.web.provider.bids.questions import questions
from fairplace.web.provider.bids.referral import referral
from fairplace.web.provider.bids.story import file, story

app_name = "bids"
urlpatterns: list[URLPattern] = [
    path("not-sent/", not_sent, name="not_sent"),
    path("not-sent/<uuid:eligibility_id>/", why_not_sent, name="why_not_sent"),
    path("<uuid:invitation>/", referral, name="referral"),
    path("<uuid:invitation>/answer/", answer, name="answer"),
    path("<uuid:invitation>/questions/", questions, name="questions"),
    path("<uuid:invitation>/story/", story, name="story"),
    path("<uuid:invitation>/files/<uuid:attachment_id>/", file, name="file"),
    path("<uuid:invitation>/bid/", bid, name="bid"),
    path("<uuid:invitation>/bid/earlier/", earlier, name="earlier"),
    path("<uuid:invitation>/bid/check/", check, name="check"),
    path("<uuid:invitation>/bid/code/", code, name="code"),
    path("<uuid:invitation>/award/", award, name="award"),
    path("<uuid:invitation>/price/", price, name="price"),
    path("<uuid:invitation>/child/", child, name="child"),
    path("<uuid:invitation>/feedback/", feedback, name="feedback"),
    path("<uuid:invitation>/feedback/evidence/", evidence, name="evidence"),
    path("<uuid:invitation>/feedback/letter/", feedback_pdf, name="feedback_pdf"),
]
