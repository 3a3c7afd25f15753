"""Addresses of the lead authority's desk: the queue of applications, assessing, deciding, agreements."""

from django.urls import path

from fairplace.web.council.applications import (
    agreements,
    agreements_letter,
    agreements_sign_list,
    application,
    assess,
    check,
    evaluators,
    extend,
    line,
    propose,
    questions,
    queue,
    release,
    suspension,
)

app_name = "applications"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("export/", queue.export, name="export"),
    path("agreements/", agreements.waiting, name="agreements"),
    path("agreements/sign/", agreements_sign_list.sign_list, name="sign_list"),
    path("agreements/<uuid:line_id>/document/", agreements.document, name="agreement_document"),
    path("agreements/<uuid:line_id>/", agreements.agreement, name="agreement"),
    path("lines/<uuid:line_id>/", line.show_line, name="line"),
    path("lines/<uuid:line_id>/criteria/<slug:code>/", assess.assess, name="assess"),
    path("lines/<uuid:line_id>/letter/", agreements_letter.letter, name="letter"),
    path("lines/<uuid:line_id>/letter/document/", agreements_letter.document, name="letter_document"),
    path("lines/<uuid:line_id>/evaluators/", evaluators.evaluators, name="evaluators"),
    path("lines/<uuid:line_id>/evaluators/<uuid:person_id>/", evaluators.stand_down, name="stand_down"),
    path("lines/<uuid:line_id>/checks/<slug:code>/", check.check, name="check"),
    path("lines/<uuid:line_id>/propose/", propose.propose, name="propose"),
    path("lines/<uuid:line_id>/release/", release.release, name="release"),
    path("lines/<uuid:line_id>/suspend/", suspension.suspend, name="suspend"),
    path("lines/<uuid:line_id>/reinstate/", suspension.reinstate, name="reinstate"),
    path("<uuid:application_id>/", application.show_application, name="show"),
    path("<uuid:application_id>/more-time/", extend.extend, name="extend"),
    path("<uuid:application_id>/questions/", questions.questions, name="questions"),
    path("<uuid:application_id>/questions/ask/", questions.ask, name="ask"),
    path("<uuid:application_id>/questions/<uuid:question_id>/", questions.answer, name="answer"),
    path("<uuid:application_id>/questions/<uuid:question_id>/end/", questions.end, name="end_question"),
    path("<uuid:application_id>/evaluators/", evaluators.appoint_to_many, name="appoint"),
    path("<uuid:application_id>/documents/<uuid:document_id>/", application.document, name="document"),
]
