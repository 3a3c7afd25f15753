"""Addresses of agreements that the provider signs."""

from django.urls import path

from fairplace.web.provider.agreements import accreditation, decision_letter, placement_agreements

app_name = "agreements"
urlpatterns = [
    path("accreditation/<uuid:line_id>/", accreditation.accreditation, name="accreditation"),
    path("decisions/<uuid:line_id>/", decision_letter.letter, name="letter"),
    path("decisions/<uuid:line_id>/document/", decision_letter.document, name="letter_document"),
    path("", placement_agreements.placements_list, name="list"),
    path("placements/<uuid:agreement_id>/", placement_agreements.show, name="placement"),
    path("placements/<uuid:agreement_id>/document/", placement_agreements.document, name="placement_document"),
]
