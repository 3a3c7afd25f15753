"""The answer to a comment, and what of both is public (P9)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class CommentReply(models.Model):
    """Append-only: the newest row of a comment counts."""

    class Shows(models.TextChoices):
        NOTHING = "nothing", "Nothing yet"
        REPLY = "reply", "The reply alone"
        BOTH = "both", "The comment and the reply"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    comment = models.ForeignKey("market.Comment", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    shows = models.CharField(max_length=7, choices=Shows)
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
