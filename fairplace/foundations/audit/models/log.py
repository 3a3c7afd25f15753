"""The log: which event stands where, the complete nodes above, every head that was signed, and those published.

All append-only.
"""

from django.db import models

from fairplace.foundations.audit.transaction_id import TransactionIdField


class Leaf(models.Model):
    """A place in the log. No foreign key: the log outlives whatever happens to a row of events."""

    position = models.BigIntegerField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    leaf = models.BinaryField(max_length=32)


class Node(models.Model):
    """A complete node above level 0: kernel.merkle.Place. It never changes, so proofs need few of them."""

    pk = models.CompositePrimaryKey("level", "number")
    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)


class Head(models.Model):
    """The log as it was when so many events stood in it.

    `horizon`: every transaction below it had ended, and what it wrote is in the log. `cluster`: the database cluster
    whose transaction numbers these are. `sealed_at` is the true time, also where a demo moves the clock.
    """

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    horizon = TransactionIdField()
    cluster = models.TextField()
    sealed_at = models.DateTimeField()
    signed = models.TextField()


class PublishedHead(models.Model):
    """A head that the public has seen. `published_at` is the true time. No foreign key, as for leaves."""

    size = models.BigIntegerField(primary_key=True)
    published_at = models.DateTimeField()
