"""Addresses of: the evidence library."""

from django.urls import URLPattern, path

from fairplace.web.page.placeholder import placeholder

app_name = "evidence"
urlpatterns: list[URLPattern] = [path("", placeholder, name="library")]
