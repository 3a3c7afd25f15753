"""An OCDS release, exactly as it was published (T2)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Release(models.Model):
    """Made once from what happened, never changed. Holds nothing about a child."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ocid = models.CharField(max_length=60)
    release_id = models.CharField(max_length=90, unique=True)
    published_at = models.DateTimeField()
    tag = models.CharField(max_length=20)
    content = models.JSONField()

    class Meta:
        indexes = [
            models.Index(name="releases_newest_first", fields=["-published_at", "-id"]),
            models.Index(name="releases_of_process", fields=["ocid", "published_at"]),
        ]
