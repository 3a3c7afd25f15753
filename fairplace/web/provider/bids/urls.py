"""Addresses of: a referral as a provider sees it, the answer, the sealed bid, award and feedback."""

from django.urls import URLPattern, path

app_name = "bids"
urlpatterns: list[URLPattern] = []
