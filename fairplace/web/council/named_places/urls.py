"""Addresses of a place that a family names."""

from django.urls import path

from fairplace.web.council.named_places.agree import agree
from fairplace.web.council.named_places.ask import ask, link
from fairplace.web.council.named_places.award import award
from fairplace.web.council.named_places.end import end
from fairplace.web.council.named_places.price import price
from fairplace.web.council.named_places.record import record
from fairplace.web.council.named_places.show import show

app_name = "named_places"
urlpatterns = [
    path("<uuid:referral_id>/named-place/", show, name="show"),
    path("<uuid:referral_id>/named-place/record/", record, name="record"),
    path("<uuid:referral_id>/named-place/ask/", ask, name="ask"),
    path("<uuid:referral_id>/named-place/link/", link, name="link"),
    path("<uuid:referral_id>/named-place/price/", price, name="price"),
    path("<uuid:referral_id>/named-place/agree/", agree, name="agree"),
    path("<uuid:referral_id>/named-place/award/", award, name="award"),
    path("<uuid:referral_id>/named-place/end/", end, name="end"),
]
