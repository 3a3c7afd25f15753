"""The product's addresses, and below /limit/ the least that pages with the same rows would need."""

from django.urls import path

from benchmarks.limits import limit
from fairplace.config.urls import handler400, handler404, handler500
from fairplace.config.urls import urlpatterns as product

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("limit/<slug:name>/", limit), *product]
