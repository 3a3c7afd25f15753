"""Addresses that anyone may open."""

from django.urls import path

from fairplace.web.page.placeholder import placeholder

app_name = "public"
urlpatterns = [
    path("", placeholder, name="start"),
    path("how-to-join/", placeholder, name="how_to_join"),
    path("accredited/", placeholder, name="accredited"),
    path("awards/", placeholder, name="awards"),
    path("how-scores-are-worked-out/", placeholder, name="method"),
    path("accessibility/", placeholder, name="accessibility"),
    path("privacy/", placeholder, name="privacy"),
    path("open-data/releases.json", placeholder, name="releases"),
]
