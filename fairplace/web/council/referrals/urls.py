"""Addresses of: write a referral, see who can meet it, publish; the list of referrals."""

from django.urls import URLPattern, path

from fairplace.web.council.referrals.amounts import amounts
from fairplace.web.council.referrals.approval import approval, second_person
from fairplace.web.council.referrals.attachments import attachment, attachments
from fairplace.web.council.referrals.cancel import cancel
from fairplace.web.council.referrals.categories import other_categories
from fairplace.web.council.referrals.check import check
from fairplace.web.council.referrals.child import child
from fairplace.web.council.referrals.children import children
from fairplace.web.council.referrals.copy import copy
from fairplace.web.council.referrals.extend import extend
from fairplace.web.council.referrals.facts import facts
from fairplace.web.council.referrals.incentive import incentive
from fairplace.web.council.referrals.invited import invited, invited_file
from fairplace.web.council.referrals.kind import kind
from fairplace.web.council.referrals.needs import needs
from fairplace.web.council.referrals.open_referrals import export, open_referrals
from fairplace.web.council.referrals.outcomes import outcomes
from fairplace.web.council.referrals.plan import plan
from fairplace.web.council.referrals.publish import publish
from fairplace.web.council.referrals.questions import answer, questions
from fairplace.web.council.referrals.reissue import reissue
from fairplace.web.council.referrals.show import show
from fairplace.web.council.referrals.split import split
from fairplace.web.council.referrals.start import start
from fairplace.web.council.referrals.story import story
from fairplace.web.council.referrals.voices import ask, reply, revoke, voices
from fairplace.web.council.referrals.weights import weights
from fairplace.web.council.referrals.where import where
from fairplace.web.council.referrals.wider import wider
from fairplace.web.council.referrals.write import write

app_name = "referrals"
urlpatterns: list[URLPattern] = [
    path("", open_referrals, name="open_referrals"),
    path("referrals.csv", export, name="export"),
    path("start/", start, name="start"),
    path("start/copy/", copy, name="copy"),
    path("second-person/", second_person, name="second_person"),
    path("<uuid:referral_id>/approval/", approval, name="approval"),
    path("<uuid:referral_id>/", show, name="show"),
    path("<uuid:referral_id>/write/", write, name="write"),
    path("<uuid:referral_id>/kind/", kind, name="kind"),
    path("<uuid:referral_id>/split/", split, name="split"),
    path("<uuid:referral_id>/children/", children, name="children"),
    path("<uuid:referral_id>/categories/", other_categories, name="categories"),
    path("<uuid:referral_id>/facts/", facts, name="facts"),
    path("<uuid:referral_id>/needs/", needs, name="needs"),
    path("<uuid:referral_id>/amounts/", amounts, name="amounts"),
    path("<uuid:referral_id>/outcomes/", outcomes, name="outcomes"),
    path("<uuid:referral_id>/child/", child, name="child"),
    path("<uuid:referral_id>/story/", story, name="story"),
    path("<uuid:referral_id>/plan/", plan, name="plan"),
    path("<uuid:referral_id>/files/", attachments, name="attachments"),
    path("<uuid:referral_id>/files/<uuid:attachment_id>/", attachment, name="attachment"),
    path("<uuid:referral_id>/voices/", voices, name="voices"),
    path("<uuid:referral_id>/voices/ask/", ask, name="ask"),
    path("<uuid:referral_id>/voices/<uuid:reading_id>/revoke/", revoke, name="revoke"),
    path("<uuid:referral_id>/voices/<uuid:comment_id>/reply/", reply, name="reply"),
    path("<uuid:referral_id>/incentive/", incentive, name="incentive"),
    path("<uuid:referral_id>/weights/", weights, name="weights"),
    path("<uuid:referral_id>/where/", where, name="where"),
    path("<uuid:referral_id>/check/", check, name="check"),
    path("<uuid:referral_id>/publish/", publish, name="publish"),
    path("<uuid:referral_id>/questions/", questions, name="questions"),
    path("<uuid:referral_id>/questions/<uuid:asked_id>/", answer, name="answer"),
    path("<uuid:referral_id>/again/", reissue, name="reissue"),
    path("<uuid:referral_id>/extend/", extend, name="extend"),
    path("<uuid:referral_id>/wider/", wider, name="wider"),
    path("<uuid:referral_id>/invited/", invited, name="invited"),
    path("<uuid:referral_id>/invited/places.csv", invited_file, name="invited_file"),
    path("<uuid:referral_id>/cancel/", cancel, name="cancel"),
]
