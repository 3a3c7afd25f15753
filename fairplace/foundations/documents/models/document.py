"""What is known of a stored file. The file itself lies outside the web's reach, encrypted."""

from django.db import models

from fairplace.foundations.audit.clock import Now
from fairplace.foundations.kernel.identifiers import new_id


class Document(models.Model):
    """One file of one organisation. A document is never changed: a newer one is another document (Q6)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_organisation_id = models.UUIDField()
    kind = models.TextField()
    original_name = models.TextField()
    media_type = models.TextField()
    size = models.PositiveIntegerField()
    sha256 = models.BinaryField(max_length=32)
    stored_as = models.TextField(unique=True)
    key_version = models.PositiveIntegerField(null=True, help_text="Of the keyring; null: of before this was kept")
    uploaded_by = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["owner_organisation_id", "kind"], name="document_owner_kind")]
