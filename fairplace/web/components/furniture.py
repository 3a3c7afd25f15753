"""What stands around every page: who is signed in, where they can go, what the footer says.

The page door fills one `Furniture` for each request and passes it to templates as `furniture`; a page that is
drawn without one (an error page, say) gets the plain one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the navigation or the footer. count: how many things wait behind it; None shows nothing."""

    text: str
    href: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class DemoBar:
    """The bar on top of every page of the demo."""

    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Support:
    """The banner over an organisation's pages that somebody who runs Fairplace reads to help it."""

    organisation: str
    until: str
    leave_href: str


@dataclass(frozen=True, slots=True)
class Furniture:
    """council is the code whose colours the page wears ("surrey"; see styles/_councils.scss)."""

    person_name: str = ""
    organisation_name: str = ""
    council: str = ""
    home_href: str = "/"
    sign_in_href: str = ""
    sign_out_href: str = ""
    account_href: str = ""
    navigation: tuple[Link, ...] = ()
    footer_links: tuple[Link, ...] = ()
    demo: DemoBar | None = None
    support: Support | None = None
    messages: Iterable[Any] = ()
