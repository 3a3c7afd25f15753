"""A provider that registers itself, until its first person has confirmed their e-mail address (Q1)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Registration(models.Model):
    """What was typed. code_sha256 None: the address has an account already, so no code was sent to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_name = models.CharField(max_length=200)
    registered_number = models.CharField(max_length=20, blank=True)
    town = models.CharField(max_length=100, blank=True)
    person_name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254)
    code_sha256 = models.BinaryField(max_length=32, null=True)
    code_sent_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
