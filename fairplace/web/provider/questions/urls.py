"""Addresses of questions about joining."""

from django.urls import path

from fairplace.web.provider.questions import ask

app_name = "questions"
urlpatterns = [path("", ask.ask, name="ask")]
