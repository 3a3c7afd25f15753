"""The tables of geography."""

from fairplace.foundations.geography.models.postcode import Postcode

__all__ = ["Postcode"]
