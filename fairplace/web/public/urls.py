"""Addresses that anyone may open."""

from django.urls import path

from fairplace.web.public import open_data, reading, register, start

app_name = "public"
urlpatterns = [
    path("", start.start, name="start"),
    path("how-to-join/", reading.how_to_join, name="how_to_join"),
    path("families/", reading.families, name="families"),
    path("accredited/", register.register, name="accredited"),
    path("awards/", register.awards, name="awards"),
    path("how-scores-are-worked-out/", reading.method, name="method"),
    path("accessibility/", reading.accessibility, name="accessibility"),
    path("privacy/", reading.privacy, name="privacy"),
    path("open-data/releases.json", open_data.releases, name="releases"),
    path("open-data/records/<str:ocid>.json", open_data.record, name="record"),
]
