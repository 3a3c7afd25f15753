"""Everybody who takes part in a journey."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.journeys.visitor import Visitor


class Meeting:
    """Everybody of the journey, each with a browser of their own that stays open."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._people: dict[str, Visitor] = {}

    def __call__(self, name: str) -> Visitor:
        if name not in self._people:
            self._people[name] = Visitor(self._browser, self._address).is_now(name)
        return self._people[name]

    def on_a_phone(self, name: str) -> Visitor:
        """Somebody who does everything on a phone."""
        if name not in self._people:
            self._people[name] = Visitor(self._browser, self._address, width=375, touch=True).is_now(name)
        return self._people[name]

    def without_scripts(self, name: str) -> Visitor:
        """Somebody whose browser runs no JavaScript."""
        if name not in self._people:
            self._people[name] = Visitor(self._browser, self._address, javascript=False).is_now(name)
        return self._people[name]

    def stranger(self) -> Visitor:
        """Somebody without an account."""
        return self._people.setdefault("", Visitor(self._browser, self._address))

    def stranger_on_a_phone(self) -> Visitor:
        """The same, who has only a phone."""
        return self._people.setdefault("on a phone", Visitor(self._browser, self._address, width=375, touch=True))

    def somebody_else(self) -> Visitor:
        """Another stranger, who only looks."""
        return self._people.setdefault("somebody else", Visitor(self._browser, self._address))

    def end(self) -> None:
        for one in self._people.values():
            one.leaves()
