"""When the first referral of a category went to the market: after it, no initial evaluation may begin (P4)."""

from __future__ import annotations

from django.db import models


class FirstReferral(models.Model):
    """Written once by whoever publishes the first referral. Append-only."""

    category = models.OneToOneField("market.Category", on_delete=models.PROTECT, related_name="+", primary_key=True)
    at = models.DateTimeField()
