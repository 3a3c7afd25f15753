"""Addresses of: compare bids, ask the family, award."""

from django.urls import URLPattern, path

app_name = "awarding"
urlpatterns: list[URLPattern] = []
