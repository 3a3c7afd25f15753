"""A column whose Python value is what the database holds: cipher text, never the plain value.

A row that is loaded, logged, serialised or printed therefore gives nothing away. Plain text exists only
between `reveal` and the page, or between the form and `seal_onto`.
"""

from typing import Any
from uuid import UUID

from django.db.models import BinaryField, Model

from fairplace.foundations.encryption.keyring import keyring
from fairplace.foundations.kernel import sealed_fields


class EncryptedTextField(BinaryField):  # type: ignore[type-arg]
    """Encrypted text, bound to its table, column and row: elsewhere it does not open."""

    description = "Encrypted text"


def seal_onto(instance: Model, **plain: str | None) -> None:
    """Set encrypted fields of an instance from plain text; saving is the caller's. None empties a field.

    The instance must already have its key, a UUID made in Python.
    """
    for name, value in plain.items():
        table, column = _place(type(instance), name)
        sealed = None
        if value is not None:
            sealed = sealed_fields.encrypt(
                keyring(), value.encode(), table=table, column=column, row_id=_row_id(instance)
            )
        setattr(instance, name, sealed)


def reveal(instance: Model, name: str) -> str | None:
    """The plain text of an instance's encrypted field. Record the reading (`audit.read_recorded`).

    Raises CannotOpen when the value was changed or moved here from another row.
    """
    return reveal_value(type(instance), name, _row_id(instance), getattr(instance, name))


def reveal_value(model: type[Model], name: str, row_id: UUID, sealed: bytes | memoryview | None) -> str | None:
    """The same for a value that a query handed out without its instance."""
    if sealed is None:
        return None
    table, column = _place(model, name)
    return sealed_fields.decrypt(keyring(), bytes(sealed), table=table, column=column, row_id=row_id).decode()


def rotate_onto(instance: Model) -> list[str]:
    """Seal every encrypted field of an instance with the newest key. Returns the names that changed."""
    changed = []
    for field in instance._meta.concrete_fields:
        sealed: Any = getattr(instance, field.attname)
        if not isinstance(field, EncryptedTextField) or sealed is None:
            continue
        table, column = _place(type(instance), field.name)
        rotated = sealed_fields.rotate(keyring(), bytes(sealed), table=table, column=column, row_id=_row_id(instance))
        if rotated != bytes(sealed):
            setattr(instance, field.attname, rotated)
            changed.append(field.name)
    return changed


def _place(model: type[Model], name: str) -> tuple[str, str]:
    field = model._meta.get_field(name)
    if not isinstance(field, EncryptedTextField):
        raise TypeError(f"{model._meta.label}.{name} is not an encrypted field.")
    assert field.column is not None
    return model._meta.db_table, field.column


def _row_id(instance: Model) -> UUID:
    if not isinstance(instance.pk, UUID):
        raise TypeError(f"{instance._meta.label} needs its UUID before anything can be sealed onto it.")
    return instance.pk
