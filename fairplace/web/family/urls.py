"""Addresses of one-page links for families."""

from django.urls import path

from fairplace.web.family.account import account
from fairplace.web.family.choice import choice
from fairplace.web.family.reading import reading

app_name = "family"
urlpatterns = [
    path("choice/<str:token>/", choice, name="choice"),
    path("reading/<str:token>/", reading, name="reading"),
    path("account/<str:token>/", account, name="account"),
]
