"""Addresses of the evidence library."""

from django.urls import path

from fairplace.web.provider.evidence import library

app_name = "evidence"
urlpatterns = [
    path("", library.library, name="library"),
    path("add/", library.add, name="add"),
    path("add/<slug:code>/", library.add_kind, name="add_kind"),
    path("documents/<uuid:document_id>/", library.document, name="document"),
]
