"""Addresses of: compare bids, ask the family, award."""

from django.urls import path

from fairplace.web.council.awarding.account import account
from fairplace.web.council.awarding.appoint import appoint
from fairplace.web.council.awarding.award import ask_cover, award, score
from fairplace.web.council.awarding.compare import compare
from fairplace.web.council.awarding.family import answer, ask_again, family
from fairplace.web.council.awarding.no_award import no_award
from fairplace.web.council.awarding.rehearsals import rehearse, show_rehearsal
from fairplace.web.council.awarding.second import price, second, set_aside, waive

app_name = "awarding"
urlpatterns = [
    path("rehearsals/", rehearse, name="rehearsals"),
    path("rehearsals/<uuid:rehearsal_id>/", show_rehearsal, name="rehearsal"),
    path("<uuid:competition_id>/", compare, name="compare"),
    path("<uuid:competition_id>/score/", score, name="score"),
    path("<uuid:competition_id>/award/", award, name="award"),
    path("<uuid:competition_id>/cover/", ask_cover, name="ask_cover"),
    path("<uuid:competition_id>/evaluator/", appoint, name="appoint"),
    path("<uuid:competition_id>/account/", account, name="account"),
    path("<uuid:competition_id>/family/", family, name="family"),
    path("<uuid:competition_id>/family/ask/", ask_again, name="ask_again"),
    path("<uuid:competition_id>/family/answer/", answer, name="family_answer"),
    path("<uuid:competition_id>/second/", second, name="second"),
    path("<uuid:competition_id>/waive/", waive, name="waive"),
    path("<uuid:competition_id>/set-aside/", set_aside, name="set_aside"),
    path("prices/<uuid:bid_id>/", price, name="price"),
    path("<uuid:competition_id>/no-award/", no_award, name="no_award"),
]
