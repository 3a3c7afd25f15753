"""Tables of transparency: private to this area."""

from fairplace.dps.transparency.models.release import Release

__all__ = ["Release"]
