"""Addresses of a council's people."""

from django.urls import path

from fairplace.web.council.people import people, sign_on, support

app_name = "people"
urlpatterns = [
    path("", people.people, name="people"),
    path("invite/", people.invite, name="invite"),
    path("signing-in/", people.demand, name="demand"),
    path("changes/<uuid:change_id>/", people.change, name="change"),
    path("changes/<uuid:change_id>/take-back/", people.take_back_change, name="take_back_change"),
    path("single-sign-on/", sign_on.sign_on, name="sign_on"),
    path("single-sign-on/off/", sign_on.end, name="sign_on_end"),
    path("single-sign-on/<uuid:sign_on_id>/", sign_on.decide, name="sign_on_decide"),
    path("support/", support.support, name="support"),
    path("support/<uuid:access_id>/end/", support.end_support, name="end_support"),
    path("<uuid:person_id>/", people.person, name="person"),
    path("<uuid:person_id>/switch/", people.switch, name="switch"),
    path("invitations/<uuid:invitation_id>/take-back/", people.take_back, name="take_back"),
]
