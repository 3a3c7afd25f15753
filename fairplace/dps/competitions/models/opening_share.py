"""What the first opener peeled from one slot: still needs a second person (C2)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class OpeningShare(models.Model):
    """Deleted at the second turn: then the bids are open."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slot = models.OneToOneField("competitions.Slot", on_delete=models.PROTECT, related_name="+")
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    shares = models.BinaryField()
