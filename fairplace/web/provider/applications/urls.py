"""Addresses of joining: the provider's places, the application, its lines, their answers and costs."""

from django.urls import path

from fairplace.web.provider.applications import (
    add_establishment,
    application,
    check_and_send,
    choose_lines,
    claim,
    clarifications,
    copy_answers,
    core_costs,
    document,
    extras,
    grounds,
    inspection,
    line,
    line_more,
    overview,
    provider_questions,
    start,
    statement,
    withdraw,
)

_LINE = "<uuid:application_id>/lines/<uuid:line_id>/"

app_name = "applications"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("apply/", start.start, name="start"),
    path("<uuid:application_id>/", application.show_application, name="show"),
    path("<uuid:application_id>/establishments/", add_establishment.add_establishment, name="add_establishment"),
    path("<uuid:application_id>/establishments/<slug:urn>/claim/", claim.claim, name="claim"),
    path("<uuid:application_id>/categories/", choose_lines.choose_lines, name="choose_lines"),
    path("<uuid:application_id>/exclusions/", provider_questions.exclusions, name="exclusions"),
    path("<uuid:application_id>/confirmations/", provider_questions.confirmations, name="confirmations"),
    path("<uuid:application_id>/more/", provider_questions.more, name="more"),
    path("<uuid:application_id>/grounds/<slug:code>/", grounds.grounds, name="grounds"),
    path("<uuid:application_id>/grounds/<slug:code>/<slug:ground_code>/", grounds.ground_event, name="ground_add"),
    path(
        "<uuid:application_id>/grounds/<slug:code>/<slug:ground_code>/<uuid:event_id>/",
        grounds.ground_event,
        name="ground_change",
    ),
    path("<uuid:application_id>/documents/<slug:code>/", document.document, name="document"),
    path("<uuid:application_id>/copy/", copy_answers.copy_answers, name="copy"),
    path(_LINE, line.show_line, name="line"),
    path(f"{_LINE}inspection/", inspection.inspection, name="inspection"),
    path(f"{_LINE}more/", line_more.line_more, name="line_more"),
    path(f"{_LINE}documents/<slug:code>/", document.line_document, name="line_document"),
    path(f"{_LINE}statement/<slug:code>/", statement.statement, name="statement"),
    path(f"{_LINE}core-costs/", core_costs.core_costs, name="core_costs"),
    path(f"{_LINE}extras/", extras.extras, name="extras"),
    path(f"{_LINE}copy/", copy_answers.copy_answers, name="copy_answers"),
    path(f"{_LINE}withdraw/", withdraw.withdraw, name="withdraw"),
    path("<uuid:application_id>/questions/", clarifications.questions, name="questions"),
    path("<uuid:application_id>/questions/ask/", clarifications.ask, name="ask_question"),
    path("<uuid:application_id>/questions/<uuid:question_id>/", clarifications.answer, name="answer_question"),
    path("<uuid:application_id>/check/", check_and_send.check_and_send, name="check"),
    path("<uuid:application_id>/sent/", check_and_send.sent, name="sent"),
]
