"""Somebody who signs in. Belongs to one organisation (X1)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from fairplace.foundations.kernel.identifiers import new_id

_DJANGO_KEY = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"


class People(BaseUserManager["Person"]):
    """Finds people by e-mail whatever its case, as sign-in needs."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        # Sign-in looks for the address in lower case; nobody's mailbox tells the two apart.
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """No is_staff, no superuser, no Django permissions: duties say what a person may do."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    sessions_ended = models.PositiveIntegerField(default=0)

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_email")]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session is held against at every request: whoever was signed out everywhere is so for good."""
        ended = f":{self.sessions_ended}" if self.sessions_ended else ""
        key = "fairplace.dps.organisations.models.person.sessions" if ended else _DJANGO_KEY
        return salted_hmac(key, f"{self.password}{ended}", secret=secret, algorithm="sha256").hexdigest()

    def __str__(self) -> str:
        return self.name
