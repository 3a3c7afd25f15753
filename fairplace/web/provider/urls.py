"""Addresses of providers."""

from django.urls import include, path

from fairplace.web.page.placeholder import placeholder

app_name = "provider"
urlpatterns = [
    path("tasks/", placeholder, name="tasks"),
    path("places/", include("fairplace.web.provider.applications.urls")),
    path("evidence/", include("fairplace.web.provider.evidence.urls")),
    path("referrals/", include("fairplace.web.provider.bids.urls")),
    path("agreements/", include("fairplace.web.provider.agreements.urls")),
]
