"""Addresses of places bought outside the system."""

from django.urls import path

from fairplace.web.council.outside.bought import bought, export, log, strike

app_name = "outside"
urlpatterns = [
    path("", bought, name="bought"),
    path("places.csv", export, name="export"),
    path("log/", log, name="log"),
    path("<uuid:placement_id>/strike/", strike, name="strike"),
]
