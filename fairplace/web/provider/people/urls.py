"""Addresses of the provider's people: the pages are web/people."""

from fairplace.web.people import PROVIDER, people_addresses

app_name = "people"
urlpatterns = people_addresses(PROVIDER)
