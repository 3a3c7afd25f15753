"""Addresses of joining: the provider's places, the application, its lines, their answers and costs."""

from django.urls import path

from fairplace.web.provider.applications import (
    add_establishment,
    application,
    check_and_send,
    choose_lines,
    copy_answers,
    core_costs,
    inspection,
    insurance,
    overview,
    provider_questions,
    start,
    statement,
    withdraw,
)

app_name = "applications"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("apply/", start.start, name="start"),
    path("<uuid:application_id>/", application.show_application, name="show"),
    path("<uuid:application_id>/establishments/", add_establishment.add_establishment, name="add_establishment"),
    path("<uuid:application_id>/categories/", choose_lines.choose_lines, name="choose_lines"),
    path("<uuid:application_id>/exclusions/", provider_questions.exclusions, name="exclusions"),
    path("<uuid:application_id>/confirmations/", provider_questions.confirmations, name="confirmations"),
    path("<uuid:application_id>/insurance/<slug:code>/", insurance.insurance, name="insurance"),
    path("<uuid:application_id>/lines/<uuid:line_id>/inspection/", inspection.inspection, name="inspection"),
    path("<uuid:application_id>/lines/<uuid:line_id>/statement/", statement.statement, name="statement"),
    path("<uuid:application_id>/lines/<uuid:line_id>/core-costs/", core_costs.core_costs, name="core_costs"),
    path("<uuid:application_id>/lines/<uuid:line_id>/copy/", copy_answers.copy_answers, name="copy_answers"),
    path("<uuid:application_id>/lines/<uuid:line_id>/withdraw/", withdraw.withdraw, name="withdraw"),
    path("<uuid:application_id>/check/", check_and_send.check_and_send, name="check"),
    path("<uuid:application_id>/sent/", check_and_send.sent, name="sent"),
]
