"""Addresses of: the lead authority: the queue of applications, assessing, agreements of accreditation."""

from django.urls import URLPattern, path

from fairplace.web.page.placeholder import placeholder

app_name = "applications"
urlpatterns: list[URLPattern] = [path("", placeholder, name="queue")]
