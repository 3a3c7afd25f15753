"""What is recorded about transparency."""

from typing import Final

RELEASE_PUBLISHED: Final = "transparency.release_published"
HEAD_DELIVERED: Final = "transparency.head_delivered"
PACK_ASKED: Final = "transparency.pack_asked"
PACK_MADE: Final = "transparency.pack_made"
PACK_DOWNLOADED: Final = "transparency.pack_downloaded"
