"""Addresses of the operator's people: the pages are web/people."""

from fairplace.web.people import OPERATOR, people_addresses

app_name = "people"
urlpatterns = people_addresses(OPERATOR)
