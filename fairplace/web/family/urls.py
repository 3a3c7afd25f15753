"""Addresses of one-page links for families."""

from django.urls import URLPattern, path

app_name = "family"
urlpatterns: list[URLPattern] = []
