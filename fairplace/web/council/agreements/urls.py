"""Addresses of: placement agreements that the council signs."""

from django.urls import URLPattern, path

from fairplace.web.page.placeholder import placeholder

app_name = "agreements"
urlpatterns: list[URLPattern] = [path("", placeholder, name="to_sign")]
