"""One file of a register on its way in, and what came of it (X4)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class RegisterImport(models.Model):
    """Read first, applied when somebody says so. The file itself is kept only until then."""

    class State(models.TextChoices):
        READING = "reading", "Being read"
        READ = "read", "Read, not applied"
        APPLYING = "applying", "Being applied"
        APPLIED = "applied", "Applied"
        REFUSED = "refused", "Not the register"
        SET_ASIDE = "set_aside", "Set aside"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    register = models.CharField(
        max_length=10, choices=[("gias", "Get Information about Schools"), ("ofsted", "Ofsted")]
    )
    state = models.CharField(max_length=10, choices=State)
    file_name = models.TextField()
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField(help_text="Bytes, as given")
    content = models.BinaryField(null=True, help_text="The file, zlib-packed, until it is applied or set aside")
    asked_by = models.UUIDField(null=True, help_text="Person; none for the command line")
    asked_at = models.DateTimeField()
    applied_by = models.UUIDField(null=True)
    finished_at = models.DateTimeField(null=True, help_text="When it was read, refused, applied or set aside")
    sentence = models.TextField(blank=True, default="", help_text="Why it was refused")
    progress = models.TextField(blank=True, default="", help_text="How far reading or applying is")
    read = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)
    absent = models.IntegerField(default=0)
    bad = models.JSONField(default=list, help_text="[line, why] of each bad row")

    class Meta:
        indexes = [models.Index(name="register_import_asked", fields=["-asked_at"])]

    def __str__(self) -> str:
        return f"{self.register}: {self.file_name}"
