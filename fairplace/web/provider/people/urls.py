"""Addresses of a provider's people."""

from django.urls import path

from fairplace.web.provider.people import people, support

app_name = "people"
urlpatterns = [
    path("", people.people, name="people"),
    path("invite/", people.invite, name="invite"),
    path("signing-in/", people.demand, name="demand"),
    path("changes/<uuid:change_id>/", people.change, name="change"),
    path("changes/<uuid:change_id>/take-back/", people.take_back_change, name="take_back_change"),
    path("support/", support.support, name="support"),
    path("support/<uuid:access_id>/end/", support.end_support, name="end_support"),
    path("<uuid:person_id>/", people.person, name="person"),
    path("<uuid:person_id>/switch/", people.switch, name="switch"),
    path("invitations/<uuid:invitation_id>/take-back/", people.take_back, name="take_back"),
]
