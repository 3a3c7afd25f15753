"""Addresses of placement agreements that the council signs."""

from django.urls import path

from fairplace.web.council.agreements import placement_agreements

app_name = "agreements"
urlpatterns = [
    path("", placement_agreements.to_sign, name="to_sign"),
    path("premiums/", placement_agreements.premiums, name="premiums"),
    path("premiums/premiums.csv", placement_agreements.premiums_export, name="premiums_export"),
    path("<uuid:agreement_id>/premium/", placement_agreements.premium, name="premium"),
    path("<uuid:agreement_id>/", placement_agreements.show, name="placement"),
    path("<uuid:agreement_id>/document/", placement_agreements.document, name="placement_document"),
]
