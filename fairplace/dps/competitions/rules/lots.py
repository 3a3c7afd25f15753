"""Lots that anyone can draw again (published method, rule 8).

Nobody could steer the draw: it follows from the receipts of all bids, which were fixed when the bids closed. Each holds
a secret of its bidder, so before the opening nobody, not even the council or the system, could know them all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draw:
    """receipts: of every bid, sorted. tickets: bid to its ticket; the lowest is drawn. All in hexadecimal."""

    receipts: tuple[str, ...]
    seed: str
    tickets: Mapping[str, str]

    @property
    def drawn(self) -> str:
        return min(self.tickets, key=lambda bid: self.tickets[bid])


def draw_lots(
    competition: str, receipts: Mapping[str, str], invitations: Mapping[str, str], between: Collection[str]
) -> Draw:
    """The seed is the SHA-256 of the competition and all receipts, sorted, a line each; a bid's ticket the SHA-256
    of the seed, its receipt and its invitation, a line each.

    receipts, invitations: bid to its own, for every bid of the competition. between: the bids that share first place.
    """
    listed = tuple(sorted(receipts.values()))
    seed = _digest(competition, *listed)
    return Draw(listed, seed, {bid: _digest(seed, receipts[bid], invitations[bid]) for bid in sorted(between)})


def _digest(*lines: str) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
