"""The three openers of a competition, of whom any two open it (C2)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Opener(models.Model):
    """Named at publication, with the public key that the slots are sealed to: that one never changes.

    Where the part was handed over, `person` is who has it now, and the private key lies in a box to the key of theirs
    that is kept beside it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(help_text="0, 1 or 2: the order in the sealed format")
    public_key = models.BinaryField()
    sealed_private_key = models.BinaryField(
        help_text="Under the opener's passphrase; of a part handed over, in a box to holder_public_key"
    )
    holder_public_key = models.BinaryField(null=True, help_text="Null unless the part was handed over")
    holder_sealed_key = models.BinaryField(null=True, help_text="Under the passphrase of who has the part now")
    handed_over_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    handed_over_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True, help_text="When the opener said that the passphrase is forgotten")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_opener_per_place", fields=["competition", "place"]),
            models.UniqueConstraint(name="an_opener_once", fields=["competition", "person"]),
            models.CheckConstraint(name="three_opener_places", condition=models.Q(place__in=[0, 1, 2])),
            models.CheckConstraint(
                name="opener_part_is_whole",
                condition=models.Q(
                    holder_public_key__isnull=True,
                    holder_sealed_key__isnull=True,
                    handed_over_by__isnull=True,
                    handed_over_at__isnull=True,
                )
                | models.Q(
                    holder_public_key__isnull=False,
                    holder_sealed_key__isnull=False,
                    handed_over_by__isnull=False,
                    handed_over_at__isnull=False,
                ),
            ),
        ]
