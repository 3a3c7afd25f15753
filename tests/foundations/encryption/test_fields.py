"""Encrypted columns: an instance never holds plain text, and a value opens in its own row alone."""

from collections.abc import Iterator

import pytest
from django.db import models
from django.test import override_settings
from django.test.utils import isolate_apps

from fairplace.foundations.encryption import EncryptedTextField, checks, reveal, reveal_value, seal_onto
from fairplace.foundations.encryption.fields import rotate_onto
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.sealed_fields import CannotOpen, version_of


@pytest.fixture
def child() -> Iterator[models.Model]:
    with isolate_apps("fairplace.foundations.encryption"):

        class Child(models.Model):
            id = models.UUIDField(primary_key=True, default=new_id)
            name = EncryptedTextField()
            narrative = EncryptedTextField(null=True)
            district = models.TextField()

            class Meta:
                app_label = "encryption"

        yield Child(district="TN13")


def test_instance_holds_cipher_text_only(child: models.Model) -> None:
    seal_onto(child, name="Ada Exámple")
    assert b"Ada" not in child.name  # type: ignore[attr-defined]
    assert reveal(child, "name") == "Ada Exámple"


def test_value_moved_to_another_row_or_column_does_not_open(child: models.Model) -> None:
    seal_onto(child, name="Ada", narrative=None)
    assert reveal(child, "narrative") is None
    other = type(child)(name=child.name, narrative=child.name)  # type: ignore[attr-defined]
    for instance, field in ((other, "name"), (other, "narrative")):
        with pytest.raises(CannotOpen):
            reveal(instance, field)
    child.narrative = child.name  # type: ignore[attr-defined]
    with pytest.raises(CannotOpen):
        reveal(child, "narrative")


def test_value_of_a_query_row_opens_without_its_instance(child: models.Model) -> None:
    seal_onto(child, name="Ada")
    sealed = memoryview(child.name)  # type: ignore[attr-defined]
    assert reveal_value(type(child), "name", child.pk, sealed) == "Ada"


def test_only_encrypted_fields_of_rows_with_a_key_are_sealed(child: models.Model) -> None:
    with pytest.raises(TypeError, match="not an encrypted field"):
        seal_onto(child, district="TN13")
    child.pk = None
    with pytest.raises(TypeError, match="needs its UUID"):
        seal_onto(child, name="Ada")


def test_rotation_reseals_what_an_older_key_sealed(child: models.Model) -> None:
    seal_onto(child, name="Ada")
    with override_settings(FAIRPLACE_KEYRING={1: bytes(range(32)), 2: b"\x02" * 32}):
        assert rotate_onto(child) == ["name"]
        assert rotate_onto(child) == []
        assert version_of(child.name) == 2  # type: ignore[attr-defined]
    with override_settings(FAIRPLACE_KEYRING={2: b"\x02" * 32}):
        assert reveal(child, "name") == "Ada"


def test_missing_or_broken_keyring_is_an_error_where_something_is_served() -> None:
    assert checks.keyring_is_usable() == []
    with override_settings(FAIRPLACE_KEYRING={}):
        assert [message.id for message in checks.keyring_is_usable()] == ["encryption.E001"]
        assert [message.id for message in checks.keyring_is_not_broken()] == ["encryption.W001"]
    with override_settings(FAIRPLACE_KEYRING={1: b"short"}):
        assert [message.id for message in checks.keyring_is_not_broken()] == ["encryption.E001"]
