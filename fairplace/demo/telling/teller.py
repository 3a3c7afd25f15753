"""The teller: threads of the story run side by side, each thing at its moment.

A thread is a generator. It yields the moment at which it goes on and then acts; the teller always lets the thread
with the earliest moment go on, with the database's clock stopped there. So events stand in their historical order.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from itertools import count
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from fairplace.demo.region import Somebody
from fairplace.demo.telling.owner_clock import OwnerClock
from fairplace.dps.organisations.queries.actor import actor_of
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import Refused

Thread = Generator[datetime, None, None]
P = ParamSpec("P")
R = TypeVar("R")


class Teller:
    """Knows who is who, and what time it is in the story."""

    def __init__(self, clock: OwnerClock, today: datetime) -> None:
        self.today = today
        self.now = today
        self.ids: dict[str, UUID] = {}
        """E-mail addresses of people, keys of organisations, names of places: to their rows."""
        self._clock = clock
        self._actors: dict[str, Actor] = {}
        self._who: Actor | None = None
        self._acting = ExitStack()

    def move_to(self, moment: datetime) -> None:
        """The clock stands there until the next move."""
        self.now = moment
        self._clock.stop_at(moment)

    def run(self, threads: Iterable[Thread]) -> None:
        """Tell all of these to their end. What would happen after today is left for the visitor."""
        order = count()
        waiting: list[tuple[datetime, int, Thread]] = []
        for thread in threads:
            self._push(waiting, thread, next(order))
        while waiting:
            moment, number, thread = heapq.heappop(waiting)
            if moment > self.today:
                thread.close()
                continue
            self.move_to(moment)
            self._push(waiting, thread, number)
        self.leave()

    @staticmethod
    def _push(waiting: list[tuple[datetime, int, Thread]], thread: Thread, number: int) -> None:
        moment = next(thread, None)
        if moment is not None:
            heapq.heappush(waiting, (moment, number, thread))

    def actor(self, person: Somebody) -> Actor:
        """That person, with their roles."""
        if person.email not in self._actors:
            found = actor_of(self.ids[person.email])
            assert found is not None
            self._actors[person.email] = found
        return self._actors[person.email]

    def let(self, person: Somebody | None, act: Callable[..., R], **given: Any) -> R:
        """Let somebody do something, as the page door would: row-level security knows them. None: the system itself."""
        actor = SYSTEM if person is None else self.actor(person)
        self._become(actor)
        try:
            return act(actor=actor, at=self.now, **given)
        except Refused as refused:
            refused.add_note(f"{act.__name__} by {actor.name or 'the system'} at {self.now}")
            raise

    def see(self, person: Somebody, ask: Callable[Concatenate[Actor, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What a query tells this person."""
        actor = self.actor(person)
        self._become(actor)
        return ask(actor, *args, **kwargs)

    def leave(self) -> None:
        """Nobody acts any more: what follows runs as the system, or as whom it names itself."""
        self._acting.close()
        self._who = None

    @contextmanager
    def by_link(self) -> Iterator[None]:
        """Whoever comes by a link, as the page door lets them in."""
        self.leave()
        with audit.transaction_as(SYSTEM, everyone=True):
            yield

    def _become(self, actor: Actor) -> None:
        """Row-level security goes on knowing the same person while the same person goes on."""
        if self._who != actor:
            self.leave()
            self._acting.enter_context(audit.transaction_as(actor, everyone=actor == SYSTEM))
            self._who = actor
