"""Addresses of the system's pages: its regime, period, entry, councils and notices."""

from django.urls import path

from fairplace.web.council.market import entry, partners, period, system

app_name = "market"
urlpatterns = [
    path("", system.show_systems, name="systems"),
    path("<uuid:system_id>/", system.show_system, name="system"),
    path("<uuid:system_id>/rules/", system.show_rules, name="rules"),
    path("<uuid:system_id>/exclusion-grounds/", system.show_grounds, name="grounds"),
    path("<uuid:system_id>/period/", period.change, name="change_period"),
    path("<uuid:system_id>/period/end/", period.end, name="end_system"),
    path("<uuid:system_id>/entry/<uuid:category_id>/", entry.change, name="change_entry"),
    path("<uuid:system_id>/councils/merge/", partners.merge, name="merge"),
    path("<uuid:system_id>/councils/add/", partners.add_council, name="add_council"),
    path("<uuid:system_id>/categories/add/", partners.add_category_named, name="add_category"),
]
