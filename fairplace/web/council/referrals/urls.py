"""Addresses of: write a referral, see who can meet it, publish; the list of referrals."""

from django.urls import URLPattern, path

from fairplace.web.page.placeholder import placeholder

app_name = "referrals"
urlpatterns: list[URLPattern] = [path("", placeholder, name="open_referrals")]
