"""What an evaluator sees: a label and a statement, never a name or a price; others' marks only after their own (C3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef

from fairplace.dps.competitions.models import Bid, Competition, Declaration, Evaluator, Mark
from fairplace.dps.competitions.permissions import person_of
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import ReferralStatement
from fairplace.dps.qualification.rules.blinding import blinded
from fairplace.dps.qualification.rules.marking import is_wide, spread
from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral, referral_for_bidder
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One mark, with who gave it: shown only to those whose own mark is in."""

    by_id: UUID
    by: str
    mark: Decimal
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement of a competition. own: the actor's mark. ready: all who take part have marked it."""

    bid_id: UUID
    label: str
    own: Decimal | None
    waiting_for: tuple[str, ...]
    agreed: Decimal | None
    wide: bool

    @property
    def ready(self) -> bool:
        return not self.waiting_for


@dataclass(frozen=True, slots=True)
class MarkingRow:
    """One competition to mark. has_interest: None until declared; then nothing of it is loaded before that.

    alone: one evaluator takes part, so that there is nothing to agree.
    """

    competition_id: UUID
    reference: str
    title: str
    opened_at: datetime | None
    has_interest: bool | None
    statements: tuple[StatementRow, ...]
    alone: bool

    @property
    def to_mark(self) -> list[StatementRow]:
        return [one for one in self.statements if one.own is None]

    @property
    def to_agree(self) -> list[StatementRow]:
        """Those that the actor may see in moderation now."""
        return [one for one in self.statements if not self.alone and one.ready and one.agreed is None]

    @property
    def agreed(self) -> list[StatementRow]:
        return [one for one in self.statements if one.agreed is not None]


@dataclass(frozen=True, slots=True)
class StatementPage:
    """One statement to mark, or to agree about. marks: empty unless the actor's own is in and all are."""

    row: MarkingRow
    statement: StatementRow
    text: str
    question: ReferralStatement
    referral: BidderReferral
    own: MarkRow | None
    marks: tuple[MarkRow, ...]
    agreed: MarkRow | None
    spread: Decimal
    place: int

    @property
    def next_to_mark(self) -> UUID | None:
        left = [one.bid_id for one in self.row.to_mark if one.bid_id != self.statement.bid_id]
        return left[0] if left else None


def marking_of(actor: Actor) -> list[MarkingRow]:
    """Competitions in evaluation that name the actor as an evaluator: longest open first. Four statements.

    Where nobody bid, or every bid is excluded, there is nothing to mark.
    """
    to_mark = Bid.objects.filter(competition=OuterRef("id"), excluded_because="")
    mine = Evaluator.objects.filter(person_id=person_of(actor)).values("competition_id")
    open_ones = Competition.objects.filter(
        Exists(to_mark), id__in=mine, council_id=actor.organisation_id, state=CompetitionStanding.EVALUATING.value
    )
    return _rows(list(open_ones.select_related("referral").order_by("opened_at")), actor)


def marking_row(actor: Actor, competition_id: UUID) -> MarkingRow:
    """NotThere for whoever is not an evaluator of it, or when it is not being evaluated."""
    for row in marking_of(actor):
        if row.competition_id == competition_id:
            return row
    raise NotThere


def statement_page(actor: Actor, bid_id: UUID) -> StatementPage:
    """NotThere before the declaration, and with an interest: nothing is seen then (C11)."""
    bid = (
        Bid.objects.filter(id=bid_id, council_id=actor.organisation_id, excluded_because="")
        .values("competition_id", "competition__referral_id", "content")
        .first()
    )
    if bid is None:
        raise NotThere
    row = marking_row(actor, bid["competition_id"])
    if row.has_interest is not False:
        raise NotThere
    place, statement = next((at, one) for at, one in enumerate(row.statements, 1) if one.bid_id == bid_id)
    referral = referral_for_bidder(bid["competition__referral_id"])
    question = content_of(referral.category_version_id).statement
    if question is None:
        raise NotThere
    own, agreed = _latest([bid["competition_id"]])
    of_bid = own.get(bid_id, {})
    mine = of_bid.get(actor.person_id) if actor.person_id else None
    seen = tuple(of_bid.values()) if mine is not None and statement.ready else ()
    return StatementPage(
        row=row,
        statement=statement,
        text=blinded(bid["content"]["statement"], _names(bid["competition_id"])),
        question=question,
        referral=referral,
        own=mine,
        marks=seen,
        agreed=agreed.get(bid_id),
        spread=spread([one.mark for one in seen]),
        place=place,
    )


def _names(competition_id: UUID) -> set[str]:
    """Of every bidder and place in the competition: a rival's name would tell too."""
    pairs = Bid.objects.filter(competition_id=competition_id).values_list("provider__name", "establishment__name")
    return {name for pair in pairs for name in pair}


def _rows(competitions: list[Competition], actor: Actor) -> list[MarkingRow]:
    ids = [competition.id for competition in competitions]
    declared = {
        (of, person): interest
        for of, person, interest in Declaration.objects.filter(competition_id__in=ids, duty="evaluator").values_list(
            "competition_id", "person_id", "has_interest"
        )
    }
    evaluators: dict[UUID, dict[UUID, str]] = {}
    for of, person, name in Evaluator.objects.filter(competition_id__in=ids).values_list(
        "competition_id", "person_id", "person__name"
    ):
        if not declared.get((of, person)):
            evaluators.setdefault(of, {})[person] = name
    labels: dict[UUID, list[tuple[UUID, str]]] = {}
    for of, bid_id, label in (
        Bid.objects.filter(competition_id__in=ids, excluded_because="")
        .order_by("label")
        .values_list("competition_id", "id", "label")
    ):
        labels.setdefault(of, []).append((bid_id, label))
    own, agreed = _latest(ids)
    rows = []
    for competition in competitions:
        taking_part = evaluators.get(competition.id, {})
        has_interest = declared.get((competition.id, actor.person_id)) if actor.person_id else None
        referral = competition.referral
        top_mark = _top_mark(referral.category_version_id)
        statements = tuple(
            _statement(bid_id, label, own.get(bid_id, {}), agreed.get(bid_id), taking_part, actor, top_mark)
            for bid_id, label in (labels.get(competition.id, []) if has_interest is False else [])
        )
        rows.append(
            MarkingRow(
                competition_id=competition.id,
                reference=referral.reference,
                title=referral.title,
                opened_at=competition.opened_at,
                has_interest=has_interest,
                statements=statements,
                alone=len(taking_part) == 1,
            )
        )
    return rows


def _statement(
    bid_id: UUID,
    label: str,
    marks: dict[UUID, MarkRow],
    agreed: MarkRow | None,
    taking_part: dict[UUID, str],
    actor: Actor,
    top_mark: Decimal,
) -> StatementRow:
    mine = marks.get(actor.person_id) if actor.person_id else None
    waiting = tuple(name for person, name in taking_part.items() if person not in marks)
    return StatementRow(
        bid_id=bid_id,
        label=label,
        own=mine.mark if mine else None,
        waiting_for=waiting,
        agreed=agreed.mark if agreed else None,
        wide=not waiting and mine is not None and is_wide([one.mark for one in marks.values()], top_mark),
    )


def _top_mark(version_id: UUID) -> Decimal:
    statement = content_of(version_id).statement
    return statement.top_mark if statement else Decimal(0)


def _latest(competition_ids: list[UUID]) -> tuple[dict[UUID, dict[UUID, MarkRow]], dict[UUID, MarkRow]]:
    own: dict[UUID, dict[UUID, MarkRow]] = {}
    agreed: dict[UUID, MarkRow] = {}
    for bid_id, moderated, by_id, by, mark, reason, at in (
        Mark.objects.filter(competition_id__in=competition_ids)
        .order_by("at", "id")
        .values_list("bid_id", "moderated", "by_id", "by__name", "mark", "reason", "at")
    ):
        row = MarkRow(by_id, by, mark, reason, at)
        if moderated:
            agreed[bid_id] = row
        else:
            own.setdefault(bid_id, {})[row.by_id] = row
    return own, agreed
