"""What is recorded about transparency."""

from typing import Final

RELEASE_PUBLISHED: Final = "transparency.release_published"
