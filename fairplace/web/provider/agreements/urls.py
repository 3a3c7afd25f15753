"""Addresses of agreements that the provider signs."""

from django.urls import path

from fairplace.web.provider.agreements import accreditation, decision_letter, placement_agreements, sign_list

app_name = "agreements"
urlpatterns = [
    path("accreditation/<uuid:line_id>/", accreditation.accreditation, name="accreditation"),
    path("accreditation/<uuid:line_id>/document/", accreditation.document, name="accreditation_document"),
    path("accreditation/", sign_list.sign_list, name="sign_list"),
    path("decisions/<uuid:line_id>/", decision_letter.letter, name="letter"),
    path("decisions/<uuid:line_id>/document/", decision_letter.document, name="letter_document"),
    path("", placement_agreements.placements_list, name="list"),
    path("placements/<uuid:agreement_id>/", placement_agreements.show, name="placement"),
    path("placements/<uuid:agreement_id>/document/", placement_agreements.document, name="placement_document"),
]
