"""What else waits for somebody of a council: a second person's word, named places with their clock, and what waits for
whoever administers its people too (R1, R10, C4, C6, X1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fairplace.dps.competitions.queries.second_waiting import APPROVAL, SecondTask, second_waiting
from fairplace.dps.competitions.rules.second_person import PRICE, SET_ASIDE, WAIVER
from fairplace.dps.organisations.queries.people_waiting import people_waiting
from fairplace.dps.placements.queries.named_preference import WaitingRow, preferences_waiting
from fairplace.foundations.kernel.actor import Actor
from fairplace.web.components.addresses import address
from fairplace.web.components.formats import counted, moment, weekday


@dataclass(frozen=True, slots=True)
class AlsoWaiting:
    """One line: what, where, and what is said beside it."""

    text: str
    href: str
    hint: str


def also_waiting(actor: Actor, now: datetime) -> list[AlsoWaiting]:
    """As a second person first, then named places: to agree to, to go on with, and asked, with the days left."""
    named = preferences_waiting(actor, at=now)
    order = {"to_agree": 0, "to_go_on": 1, "asked": 2}
    places = [_named(row) for row in sorted(named, key=lambda row: order[row.what])]
    return [*map(_second, second_waiting(actor)), *places, *_people(actor, now)]


_DECIDE = {
    WAIVER: "whether “essential” is dropped for all bidders of {0}",
    PRICE: "an abnormally low price for {0}",
    SET_ASIDE: "whether the award of {0} is set aside",
}


def _second(row: SecondTask) -> AlsoWaiting:
    """To approve what a colleague wrote, or to decide what one proposes."""
    if row.kind == APPROVAL:
        return AlsoWaiting(
            f"To approve: {row.reference}",
            address("council:referrals:approval", referral_id=row.referral_id),
            f"{row.title}. Written by {row.by}, who asked on {weekday(row.asked_at)}",
        )
    return AlsoWaiting(
        f"To decide: {_DECIDE[row.kind].format(row.reference)}",
        address("council:awarding:second", competition_id=row.competition_id),
        f"{row.title}. Proposed by {row.by} on {weekday(row.asked_at)}",
    )


def _people(actor: Actor, now: datetime) -> list[AlsoWaiting]:
    """Powerful roles to agree to, and support that looks on, which can be ended."""
    waiting = people_waiting(actor, at=now)
    return [
        *(
            AlsoWaiting(
                f"To agree: a role for {row.person_name}",
                address("council:people:change", change_id=row.id),
                f"{', '.join(row.roles)}. Asked by {row.asked_by}",
            )
            for row in waiting.changes
        ),
        *(
            AlsoWaiting(
                f"Support: {row.who}, who runs Fairplace, can see your pages",
                address("council:people:support"),
                f"Until {moment(row.ends_at)}. Look at what was opened, or end it",
            )
            for row in waiting.accesses
        ),
    ]


def _named(row: WaitingRow) -> AlsoWaiting:
    page = "agree" if row.what == "to_agree" else "show"
    text = f"{'To agree' if row.what == 'to_agree' else 'Named place'}: {row.place_name} for {row.reference}"
    hint = row.standing
    if row.due_at is not None and row.days_left is not None:
        if row.days_left < 0:
            hint = f"{hint}. It did not answer by {weekday(row.due_at)}"
        else:
            hint = f"{hint}: {counted(row.days_left, 'calendar day')} left, until {weekday(row.due_at)}"
    return AlsoWaiting(text, address(f"council:named_places:{page}", referral_id=row.referral_id), hint)
