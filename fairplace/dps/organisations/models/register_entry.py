"""One entry of a public register of schools or of social care, as last imported (X4)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class RegisterEntry(models.Model):
    """A school or home as its register describes it. Names no person. What the register keeps back is empty here."""

    class Register(models.TextChoices):
        GIAS = "gias", "Get Information about Schools"
        OFSTED = "ofsted", "Ofsted"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    register = models.CharField(max_length=10, choices=Register)
    urn = models.CharField(max_length=12)
    name = models.TextField(blank=True, default="")
    kind = models.TextField(blank=True, default="", help_text="In the register's words")
    our_kind = models.CharField(max_length=40, blank=True, default="", help_text="Establishment.Kind, where it is one")
    status = models.TextField(blank=True, default="", help_text="In the register's words")
    closed = models.BooleanField(default=False)
    in_order = models.BooleanField(default=True, help_text="Open and neither suspended nor only proposed")
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    closed_because = models.TextField(blank=True, default="")
    age_from = models.IntegerField(null=True)
    age_to = models.IntegerField(null=True)
    takes = models.CharField(max_length=10, blank=True, default="", help_text="Establishment.Takes")
    boarders = models.TextField(blank=True, default="")
    places = models.IntegerField(null=True)
    section_41 = models.BooleanField(null=True, help_text="Approved under section 41 of the 2014 Act")
    address = models.TextField(blank=True, default="")
    postcode = models.CharField(max_length=8, blank=True, default="")
    council_code = models.TextField(blank=True, default="")
    council_area = models.TextField(blank=True, default="")
    region = models.TextField(blank=True, default="")
    sector = models.TextField(blank=True, default="")
    owner = models.TextField(blank=True, default="", help_text="The organisation that the register names as owner")
    inspectorate = models.TextField(blank=True, default="")
    judgement = models.TextField(blank=True, default="", help_text="Overall, of the last full inspection")
    judgements = models.JSONField(default=dict, help_text="Area -> grade, of the last full inspection")
    inspected_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    linked_urn = models.CharField(max_length=12, blank=True, default="", help_text="Of the other register")
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    missing_since = models.DateField(null=True, help_text="The day of the first import that did not have it")

    class Meta:
        constraints = [models.UniqueConstraint(name="one_entry_per_register_and_urn", fields=["register", "urn"])]
        indexes = [models.Index(name="register_entry_urn", fields=["urn"])]

    def __str__(self) -> str:
        return f"{self.register} {self.urn}"


class RegisterChange(models.Model):
    """What one import changed in an entry. Append-only: "since when is it closed?" is answered from here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey("organisations.RegisterEntry", on_delete=models.PROTECT, related_name="+")
    register_import = models.ForeignKey("organisations.RegisterImport", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    fields = ArrayField(models.CharField(max_length=30), help_text="The names of what changed")
    changes = models.JSONField(help_text="Field -> [before, after]")

    class Meta:
        indexes = [models.Index(name="register_change_of_entry", fields=["entry", "at"])]

    def __str__(self) -> str:
        return ", ".join(self.fields)
