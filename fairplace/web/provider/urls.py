"""Addresses of providers."""

from django.urls import include, path

from fairplace.web.provider.tasks import tasks

app_name = "provider"
urlpatterns = [
    path("tasks/", tasks, name="tasks"),
    path("places/", include("fairplace.web.provider.applications.urls")),
    path("evidence/", include("fairplace.web.provider.evidence.urls")),
    path("people/", include("fairplace.web.provider.people.urls")),
    path("referrals/", include("fairplace.web.provider.bids.urls")),
    path("questions/", include("fairplace.web.provider.questions.urls")),
    path("agreements/", include("fairplace.web.provider.agreements.urls")),
    path("named/", include("fairplace.web.provider.named_places.urls")),
]
