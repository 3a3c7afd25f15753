"""What is recorded about documents."""

from typing import Final

DOCUMENT_STORED: Final = "documents.document_stored"
