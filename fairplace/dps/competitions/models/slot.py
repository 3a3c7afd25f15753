"""The sealed slot of an invitation: there from the start, always the same size (C2)."""

from __future__ import annotations

from django.db import models

from fairplace.dps.competitions.models import octet_length  # noqa: F401 - registers the look-up
from fairplace.foundations.kernel.bid_sealing import BIDDER_WRAP_SIZE, CONTENT_SIZE, TIMED_WRAPS_SIZE, WRAPS_SIZE
from fairplace.foundations.kernel.identifiers import new_id


class Slot(models.Model):
    """Never says whether it holds a bid: no time, no state, no count.

    Emptied when the competition is opened; by then the bids stand in Bid, and commitment keeps what was in it.
    Row-level security: only the bidder's own organisation before opening.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    invitation = models.OneToOneField("competitions.Invitation", on_delete=models.PROTECT, related_name="+")
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    content = models.BinaryField(null=True)
    wraps = models.BinaryField(null=True)
    bidder_wrap = models.BinaryField(null=True)
    commitment = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="slot_has_one_size",
                condition=models.Q(content__isnull=True, wraps__isnull=True, bidder_wrap__isnull=True)
                | models.Q(
                    content__octet_length=CONTENT_SIZE,
                    wraps__octet_length__in=[WRAPS_SIZE, TIMED_WRAPS_SIZE],
                    bidder_wrap__octet_length=BIDDER_WRAP_SIZE,
                ),
            )
        ]
