"""Addresses of support."""

from django.urls import path

from fairplace.web.operator.support import support

app_name = "support"
urlpatterns = [
    path("", support.support, name="support"),
    path("<uuid:access_id>/look/", support.look, name="look"),
    path("leave/", support.leave, name="leave"),
    path("<uuid:access_id>/end/", support.end, name="end"),
]
