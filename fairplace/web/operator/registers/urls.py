"""Addresses of the registers of schools and social care."""

from django.urls import path

from fairplace.web.operator.registers import imports

app_name = "registers"
urlpatterns = [
    path("", imports.history, name="history"),
    path("import/", imports.upload, name="upload"),
    path("imports/<uuid:import_id>/", imports.show_import, name="import"),
    path("imports/<uuid:import_id>/bad-rows.csv", imports.bad_rows, name="bad_rows"),
]
