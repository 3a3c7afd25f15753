"""An opener's key pair: the private half lies under their own opening passphrase."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class OpeningKey(models.Model):
    """One per person. Nobody else, and no setting of the application, can unlock it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField("organisations.Person", on_delete=models.PROTECT, related_name="+")
    public_key = models.BinaryField()
    sealed_private_key = models.BinaryField()
    made_at = models.DateTimeField()
