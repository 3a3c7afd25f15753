"""Addresses of a council's people."""

from django.urls import path

from fairplace.web.council.people import people

app_name = "people"
urlpatterns = [
    path("", people.people, name="people"),
    path("<uuid:person_id>/", people.person, name="person"),
    path("<uuid:person_id>/switch/", people.switch, name="switch"),
]
