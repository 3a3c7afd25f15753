"""Addresses of the record, for councils."""

from django.urls import path

from fairplace.web.council.record import heads, packs

app_name = "record"
urlpatterns = [
    path("heads/", heads.heads, name="heads"),
    path("packs/<uuid:referral_id>/", packs.packs, name="packs"),
    path("packs/file/<uuid:pack_id>/", packs.download, name="pack"),
]
