"""A competition as its council follows it: who was invited, read it and answered; never who has bid (C2, R6, R11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from fairplace.dps.competitions.models import Award, Competition, Evaluator, Invitation, LimitChange, Opener
from fairplace.dps.competitions.queries.bids_left import nothing_left_of
from fairplace.dps.competitions.queries.opening_parts import WAITING, usable_openers
from fairplace.dps.competitions.queries.snapshot import SnapshotRow, latest, snapshot_of
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.opening import NEEDED
from fairplace.dps.referrals.permissions import check_may_see_referral
from fairplace.foundations.kernel.actor import Actor

CANNOT = "can no longer open"


@dataclass(frozen=True, slots=True)
class TeamMember:
    """note: of an opener who has taken over or can no longer open."""

    id: UUID
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class InvitedRow:
    """answer: will_bid, cannot or ""; reason in words. since: what has changed after publication, "" for nothing.

    told: by letter; False where the provider has nobody who bids for it.
    """

    establishment: str
    provider: str
    distance_band: str
    read_at: datetime | None
    answer: str
    answer_name: str
    reason: str
    answered_at: datetime | None
    since: str
    counts: bool
    told: bool


@dataclass(frozen=True, slots=True)
class Widening:
    """One wider limit, with its reason (R4)."""

    at: datetime
    from_miles: int
    to_miles: int
    because: str
    invited: int


@dataclass(frozen=True, slots=True)
class CouncilCompetition:
    id: UUID
    referral_id: UUID
    state: str
    published_at: datetime
    closes_at: datetime
    opened_at: datetime | None
    openers: tuple[TeamMember, ...]
    evaluators: tuple[TeamMember, ...]
    invited: tuple[InvitedRow, ...]
    not_invited: tuple[SnapshotRow, ...]
    widenings: tuple[Widening, ...]
    openers_short: bool = False
    nothing_left: str = ""
    accept_from: datetime | None = None
    accept_by: datetime | None = None

    @property
    def answered(self) -> int:
        return sum(bool(row.answer) for row in self.invited)

    @property
    def will_bid(self) -> int:
        return sum(row.answer == "will_bid" for row in self.invited)

    @property
    def cannot(self) -> int:
        return sum(row.answer == "cannot" for row in self.invited)

    @property
    def read(self) -> int:
        return sum(row.read_at is not None for row in self.invited)

    @property
    def cannot_because(self) -> Mapping[str, int]:
        """Reason in words to how many gave it, the most frequent first (R6)."""
        return dict(Counter(row.reason for row in self.invited if row.answer == "cannot").most_common())

    @property
    def reasons(self) -> Mapping[str, int]:
        """How many were not invited for each reason; a line with two counts under both."""
        return Counter(reason for row in self.not_invited for reason in row.reasons)


def competition_of(*, actor: Actor, referral_id: UUID) -> CouncilCompetition | None:
    """None while the referral is a draft. Raises NotThere for another council's.

    openers_short: fewer than two of the three can still open the bids, so nobody can (C2). nothing_left: by
    rules/nothing_left, "" where there is a bid to go on with. accept_from, accept_by: of the award, if one stands; the
    first is the end of its standstill, None without one (C6).
    """
    standing = Award.objects.filter(competition=OuterRef("pk"), declined_at__isnull=True)
    found = (
        Competition.objects.filter(referral=referral_id)
        .annotate(
            accept_from=Subquery(standing.values("accept_from")), accept_by=Subquery(standing.values("accept_by"))
        )
        .first()
    )
    if found is None:
        return None
    check_may_see_referral(actor, found.council_id)
    openers = _openers(found)
    evaluators = Evaluator.objects.filter(competition=found).order_by("person__name")
    invited = Invitation.objects.filter(competition=found).order_by("establishment__name", "id")
    snapshot = snapshot_of(found.pk)
    standings = latest(snapshot)
    told = {row.line_id for row in snapshot if row.told}
    held = {row.line_id: row for row in invited.select_related("establishment", "provider")}
    changes = LimitChange.objects.filter(competition=found).order_by("at", "id")
    return CouncilCompetition(
        id=found.pk,
        referral_id=found.referral_id,
        state=found.state,
        published_at=found.published_at,
        closes_at=found.closes_at,
        opened_at=found.opened_at,
        openers=tuple(openers),
        nothing_left=nothing_left_of(found.pk, CompetitionStanding(found.state)),
        openers_short=sum(one.note != CANNOT for one in openers) < NEEDED,
        evaluators=tuple(TeamMember(*row) for row in evaluators.values_list("person_id", "person__name")),
        invited=tuple(
            InvitedRow(
                establishment=row.establishment.name,
                provider=row.provider.name,
                distance_band=row.distance_band,
                read_at=row.read_at,
                answer=row.answer,
                answer_name=row.get_answer_display(),
                reason=row.get_reason_display() if row.reason else "",
                answered_at=row.answered_at,
                since=standings[line].since if line in standings else "",
                counts=line not in standings or standings[line].eligible,
                told=line not in standings or line in told,
            )
            for line, row in held.items()
        ),
        not_invited=tuple(row for line, row in standings.items() if line not in held),
        accept_from=found.accept_from,
        accept_by=found.accept_by,
        widenings=tuple(Widening(*row) for row in changes.values_list(*Widening.__dataclass_fields__)),
    )


def _openers(competition: Competition) -> list[TeamMember]:
    waits = competition.state in WAITING
    usable = usable_openers([competition.pk])[competition.pk] if waits else set()
    named = Opener.objects.filter(competition=competition).order_by("place")
    made = []
    for person_id, name, before in named.values_list("person_id", "person__name", "handed_over_by__name"):
        note = f"in place of {before}" if before else ""
        made.append(TeamMember(person_id, name, CANNOT if waits and person_id not in usable else note))
    return made
