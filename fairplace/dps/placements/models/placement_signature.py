"""A signature under an IPA: the provider first, then the council."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class PlacementSignature(models.Model):
    """Each signs the document as it then stands, known by its digest; the sealed PDF after signing is kept too.

    organisation and person are empty where a named place that is not on the system signed by its link, with a code.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey("placements.PlacementAgreement", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", null=True
    )
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    name_typed = models.CharField(max_length=120)
    signed_sha256 = models.CharField(max_length=64)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_placement_signature_per_place", fields=["agreement", "place"]),
            models.CheckConstraint(name="two_placement_places", condition=models.Q(place__in=[1, 2])),
        ]
