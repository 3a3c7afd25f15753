"""Whose people pages they are: all that differs between a council's, a provider's and the operator's."""

from __future__ import annotations

from dataclasses import dataclass

from fairplace.dps.organisations.rules.administering import ADMINISTERS
from fairplace.dps.organisations.rules.roles import Role
from fairplace.web.page import Audience


@dataclass(frozen=True, slots=True)
class Desk:
    """is_helped: those who run Fairplace can ask to see its pages. signs_on: it may have a sign-in page of its own.
    is_second: it agrees to what councils with one administrator ask."""

    audience: Audience
    is_helped: bool = True
    signs_on: bool = False
    is_second: bool = False

    @property
    def kind(self) -> str:
        """Of the organisation."""
        return self.audience.value

    @property
    def role(self) -> Role:
        """Whoever holds it administers the people."""
        return ADMINISTERS[self.kind]

    def name(self, page: str) -> str:
        """Of an address: "council:people:invite"."""
        return f"{self.kind}:people:{page}"


COUNCIL = Desk(Audience.COUNCIL, signs_on=True)
PROVIDER = Desk(Audience.PROVIDER)
OPERATOR = Desk(Audience.OPERATOR, is_helped=False, is_second=True)
