"""Addresses of: a family has named one of your places."""

from django.urls import path

from fairplace.web.provider.named_places.asked import asked

app_name = "named_places"
urlpatterns = [path("<uuid:consultation_id>/", asked, name="asked")]
