"""Keeping an uploaded file, and getting it back.

The file is encrypted (bound to its row, like a child's data) and lies under a random name in the document
store, outside what the web server serves. It is written before its row is committed: a file without a row is
swept away later, a row without a file never happens.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction

from fairplace.foundations.audit import record
from fairplace.foundations.documents import events
from fairplace.foundations.documents.inspection import clean_name, inspect_file
from fairplace.foundations.documents.models import Document
from fairplace.foundations.encryption import keyring
from fairplace.foundations.kernel import sealed_fields
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.file_lock import FILES_STAY
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.refused import Refused

_TABLE, _COLUMN = "documents_document", "content"


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document on its way to somebody who may have it. Serve it as an attachment, with nosniff."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as a page lists it."""

    id: UUID
    owner_organisation_id: UUID
    kind: str
    original_name: str
    media_type: str
    size: int
    uploaded_at: datetime


@transaction.atomic
def store_upload(
    *, actor: Actor, upload: UploadedFile[bytes], kind: str, owner_organisation_id: UUID | None = None
) -> UUID:
    """Check and keep a file; the owner is the actor's organisation unless another is named.

    Who may upload what is for the caller to ask first. Refused with one sentence when the file is too large
    or not of a kind that we take. The name stays out of the record: it may be somebody's.
    """
    owner = owner_organisation_id or actor.organisation_id
    if owner is None:
        raise ValueError("A document needs an organisation that it belongs to.")
    content = _read_within_limit(upload)
    name = clean_name(upload.name or "")
    return _keep(actor, content, name=name, media_type=inspect_file(name, content), kind=kind, owner=owner)


@transaction.atomic
def store_made(*, actor: Actor, content: bytes, name: str, media_type: str, kind: str, owner: UUID) -> UUID:
    """Keep a file that the system itself has made, of any size."""
    return _keep(actor, content, name=name, media_type=media_type, kind=kind, owner=owner)


def _keep(actor: Actor, content: bytes, *, name: str, media_type: str, kind: str, owner: UUID) -> UUID:
    document = Document(
        id=new_id(),
        owner_organisation_id=owner,
        kind=kind,
        original_name=name,
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).digest(),
        uploaded_by=actor.person_id,
    )
    sealed = sealed_fields.encrypt(keyring(), content, table=_TABLE, column=_COLUMN, row_id=document.id)
    document.key_version = sealed_fields.version_of(sealed)
    document.stored_as = save_file(sealed)
    document.save(force_insert=True)
    record(
        actor=actor,
        kind=events.DOCUMENT_STORED,
        subject=document,
        document_kind=kind,
        media_type=media_type,
        size=document.size,
        sha256=document.sha256.hex(),
    )
    return document.id


def open_document(document_id: UUID) -> StoredDocument | None:
    """A document's content, or None when there is no such document. Who may open it, the caller asks first.

    Raises CannotOpen when the file was changed, and FileNotFoundError when it is gone.
    """
    document = Document.objects.filter(id=document_id).first()
    if document is None:
        return None
    try:
        sealed = read_file(document.stored_as)
    except FileNotFoundError:  # sealed anew with a newer key, in another file, since we looked
        document.refresh_from_db(fields=["stored_as"])
        sealed = read_file(document.stored_as)
    content = sealed_fields.decrypt(keyring(), sealed, table=_TABLE, column=_COLUMN, row_id=document.id)
    return StoredDocument(document.original_name, document.media_type, content)


def save_file(sealed: bytes) -> str:
    """Under a new random name, which is returned."""
    token = secrets.token_hex(16)
    return default_storage.save(f"{token[:2]}/{token}", ContentFile(sealed))


def read_file(stored_as: str) -> bytes:
    """What lies there, sealed. Raises FileNotFoundError."""
    with default_storage.open(stored_as) as file:
        sealed: bytes = file.read()
    return sealed


def seal_file_anew(stored_as: str, document_id: UUID) -> tuple[str, int] | None:
    """The file sealed with the newest key under a new name, and that key's number; None when it already was.

    The old file stays until its row names the new one. Raises CannotOpen and FileNotFoundError.
    """
    sealed = read_file(stored_as)
    turned = sealed_fields.rotate(keyring(), sealed, table=_TABLE, column=_COLUMN, row_id=document_id)
    return None if turned == sealed else (save_file(turned), sealed_fields.version_of(turned))


def remove_document(document_id: UUID) -> list[str]:
    """Take a document's row away. Returns its files, for `take_files_away` after the commit."""
    rows = Document.objects.filter(id=document_id)
    files = list(rows.values_list("stored_as", flat=True))
    rows.delete()
    return files


@transaction.atomic
def take_files_away(names: Iterable[str]) -> bool:
    """Files that no row names any more. False, and nothing done, while a backup is made, which may want them: then
    `sweep` takes them a day later, or the caller tries again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [FILES_STAY])
        if not cursor.fetchone()[0]:
            return False
    for name in names:
        default_storage.delete(name)
    return True


def destroy_document(*, actor: Actor, document_id: UUID) -> None:
    """The row now, the file once that is committed; the record keeps what it was by its digest. Who may, and whether
    it has become evidence, the caller asks first. A file that is left behind is swept away.
    """
    document = Document.objects.select_for_update().filter(id=document_id).first()
    if document is None:
        return
    record(
        actor=actor,
        kind=events.DOCUMENT_DESTROYED,
        subject=document,
        document_kind=document.kind,
        sha256=bytes(document.sha256).hex(),
    )
    stored_as = document.stored_as
    document.delete()
    transaction.on_commit(lambda: take_files_away([stored_as]))


def document_rows(ids: Iterable[UUID]) -> dict[UUID, DocumentRow]:
    """What a page shows of these documents, by their id; those that do not exist are left out."""
    rows = Document.objects.filter(id__in=list(ids)).values(*DocumentRow.__dataclass_fields__)
    return {row["id"]: DocumentRow(**row) for row in rows}


def _read_within_limit(upload: UploadedFile[bytes]) -> bytes:
    limit: int = settings.FAIRPLACE_UPLOAD_LIMIT
    content = upload.read(limit + 1) if (upload.size or 0) <= limit else b""
    if (upload.size or 0) > limit or len(content) > limit:
        megabytes = f"{limit / 1024 / 1024:.0f}"
        raise Refused(f"The file is larger than {megabytes} MB: choose a smaller one, or save it as a smaller PDF.")
    return bytes(content)
