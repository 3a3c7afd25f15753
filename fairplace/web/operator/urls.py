"""Addresses of those who run the system."""

from django.urls import include, path

from fairplace.web.operator.health_page import health

app_name = "operator"
urlpatterns = [
    path("health/", health, name="health"),
    path("councils/", include("fairplace.web.operator.councils.urls")),
    path("people/", include("fairplace.web.operator.people.urls")),
    path("support/", include("fairplace.web.operator.support.urls")),
    path("registers/", include("fairplace.web.operator.registers.urls")),
]
