"""Addresses of: evaluators: mark statements blind, then moderate."""

from django.urls import path

from fairplace.web.council.marking import joining
from fairplace.web.council.marking.declare import declare
from fairplace.web.council.marking.mark import mark_next, statement
from fairplace.web.council.marking.moderate import agree, moderate
from fairplace.web.council.marking.to_score import to_score

app_name = "marking"
urlpatterns = [
    path("", to_score, name="to_score"),
    path("applications/<uuid:application_id>/", joining.declare, name="joining_declare"),
    path("applications/statement/<uuid:line_id>/<slug:code>/", joining.statement, name="joining_statement"),
    path("applications/statement/<uuid:line_id>/<slug:code>/agree/", joining.agree, name="joining_agree"),
    path("<uuid:competition_id>/", mark_next, name="mark"),
    path("<uuid:competition_id>/declare/", declare, name="declare"),
    path("<uuid:competition_id>/moderate/", moderate, name="moderate"),
    path("statement/<uuid:bid_id>/", statement, name="statement"),
    path("statement/<uuid:bid_id>/agree/", agree, name="agree"),
]
