"""Addresses of retention, holds and disposal."""

from django.urls import path

from fairplace.web.council.retention import disposals, exports, holds, report

app_name = "retention"
urlpatterns = [
    path("", report.report, name="report"),
    path("periods/<slug:code>/", report.period, name="period"),
    path("erase/", report.erase, name="erase"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<uuid:export_id>/", exports.take, name="export"),
    path("holds/place/", holds.place, name="place_hold"),
    path("holds/<uuid:hold_id>/end/", holds.end, name="end_hold"),
    path("disposals/<uuid:disposal_id>/", disposals.disposal, name="disposal"),
    path("disposals/<uuid:disposal_id>/certificate.pdf", disposals.paper, name="certificate"),
]
