"""Addresses of the lead authority's desk: the queue of applications, assessing, deciding, agreements."""

from django.urls import path

from fairplace.web.council.applications import (
    agreements,
    agreements_letter,
    agreements_sign_list,
    application,
    assess,
    decide,
    line,
    queue,
    statement,
    suspension,
)

app_name = "applications"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("agreements/", agreements.waiting, name="agreements"),
    path("agreements/sign/", agreements_sign_list.sign_list, name="sign_list"),
    path("agreements/<uuid:line_id>/document/", agreements.document, name="agreement_document"),
    path("agreements/<uuid:line_id>/", agreements.agreement, name="agreement"),
    path("lines/<uuid:line_id>/", line.show_line, name="line"),
    path("lines/<uuid:line_id>/criteria/<slug:code>/", assess.assess, name="assess"),
    path("lines/<uuid:line_id>/statements/<slug:code>/", statement.mark, name="mark"),
    path("lines/<uuid:line_id>/statements/<slug:code>/agree/", statement.agree, name="agree"),
    path("lines/<uuid:line_id>/letter/", agreements_letter.letter, name="letter"),
    path("lines/<uuid:line_id>/letter/document/", agreements_letter.document, name="letter_document"),
    path("lines/<uuid:line_id>/decide/", decide.decide, name="decide"),
    path("lines/<uuid:line_id>/suspend/", suspension.suspend, name="suspend"),
    path("lines/<uuid:line_id>/reinstate/", suspension.reinstate, name="reinstate"),
    path("<uuid:application_id>/", application.show_application, name="show"),
    path("<uuid:application_id>/documents/<uuid:document_id>/", application.document, name="document"),
]
