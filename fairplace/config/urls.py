"""All addresses, by audience."""

from django.conf import settings
from django.urls import include, path

from fairplace.web.components.showcase import show_components
from fairplace.web.operator.health import healthz, readyz
from fairplace.web.page import Audience, page

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("components/", page(Audience.PUBLIC)(show_components)),
    path("", include("fairplace.web.signing_in.urls")),
    path("council/", include("fairplace.web.council.urls")),
    path("provider/", include("fairplace.web.provider.urls")),
    path("operator/", include("fairplace.web.operator.urls")),
    path("family/", include("fairplace.web.family.urls")),
    path("place/", include("fairplace.web.place.urls")),
    path("", include("fairplace.web.public.urls")),
]
if settings.DEMO:
    urlpatterns.insert(0, path("demo/", include("fairplace.demo.urls")))

handler400 = "fairplace.web.page.failures.bad_request"
handler404 = "fairplace.web.page.failures.not_found"
handler429 = "fairplace.web.page.failures.too_often"
handler500 = "fairplace.web.page.failures.broken"
