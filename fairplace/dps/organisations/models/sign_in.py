"""Where somebody is signed in: a browser, from one sign-in to its end (X1)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from fairplace.foundations.kernel.identifiers import new_id


class SignIn(models.Model):
    """Its times are the true clock's, which the demo cannot shift: they protect an account and decide nothing else.

    No address of the network is kept: the browser's kind and the times are enough to know a stranger by.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    browser = models.CharField(max_length=60)
    factor = models.CharField(max_length=20)
    began_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(name="sign_ins_of_person", fields=["person", "-last_used_at"]),
            models.Index(name="sign_ins_begun", fields=["began_at"]),
        ]

    def __str__(self) -> str:
        return self.browser
