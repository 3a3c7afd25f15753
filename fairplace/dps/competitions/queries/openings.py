"""What an opener sees: which competitions need their key, who has turned, what came out (C2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from fairplace.dps.competitions.models import (
    Bid,
    Competition,
    Declaration,
    Evaluator,
    Invitation,
    Opener,
    OpeningKey,
    OpeningTurn,
)
from fairplace.dps.competitions.permissions import check_may_open, person_of
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class OpenerRow:
    """has_interest: None when not declared yet. council: of somebody of another council; else "". in_place_of: who
    handed their part over, "" for nobody."""

    person_id: UUID
    name: str
    council: str
    in_place_of: str
    has_interest: bool | None
    turned_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One competition that the actor is an opener of. council: whose it is, "" for the actor's own."""

    competition_id: UUID
    reference: str
    title: str
    state: str
    closes_at: datetime
    opened_at: datetime | None
    openers: tuple[OpenerRow, ...]
    me: UUID
    council: str = ""

    @property
    def mine(self) -> OpenerRow:
        return next(one for one in self.openers if one.person_id == self.me)

    @property
    def turned(self) -> list[OpenerRow]:
        """In the order of their turns."""
        return sorted((one for one in self.openers if one.turned_at), key=lambda one: str(one.turned_at))

    @property
    def others(self) -> list[OpenerRow]:
        """Who may still turn a key beside the actor."""
        return [one for one in self.openers if one.person_id != self.me and not one.turned_at and not one.has_interest]


@dataclass(frozen=True, slots=True)
class OpenedBid:
    label: str
    submitted_at: datetime
    receipt: str


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """bids: empty before the bids are open; then their labels and receipts, no names and no prices.

    one_may_open: an emergency that one opener may open out of hours.
    """

    row: OpeningRow
    council_id: UUID
    i_evaluate: bool
    invited: int
    bids: tuple[OpenedBid, ...]
    one_may_open: bool


def opening_key_made_at(actor: Actor) -> datetime | None:
    """When the actor made their opening key; None without one."""
    return OpeningKey.objects.filter(person_id=person_of(actor)).values_list("made_at", flat=True).first()


def openings_of(actor: Actor) -> list[OpeningRow]:
    """Competitions still to be opened that name the actor: soonest closing first. Four statements."""
    mine = Opener.objects.filter(person_id=person_of(actor)).values("competition_id")
    waiting = Competition.objects.filter(
        id__in=mine,
        state__in=[CompetitionStanding.OPEN.value, CompetitionStanding.OPENING.value],
    )
    return _rows(list(waiting.select_related("referral", "council").order_by("closes_at")), actor)


def opening_of(actor: Actor, competition_id: UUID) -> OpeningPage:
    """NotThere for whoever is not one of its three openers."""
    check_may_open(actor)
    competition = Competition.objects.filter(id=competition_id).select_related("referral", "council").first()
    if competition is None or not Opener.objects.filter(competition=competition, person_id=person_of(actor)).exists():
        raise NotThere
    with audit.transaction_as(replace(actor, organisation_id=competition.council_id)):
        bids = list(
            Bid.objects.filter(competition=competition)
            .order_by("label")
            .values_list("label", "submitted_at", "receipt")
        )
        invited = Invitation.objects.filter(competition=competition).count()
    return OpeningPage(
        row=_rows([competition], actor)[0],
        council_id=competition.council_id,
        i_evaluate=Evaluator.objects.filter(competition=competition, person_id=person_of(actor)).exists(),
        invited=invited,
        bids=tuple(OpenedBid(*row) for row in bids),
        one_may_open=competition.timed_public_key is not None,
    )


def _rows(competitions: list[Competition], actor: Actor) -> list[OpeningRow]:
    ids = [competition.id for competition in competitions]
    openers = list(
        Opener.objects.filter(competition_id__in=ids)
        .order_by("place")
        .values_list(
            "competition_id",
            "person_id",
            "person__name",
            "person__organisation_id",
            "person__organisation__name",
            "handed_over_by__name",
        )
    )
    interests = {
        (competition, person): interest
        for competition, person, interest in Declaration.objects.filter(
            competition_id__in=ids, duty="opener"
        ).values_list("competition_id", "person_id", "has_interest")
    }
    turns = {
        (competition, person): at
        for competition, person, at in OpeningTurn.objects.filter(competition_id__in=ids).values_list(
            "competition_id", "person_id", "at"
        )
    }
    return [
        OpeningRow(
            competition_id=competition.id,
            reference=competition.referral.reference,
            title=competition.referral.title,
            state=competition.state,
            closes_at=competition.closes_at,
            opened_at=competition.opened_at,
            openers=tuple(
                OpenerRow(
                    person,
                    name,
                    organisation if organisation_id != competition.council_id else "",
                    before or "",
                    interests.get((of, person)),
                    turns.get((of, person)),
                )
                for of, person, name, organisation_id, organisation, before in openers
                if of == competition.id
            ),
            me=person_of(actor),
            council=competition.council.name if competition.council_id != actor.organisation_id else "",
        )
        for competition in competitions
    ]
