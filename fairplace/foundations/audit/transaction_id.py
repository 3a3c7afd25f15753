"""PostgreSQL's transaction numbers, by which the log is sealed in batches without a lock."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Func


class TransactionIdField(Field):  # type: ignore[type-arg]
    """The number of the transaction that wrote a row: `xid8`, which never wraps round."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "xid8"

    def from_db_value(self, value: Any, *_: object) -> int | None:
        return None if value is None else int(value)

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None or hasattr(value, "resolve_expression") else str(value)


class CurrentTransaction(Func):
    """The number of the running transaction."""

    function = "pg_current_xact_id"
    arity = 0
    output_field = TransactionIdField()
