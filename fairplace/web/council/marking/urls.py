"""Addresses of: evaluators: mark statements blind, then moderate."""

from django.urls import URLPattern, path

from fairplace.web.page.placeholder import placeholder

app_name = "marking"
urlpatterns: list[URLPattern] = [path("", placeholder, name="to_score")]
