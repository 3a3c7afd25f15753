"""Pages and limits, asked for in turn over one connection each, in rounds."""

from __future__ import annotations

import http.client
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlsplit

from benchmarks.pages import Page

ROUNDS, TIMES, WARMING = 7, 12, 8


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

    def ask(self, address: str, cookie: str) -> tuple[float, int]:
        """Milliseconds until the whole answer is here, and its bytes."""
        begun = time.perf_counter()
        self.connection.request("GET", address, headers={"Cookie": f"sessionid={cookie}"})
        response = self.connection.getresponse()
        body = response.read()
        spent = (time.perf_counter() - begun) * 1000
        if response.status != 200:
            raise RuntimeError(f"{address} answered {response.status}")
        return spent, len(body)


def time_pages(url: str, pages: Sequence[Page]) -> list[Timed]:
    """Every page next to its limit, `TIMES` times a round."""
    visitor = Visitor(url)
    sizes = {page.name: visitor.ask(page.address, page.cookie)[1] for page in pages}
    for page in pages:
        for _ in range(WARMING):
            visitor.ask(page.address, page.cookie)
            visitor.ask(page.limit, page.cookie)
    rounds: dict[str, list[tuple[float, float]]] = {page.name: [] for page in pages}
    for _ in range(ROUNDS):
        for page in pages:
            pairs = [
                (visitor.ask(page.address, page.cookie)[0], visitor.ask(page.limit, page.cookie)[0])
                for _ in range(TIMES)
            ]
            rounds[page.name].append((median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)))
    return [_summed(page, rounds[page.name], sizes[page.name]) for page in pages]


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
