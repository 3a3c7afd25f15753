"""Addresses of: agreements of accreditation and of placements that the provider signs."""

from django.urls import URLPattern, path

from fairplace.web.page.placeholder import placeholder

app_name = "agreements"
urlpatterns: list[URLPattern] = [path("", placeholder, name="list")]
