"""Addresses of those who run the system."""

from django.urls import path

from fairplace.web.page.placeholder import placeholder

app_name = "operator"
urlpatterns = [path("health/", placeholder, name="health")]
