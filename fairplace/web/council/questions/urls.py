"""Addresses of questions about joining, for the lead authority."""

from django.urls import path

from fairplace.web.council.questions import questions

app_name = "questions"
urlpatterns = [
    path("", questions.every_question, name="list"),
    path("<uuid:question_id>/", questions.answer, name="answer"),
]
