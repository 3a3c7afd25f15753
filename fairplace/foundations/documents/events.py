"""What is recorded about documents."""

from typing import Final

DOCUMENT_STORED: Final = "documents.document_stored"
DOCUMENT_DESTROYED: Final = "documents.document_destroyed"
