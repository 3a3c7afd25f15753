"""Addresses of agreements that the provider signs."""

from django.urls import path

from fairplace.web.provider.agreements import (
    accreditation,
    carer_areas,
    decision_letter,
    line,
    placement_agreements,
    sign_list,
    terms,
)

app_name = "agreements"
urlpatterns = [
    path("accreditation/<uuid:line_id>/", accreditation.accreditation, name="accreditation"),
    path("accreditation/<uuid:line_id>/document/", accreditation.document, name="accreditation_document"),
    path("accreditation/", sign_list.sign_list, name="sign_list"),
    path("terms/", terms.to_accept, name="terms"),
    path("terms/<uuid:terms_id>/", terms.accept, name="accept"),
    path("places/<uuid:establishment_id>/carers/", carer_areas.carer_areas, name="carer_areas"),
    path("lines/<uuid:line_id>/", line.show, name="line"),
    path("lines/<uuid:line_id>/leave/", line.leave, name="leave"),
    path("lines/<uuid:line_id>/stay/", line.stay, name="stay"),
    path("lines/<uuid:line_id>/answer/", line.answer, name="answer_removal"),
    path("decisions/<uuid:line_id>/", decision_letter.letter, name="letter"),
    path("decisions/<uuid:line_id>/document/", decision_letter.document, name="letter_document"),
    path("", placement_agreements.placements_list, name="list"),
    path("placements/<uuid:agreement_id>/", placement_agreements.show, name="placement"),
    path("placements/<uuid:agreement_id>/premium/", placement_agreements.premium, name="premium"),
    path("placements/<uuid:agreement_id>/document/", placement_agreements.document, name="placement_document"),
]
