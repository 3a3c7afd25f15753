"""Addresses of: openers: make a key, declare interests, open the bids with a second person."""

from django.urls import path

from fairplace.web.council.opening.declare import declare
from fairplace.web.council.opening.key import hand_over, key, new, passphrase
from fairplace.web.council.opening.open_bids import open_bids
from fairplace.web.council.opening.to_open import to_open

app_name = "opening"
urlpatterns = [
    path("", to_open, name="to_open"),
    path("key/", key, name="key"),
    path("key/new/", new, name="new"),
    path("key/passphrase/", passphrase, name="passphrase"),
    path("key/hand-over/", hand_over, name="hand_over"),
    path("<uuid:competition_id>/", open_bids, name="open"),
    path("<uuid:competition_id>/declare/", declare, name="declare"),
]
