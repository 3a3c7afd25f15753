"""Postcodes with their place on the British National Grid, from the ONS directory."""

from django.db import models


class Postcode(models.Model):
    """Where a postcode is, in whole metres. Normalised: "TN13 9WT"."""

    postcode = models.TextField(primary_key=True)
    easting = models.IntegerField()
    northing = models.IntegerField()
    district = models.TextField(db_index=True)
