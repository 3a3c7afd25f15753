"""Addresses of agreements that the provider signs."""

from django.urls import path

from fairplace.web.provider.agreements import accreditation, placement_agreements

app_name = "agreements"
urlpatterns = [
    path("accreditation/<uuid:line_id>/", accreditation.accreditation, name="accreditation"),
    path("", placement_agreements.placements_list, name="list"),
    path("placements/<uuid:agreement_id>/", placement_agreements.show, name="placement"),
    path("placements/<uuid:agreement_id>/document/", placement_agreements.document, name="placement_document"),
]
