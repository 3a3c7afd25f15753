"""The three openers of a competition, of whom any two open it (C2)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Opener(models.Model):
    """Fixed at publication, with the public key that the slots are sealed to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(help_text="0, 1 or 2: the order in the sealed format")
    public_key = models.BinaryField()
    sealed_private_key = models.BinaryField(
        help_text="As it stood at publication: a later passphrase does not lock bids out"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_opener_per_place", fields=["competition", "place"]),
            models.UniqueConstraint(name="an_opener_once", fields=["competition", "person"]),
            models.CheckConstraint(name="three_opener_places", condition=models.Q(place__in=[0, 1, 2])),
        ]
