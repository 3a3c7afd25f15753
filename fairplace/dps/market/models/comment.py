"""What somebody says about a draft (P9)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Comment(models.Model):
    """Append-only. No account is needed. name: never published. found: signs that it tells who somebody is."""

    class Who(models.TextChoices):
        PROVIDER = "provider", "A school, home or agency"
        MARKET_BODY = "market_body", "A body that speaks for providers"
        PARENT = "parent", "A parent or carer"
        YOUNG = "young", "A child or young person"
        COUNCIL = "council", "Somebody who works for a council"
        OTHER = "other", "Somebody else"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    consultation = models.ForeignKey("market.Consultation", on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=12, choices=Who)
    name = models.CharField(max_length=120, blank=True)
    about = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    found = models.JSONField(default=list)
    at = models.DateTimeField()
