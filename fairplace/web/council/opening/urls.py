"""Addresses of: openers: make a key, declare interests, open the bids with a second person."""

from django.urls import URLPattern, path

from fairplace.web.page.placeholder import placeholder

app_name = "opening"
urlpatterns: list[URLPattern] = [path("", placeholder, name="to_open")]
