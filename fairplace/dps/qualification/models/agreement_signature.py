"""A signature under a line's agreement: the provider's first, then the lead's (Q11)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class AgreementSignature(models.Model):
    """Place 1 is the provider's, place 2 the lead authority's; both sign the same text, known by its digest.

    document: the paper as sealed by this signature; null under signatures made before papers were drawn.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey("qualification.Line", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    name_typed = models.CharField(max_length=120)
    terms_version = models.CharField(max_length=40)
    text_sha256 = models.CharField(max_length=64)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_agreement_signature_per_place", fields=["line", "place"]),
            models.CheckConstraint(name="two_agreement_places", condition=models.Q(place__in=[1, 2])),
        ]
