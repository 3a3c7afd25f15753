"""Addresses of the council's people: the pages are web/people, and the council's own sign-in page beside them."""

from django.urls import path

from fairplace.web.council.people import sign_on
from fairplace.web.people import COUNCIL, people_addresses

app_name = "people"
urlpatterns = [
    path("single-sign-on/", sign_on.sign_on, name="sign_on"),
    path("single-sign-on/off/", sign_on.end, name="sign_on_end"),
    *people_addresses(COUNCIL),
]
