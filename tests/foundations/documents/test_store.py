"""Documents at rest: encrypted, under a random name, back exactly as they came; nothing half-kept."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.test import override_settings

from fairplace.foundations import audit
from fairplace.foundations.documents.jobs import sweep
from fairplace.foundations.documents.models import Document
from fairplace.foundations.documents.store import document_rows, open_document, store_made, store_upload
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.sealed_fields import CannotOpen
from tests.foundations.documents import files

PROVIDER = replace(SYSTEM, person_id=new_id(), organisation_id=new_id(), organisation_kind="provider")
PDF = files.pdf()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    here = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    with override_settings(STORAGES=storages.backends | {"default": here}):
        yield tmp_path


def upload(name: str = "insurance.pdf", content: bytes = PDF) -> "UploadedFile[bytes]":
    return SimpleUploadedFile(name, content, content_type="text/html")


def stored_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_document_comes_back_as_it_was(folder: Path) -> None:
    """The browser's word for the type is not taken."""
    document_id = store_upload(actor=PROVIDER, upload=upload("C:\\a\\my insurance.pdf"), kind="insurance")
    document = open_document(document_id)
    assert document is not None
    assert (document.name, document.media_type, document.content) == ("my insurance.pdf", "application/pdf", PDF)
    row = document_rows([document_id, new_id()])[document_id]
    assert (row.owner_organisation_id, row.kind, row.size) == (PROVIDER.organisation_id, "insurance", len(PDF))


@pytest.mark.django_db
def test_a_paper_of_the_systems_own_is_kept_as_it_was_made(folder: Path) -> None:
    """Not asked whether it is what its name says; sealed and recorded like any other."""
    pdf, owner = b"%PDF-1.7 ours", new_id()
    made = {"name": "letter.pdf", "media_type": "application/pdf", "kind": "letter", "owner": owner}
    kept = store_made(actor=SYSTEM, content=pdf, **made)  # type: ignore[arg-type]
    document = open_document(kept)
    assert document is not None
    assert (document.name, document.media_type, document.content) == ("letter.pdf", "application/pdf", pdf)
    (file,) = stored_files(folder)
    assert b"ours" not in file.read_bytes()


@pytest.mark.django_db
def test_file_at_rest_gives_nothing_away(folder: Path) -> None:
    document_id = store_upload(actor=PROVIDER, upload=upload(), kind="insurance")
    (file,) = stored_files(folder)
    assert re.fullmatch(r"[0-9a-f]{32}", file.name)
    assert b"%PDF" not in file.read_bytes()
    assert str(document_id) not in str(file)


@pytest.mark.django_db
def test_changed_or_exchanged_file_does_not_open(folder: Path) -> None:
    first = store_upload(actor=PROVIDER, upload=upload(), kind="insurance")
    second = store_upload(actor=PROVIDER, upload=upload(), kind="insurance")
    one, two = (folder / Document.objects.get(id=document_id).stored_as for document_id in (first, second))
    one.write_bytes(two.read_bytes())
    with pytest.raises(CannotOpen):
        open_document(first)


@pytest.mark.django_db
def test_storing_is_recorded_without_the_name(folder: Path) -> None:
    """The name of a file may be somebody's name."""
    document_id = store_upload(actor=PROVIDER, upload=upload("Ada Example.pdf"), kind="insurance")
    (event,) = audit.timeline(about=document_id)
    assert event.kind == "documents.document_stored"
    assert event.actor_id == PROVIDER.person_id
    assert "Ada" not in str(event.payload)


@pytest.mark.django_db
def test_document_may_belong_to_another_organisation_than_the_actors() -> None:
    owner = new_id()
    document_id = store_upload(actor=SYSTEM, upload=upload(), kind="letter", owner_organisation_id=owner)
    assert document_rows([document_id])[document_id].owner_organisation_id == owner
    with pytest.raises(ValueError, match="belongs to"):
        store_upload(actor=SYSTEM, upload=upload(), kind="letter")


@pytest.mark.django_db
def test_file_over_the_limit_is_refused_and_nothing_is_kept(folder: Path) -> None:
    with override_settings(FAIRPLACE_UPLOAD_LIMIT=2 * 1024 * 1024):
        for name in ("big.txt", "big.pdf"):
            with pytest.raises(Refused, match="larger than 2 MB"):
                store_upload(actor=PROVIDER, upload=upload(name, b"a" * (2 * 1024 * 1024 + 1)), kind="x")
    assert not stored_files(folder)
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_refused_file_leaves_nothing(folder: Path) -> None:
    with pytest.raises(Refused):
        store_upload(actor=PROVIDER, upload=upload("page.html", b"<html>"), kind="x")
    assert not stored_files(folder)


@pytest.mark.django_db
def test_missing_document_is_none() -> None:
    assert open_document(new_id()) is None


def test_file_without_a_row_is_swept_away_a_day_later(committed_database: object, folder: Path) -> None:
    @transaction.atomic
    def failing_action() -> None:
        store_upload(actor=PROVIDER, upload=upload(), kind="insurance")
        raise ZeroDivisionError

    kept = store_upload(actor=PROVIDER, upload=upload(), kind="insurance")
    with pytest.raises(ZeroDivisionError):
        failing_action()
    assert len(stored_files(folder)) == 2
    assert sweep() == 0, "its transaction may still be under way"
    for file in stored_files(folder):
        os.utime(file, (0, 0))
    assert sweep() == 1
    assert open_document(kept) is not None


def test_sweeping_an_empty_store_is_no_error(committed_database: object, folder: Path) -> None:
    assert sweep() == 0
    default_storage.save("ab/abcd", ContentFile(b"x"))
    assert sweep() == 0
