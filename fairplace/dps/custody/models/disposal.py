"""What is to go, who asked for it, who agreed, and what came of it (T5)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Disposal(models.Model):
    """A report that somebody put forward and a second person agrees to. The database erases nothing without that."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=24, unique=True)
    because = models.CharField(max_length=300, blank=True, help_text="Of an erasure that was asked for: on what ground")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    refused_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    refused_because = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)
    certificate_id = models.UUIDField(null=True, help_text="Document: the sealed certificate")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="disposal_agreed_by_another",
                condition=models.Q(agreed_by__isnull=True) | ~models.Q(agreed_by=models.F("asked_by")),
            )
        ]
        indexes = [models.Index(name="disposals_of_council", fields=["council", "-asked_at"])]


class DisposalItem(models.Model):
    """One thing, or all of a class from before a day. thing_id is no foreign key: the thing goes."""

    class Outcome(models.TextChoices):
        WAITING = "", "Not yet"
        ERASED = "erased", "Erased"
        HELD = "held", "Held: a legal hold wins"
        NOT_DUE = "not_due", "No longer due"
        NEEDED = "needed", "Still needed by something that is kept"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    disposal = models.ForeignKey("custody.Disposal", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    thing_id = models.UUIDField(null=True)
    name = models.CharField(max_length=60, help_text="The reference: nothing of the child")
    before = models.DateTimeField(null=True)
    due_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")
    erased_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0, help_text="Rows taken or emptied")
    files = models.PositiveIntegerField(default=0)
    events = models.PositiveIntegerField(default=0, help_text="Events of which nothing but the leaf is left")

    class Meta:
        indexes = [models.Index(name="items_of_disposal", fields=["disposal", "outcome"])]
        constraints = [models.UniqueConstraint(name="one_thing_once", fields=["disposal", "code", "thing_id"])]
