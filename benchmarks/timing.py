"""Pages and limits, asked for in turn over one connection each, in rounds."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from statistics import median
from urllib.parse import urlencode, urlsplit

from benchmarks.pages import Page

ROUNDS, TIMES, WARMING = 7, 12, 8
TOKEN = "b" * 32


@dataclass(frozen=True, slots=True)
class Timed:
    """Medians of the rounds: milliseconds, and the ratio within a round. least, most: the ratio's range over rounds."""

    page: Page
    milliseconds: float
    limit: float
    ratio: float
    least: float
    most: float
    kilobytes: float


class Visitor:
    """One kept connection to the server."""

    def __init__(self, url: str) -> None:
        self.host = urlsplit(url).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=30)

    def ask(self, address: str, cookie: str, form: Mapping[str, str] | None = None) -> tuple[float, int]:
        """Milliseconds until the whole answer is here, and its bytes. form: to be posted."""
        headers = {"Cookie": f"sessionid={cookie}; csrftoken={TOKEN}"}
        begun = time.perf_counter()
        if form:
            headers |= {"X-CSRFToken": TOKEN, "Content-Type": "application/x-www-form-urlencoded"}
            self.connection.request("POST", address, urlencode(form), headers)
        else:
            self.connection.request("GET", address, headers=headers)
        response = self.connection.getresponse()
        body = response.read()
        spent = (time.perf_counter() - begun) * 1000
        if response.status != (302 if form else 200):
            raise RuntimeError(f"{address} answered {response.status}")
        return spent, len(body)


def time_pages(url: str, pages: Sequence[Page]) -> list[Timed]:
    """Every page next to its limit, `TIMES` times a round; what can be done once, three times a round."""
    visitor = Visitor(url)
    turns = {page.name: _turns(page) for page in pages}

    def ask(page: Page) -> tuple[float, int]:
        return visitor.ask(*next(turns[page.name]), page.form)

    sizes = {page.name: ask(page)[1] for page in pages}
    for page in pages:
        for _ in range(WARMING):
            if not page.turns:
                ask(page)
            visitor.ask(page.limit, page.cookie)
    rounds: dict[str, list[tuple[float, float]]] = {page.name: [] for page in pages}
    for _ in range(ROUNDS):
        for page in pages:
            times = len(page.turns) // ROUNDS or TIMES
            pairs = [(ask(page)[0], visitor.ask(page.limit, page.cookie)[0]) for _ in range(times)]
            rounds[page.name].append((median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)))
    return [_summed(page, rounds[page.name], sizes[page.name]) for page in pages]


def _turns(page: Page) -> Iterator[tuple[str, str]]:
    """Always the same address, or each of the turns once: the first warms."""
    return iter(page.turns) if page.turns else repeat((page.address, page.cookie))


def _summed(page: Page, rounds: list[tuple[float, float]], size: int) -> Timed:
    ratios = sorted(mine / limit for mine, limit in rounds)
    return Timed(
        page=page,
        milliseconds=median(mine for mine, _ in rounds),
        limit=median(limit for _, limit in rounds),
        ratio=median(ratios),
        least=ratios[0],
        most=ratios[-1],
        kilobytes=size / 1024,
    )
