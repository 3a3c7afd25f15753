"""Addresses of links to a place that was named."""

from django.urls import path

from fairplace.web.place.asked import agreement, asked

app_name = "place"
urlpatterns = [
    path("asked/<str:token>/", asked, name="asked"),
    path("asked/<str:token>/agreement/", agreement, name="agreement"),
]
