"""Addresses of councils, for those who run Fairplace."""

from django.urls import path

from fairplace.web.operator.councils import councils, system

app_name = "councils"
urlpatterns = [
    path("", councils.councils, name="councils"),
    path("add/", councils.add, name="add"),
    path("system/", system.system, name="system"),
    path("<uuid:council_id>/administrator/", councils.administrator, name="administrator"),
    path("<uuid:council_id>/gone/", councils.gone, name="gone"),
]
