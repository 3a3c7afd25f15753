"""Whoever reads a page may open what it offers, and its HTML is sound: every kind of person, from where each begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import chain
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from tests.attacks.scene import Scene, signed_in
from tests.attacks.test_hostile_text import visitors
from tests.attacks.test_other_peoples_things import addresses, victims

BLOCKS = {"ul", "ol", "dl", "p", "div", "table", "form", "fieldset", "h1", "h2", "h3", "section"}
INLINE = {"span", "strong", "em", "label", "button"}
VOID = {"input", "br", "hr", "img", "meta", "link", "wbr", "source", "col"}
SHOWCASE = "components/"  # of parts of pages, whose links are only to be looked at
MOST_OF_A_KIND = 2  # pages of one view, of one person


class Sound(HTMLParser):
    """Where a page leads, and what a browser has to put right in it."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: Counter[str] = Counter()
        self.meant: set[str] = set()  # the identifiers that something on the page names
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(body)
        self.faults += [f"two of id {name}" for name, times in self.ids.items() if times > 1]
        self.faults += [f"nothing has the id {name}" for name in sorted(self.meant - self.ids.keys())]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) < len(attrs):
            self.faults.append(f"<{tag}> says an attribute twice")
        if tag in BLOCKS and (around := INLINE & set(self._open)):
            self.faults.append(f"<{tag}> in <{min(around)}>")
        if given.get("action", "somewhere") == "":
            self.faults.append(f"<{tag} action=''>")
        if "id" in given:
            self.ids[given["id"]] += 1
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "headers"):
            self.meant |= set(given.get(name, "").split())
        if tag == "a" and "href" in given:
            address, fragment = urldefrag(given["href"])
            if address:
                self.links.append(address)
            elif fragment:
                self.meant.add(fragment)
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass


def kind_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return address


def walked(client: Client) -> Iterator[tuple[str, str, Any]]:
    """(where the link stands, the address, what it led to) from every first page that is theirs, by links alone."""
    first = [f"/{route}" for route, converters, _ in addresses() if not converters and route != SHOWCASE]
    led = {address: client.get(address, follow=True) for address in first}
    waiting = [address for address in first if led[address].status_code == 200]
    yield from (("", address, led[address]) for address in waiting)
    seen: Counter[str] = Counter()
    while waiting:
        before = waiting.pop(0)
        if led[before].status_code != 200 or led[before].streaming or "text/html" not in led[before]["Content-Type"]:
            continue
        for link in Sound(led[before].content.decode()).links:
            to = urljoin(before, link)
            if to.startswith("/") and to not in led and seen[kind_of(to)] < MOST_OF_A_KIND:
                seen[kind_of(to)] += 1
                led[to] = client.get(to, follow=True)
                waiting.append(to)
            if to in led:
                yield before, to, led[to]


def test_whoever_reads_a_page_may_open_what_it_offers_x1(scene: Scene) -> None:
    dead, unsound, read = [], [], set()
    others = [("who marks", signed_in(scene.world.people["second_officer"]), victims(scene))]
    for who, client, _ in chain(visitors(scene), others):
        for before, address, response in walked(client):
            if response.status_code != 200:
                dead.append(f"{who} at {before}: {address} is {response.status_code}")
            elif not response.streaming and "text/html" in response["Content-Type"] and (who, address) not in read:
                read.add((who, address))
                unsound += [f"{kind_of(address)}: {fault}" for fault in Sound(response.content.decode()).faults]
    assert not dead, "\n".join(sorted(set(dead)))
    assert not unsound, "\n".join(sorted(set(unsound)))
    assert len({kind_of(address) for _, address in read}) > 100


def test_a_page_that_a_browser_would_put_right_is_noticed() -> None:
    faults = Sound(
        '<form action=""><label for="a">A</label><input id="b" aria-describedby="c"><input id="b"></form>'
        '<span><ul><li>x</li></ul></span><a href="#nowhere">x</a><p class="x" class="y">z</p><p>fine</p>'
    ).faults
    missing = [f"nothing has the id {name}" for name in ("a", "c", "nowhere")]
    assert faults == ["<form action=''>", "<ul> in <span>", "<p> says an attribute twice", "two of id b", *missing]
