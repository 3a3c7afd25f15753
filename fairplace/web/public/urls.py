"""Addresses that anyone may open."""

from django.urls import path

from fairplace.web.public import consultations, joining, log, open_data, ratings, reading, register, start, versions

app_name = "public"
urlpatterns = [
    path("", start.start, name="start"),
    path("how-to-join/", joining.how_to_join, name="how_to_join"),
    path("how-to-join/questions/", joining.answers, name="answers"),
    path("how-to-join/terms/", joining.terms, name="terms"),
    path("how-to-join/terms/<uuid:terms_id>/", joining.one_version, name="terms_version"),
    path("how-to-join/terms/<uuid:terms_id>/document/", joining.version_document, name="terms_document"),
    path("how-to-join/<slug:code>/", joining.category, name="category"),
    path("how-to-join/<slug:code>/questions.txt", joining.pack, name="pack"),
    path("how-to-join/<slug:code>/changes/", versions.versions, name="versions"),
    path("consultations/", consultations.every_consultation, name="consultations"),
    path("consultations/<uuid:consultation_id>/", consultations.show_consultation, name="consultation"),
    path("consultations/<uuid:consultation_id>/comment/", consultations.comment, name="comment"),
    path("consultations/<uuid:consultation_id>/young-people/", consultations.young_comment, name="young_comment"),
    path("consultations/<uuid:consultation_id>/thank-you/", consultations.thank_you, name="comment_sent"),
    path("how-inspections-are-compared/", ratings.ratings, name="ratings"),
    path("families/", reading.families, name="families"),
    path("accredited/", register.register, name="accredited"),
    path("awards/", register.awards, name="awards"),
    path("awards/<str:ocid>/", register.award, name="award"),
    path("how-scores-are-worked-out/", reading.method, name="method"),
    path("how-scores-are-worked-out/postcode-districts.csv", reading.districts, name="districts"),
    path("how-bids-are-sealed/", reading.sealing, name="sealing"),
    path("accessibility/", reading.accessibility, name="accessibility"),
    path("privacy/", reading.privacy, name="privacy"),
    path("security/", reading.security, name="security"),
    path("log/", log.log, name="log"),
    path("log/entry/", log.entry, name="log_entry"),
    path("log/checkpoint", log.checkpoint, name="log_checkpoint"),
    path("log/public-key", log.public_key, name="log_key"),
    path("log/verify.py", log.verifier, name="log_verifier"),
    path("log/proof/inclusion", log.inclusion, name="log_inclusion"),
    path("log/proof/consistency", log.consistency, name="log_consistency"),
    path("open-data/releases.json", open_data.releases, name="releases"),
    path("open-data/records/<str:ocid>.json", open_data.record, name="record"),
]
