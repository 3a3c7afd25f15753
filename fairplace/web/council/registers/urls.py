"""Addresses of the registers of schools and social care."""

from django.urls import path

from fairplace.web.council.registers import differences, imports

app_name = "registers"
urlpatterns = [
    path("", imports.history, name="history"),
    path("import/", imports.upload, name="upload"),
    path("imports/<uuid:import_id>/", imports.show_import, name="import"),
    path("imports/<uuid:import_id>/bad-rows.csv", imports.bad_rows, name="bad_rows"),
    path("differences/", differences.differences, name="differences"),
    path("differences.csv", differences.export, name="differences_export"),
    path("differences/<uuid:establishment_id>/<slug:code>/", differences.look, name="look"),
]
