"""Addresses of: joining: the application, its lines, their answers and costs."""

from django.urls import URLPattern, path

from fairplace.web.page.placeholder import placeholder

app_name = "applications"
urlpatterns: list[URLPattern] = [path("", placeholder, name="overview")]
