"""Addresses of the demo, routed only where FAIRPLACE_DEMO is set."""

from django.urls import path

from fairplace.demo.clock import move_clock
from fairplace.demo.outbox import outbox
from fairplace.demo.people import be, people

app_name = "demo"
urlpatterns = [
    path("people/", people, name="people"),
    path("be/", be, name="be"),
    path("clock/", move_clock, name="clock"),
    path("outbox/", outbox, name="outbox"),
]
