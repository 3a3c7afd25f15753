"""Addresses of councils."""

from django.urls import include, path

app_name = "council"
urlpatterns = [
    path("referrals/", include("fairplace.web.council.referrals.urls")),
    path("referrals/", include("fairplace.web.council.named_places.urls")),
    path("outside/", include("fairplace.web.council.outside.urls")),
    path("opening/", include("fairplace.web.council.opening.urls")),
    path("marking/", include("fairplace.web.council.marking.urls")),
    path("awarding/", include("fairplace.web.council.awarding.urls")),
    path("applications/", include("fairplace.web.council.applications.urls")),
    path("market/", include("fairplace.web.council.market.urls")),
    path("categories/", include("fairplace.web.council.market.draft_urls")),
    path("registers/", include("fairplace.web.council.registers.urls")),
    path("questions/", include("fairplace.web.council.questions.urls")),
    path("people/", include("fairplace.web.council.people.urls")),
    path("record/", include("fairplace.web.council.record.urls")),
    path("retention/", include("fairplace.web.council.retention.urls")),
    path("agreements/", include("fairplace.web.council.agreements.urls")),
]
