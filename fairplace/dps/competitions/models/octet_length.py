"""Lets a constraint ask how many bytes a binary column holds."""

from __future__ import annotations

from django.db import models


@models.BinaryField.register_lookup
class OctetLength(models.Transform):
    """SQL octet_length(): bytes."""

    lookup_name = "octet_length"
    function = "octet_length"
    output_field = models.IntegerField()
