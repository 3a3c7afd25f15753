"""When bids close, and who opens and marks them (R8, C2, C3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from fairplace.dps.market.rules.category_content import ResponseTime
from fairplace.foundations.kernel.london_clock import add_clock_hours
from fairplace.foundations.kernel.working_days import add_working_hours, working_deadline

OPENERS = 3
EVALUATORS = 2
MOST_EVALUATORS = 5
EMERGENCY = "emergency"


class TeamFault(NamedTuple):
    """`field` is opener_ids or evaluator_ids."""

    field: str
    sentence: str


def closing_time(published_at: datetime, response: ResponseTime) -> datetime:
    """5pm on the last of the category's working days; or its hours, working hours or by the clock (R8)."""
    if response.working_days:
        return working_deadline(published_at, response.working_days)
    if response.counts == "clock":
        return add_clock_hours(published_at, response.hours)
    return add_working_hours(published_at, response.hours)


def evaluators_needed(urgency: str) -> int:
    """Two; one in an emergency (C3)."""
    return 1 if urgency == EMERGENCY else EVALUATORS


def team_faults(
    opener_ids: Sequence[UUID],
    evaluator_ids: Sequence[UUID],
    *,
    openers: Collection[UUID],
    with_key: Collection[UUID],
    evaluators: Collection[UUID],
    urgency: str,
    councils: int = 1,
    council_of: Mapping[UUID, UUID] = MappingProxyType({}),
) -> list[TeamFault]:
    """What is wrong with a choice of people; [] when they may be named.

    openers, evaluators: who may be chosen for that duty; with_key: who has made an opening key. councils: from how many
    councils the openers must come, by the category's published rule; council_of: whose people they are.
    """
    found = []
    if len(opener_ids) != OPENERS or len(set(opener_ids)) != OPENERS:
        found.append(TeamFault("opener_ids", "Choose three different people, any two of whom can open the bids."))
    elif not set(opener_ids) <= set(openers):
        of_whom = "your council" if councils == 1 else "a council of the system"
        found.append(TeamFault("opener_ids", f"Choose people of {of_whom} whose duty it is to open bids."))
    elif not set(opener_ids) <= set(with_key):
        found.append(TeamFault("opener_ids", "Choose openers who have made their opening key."))
    elif councils > 1 and len({council_of.get(one) for one in opener_ids}) < councils:
        from_how_many = "three different councils" if councils >= OPENERS else "at least two councils"
        sentence = (
            f"Choose openers of {from_how_many}: the published rules of this category ask for it. If another council's"
            " openers are not in the list, ask its administrator to give somebody that role, and them to make a key."
        )
        found.append(TeamFault("opener_ids", sentence))
    needed = evaluators_needed(urgency)
    if len(set(evaluator_ids)) != len(evaluator_ids) or len(evaluator_ids) < needed:
        many = "two different evaluators" if needed == EVALUATORS else "one evaluator"
        found.append(TeamFault("evaluator_ids", f"Choose at least {many}."))
    elif len(evaluator_ids) > MOST_EVALUATORS:
        found.append(TeamFault("evaluator_ids", f"Choose at most {MOST_EVALUATORS} evaluators."))
    elif not set(evaluator_ids) <= set(evaluators):
        found.append(TeamFault("evaluator_ids", "Choose people of your council whose duty it is to evaluate."))
    if set(opener_ids) & set(evaluator_ids):
        found.append(TeamFault("evaluator_ids", "Nobody may both open bids and mark them. Choose other people."))
    return found
