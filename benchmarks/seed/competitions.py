"""Competitions from publication to feedback: who was invited and answered, sealed slots, bids, scores, awards."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from benchmarks.seed.bids import Bid, Invitation, draw_bid, scored
from benchmarks.seed.copying import Connection, as_json, copy
from benchmarks.seed.places import Place
from benchmarks.seed.referrals import NO_COMPETITION, PRICE_WEIGHT, WEIGHTS, Referral, Seal
from benchmarks.sizes import Size
from fairplace.dps.competitions.rules.criterion_names import CRITERION_NAMES
from fairplace.dps.competitions.rules.feedback import Published, ScoredBid, feedback_content
from fairplace.foundations.kernel.bid_sealing import BIDDER_WRAP_SIZE, CONTENT_SIZE, WRAPS_SIZE
from fairplace.foundations.kernel.grid import miles_between, record_miles
from fairplace.foundations.kernel.identifiers import new_id

AWARDED = frozenset({"awarded", "accepted", "closed"})
SCORED = AWARDED | {"scored", "with_family", "to_award"}
OPENED = SCORED | {"evaluating", "no_award"}


@dataclass(frozen=True, slots=True)
class Competition:
    id: UUID
    referral: Referral
    published_at: datetime
    closes_at: datetime
    invitations: tuple[Invitation, ...]
    bids: tuple[Bid, ...]

    @property
    def state(self) -> str:
        return "accepted" if self.referral.standing == "closed" else self.referral.standing

    @property
    def decided_at(self) -> datetime:
        return self.closes_at + timedelta(days=2)


def make_competitions(
    chance: Random, size: Size, referrals: list[Referral], places: list[Place], now: datetime
) -> list[Competition]:
    """The second referral's competition is the one compared: it gets exactly so many bids as the size says."""
    published = [one for one in referrals if one.standing != NO_COMPETITION]
    usual = size.bids / sum(one.standing in OPENED for one in published)
    near = defaultdict(list)
    for place in places:
        near[place.category.id, place.region].append(place)
    made = []
    for referral in published:
        bids = size.compared if referral is referrals[1] else max(1, round(chance.gauss(usual, usual / 3)))
        made.append(_competition(chance, referral, near[referral.category.id, referral.council.region], bids, now))
    return made


def _competition(chance: Random, referral: Referral, places: Sequence[Place], bids: int, now: datetime) -> Competition:
    eligible = [one for one in places if one.state == "accredited"]
    nearest = sorted(eligible, key=lambda one: miles_between(one.point, referral.home))[
        : bids * 2 + chance.randint(1, 6)
    ]
    published_at = referral.at + timedelta(hours=6)
    closes_at = published_at + timedelta(days=10)
    if referral.standing == "open":
        closes_at = now + timedelta(days=chance.uniform(-0.5, 9))
    sent = tuple(
        Invitation(new_id(), place, record_miles(place.point, referral.home), "will_bid" if at < bids else "cannot")
        for at, place in enumerate(chance.sample(nearest, len(nearest)))
    )
    if referral.standing == "open":
        sent = tuple(one.unanswered() if chance.random() < 0.5 else one for one in sent)
    opened = referral.standing in OPENED
    answered = [one for one in sent if one.answer == "will_bid"]
    return Competition(
        id=new_id(),
        referral=referral,
        published_at=published_at,
        closes_at=closes_at,
        invitations=sent,
        bids=tuple(draw_bid(chance, at, one, referral, closes_at) for at, one in enumerate(answered)) if opened else (),
    )


def copy_competitions(connection: Connection, chance: Random, competitions: list[Competition], seal: Seal) -> None:
    copy(
        connection,
        "competitions_competition",
        "id referral_id council_id state published_at published_by_id closes_at opened_at scored_at",
        (
            (
                *(
                    one.id,
                    one.referral.id,
                    one.referral.council.id,
                    one.state,
                    one.published_at,
                    one.referral.written_by,
                ),
                *(one.closes_at, one.decided_at if one.bids else None),
                one.decided_at if one.referral.standing in SCORED else None,
            )
            for one in competitions
        ),
    )
    _copy_people(connection, competitions)
    _copy_invitations(connection, competitions, seal)
    _copy_slots(connection, competitions)
    _copy_bids(connection, chance, [one for one in competitions if one.bids])
    _copy_results(connection, [one for one in competitions if one.referral.standing in SCORED])


def _copy_people(connection: Connection, competitions: list[Competition]) -> None:
    key, sealed_key = secrets.token_bytes(32), secrets.token_bytes(120)
    copy(
        connection,
        "competitions_competitionstate",
        "id competition_id came_from became at by_id because",
        ((new_id(), one.id, "", one.state, one.published_at, None, "") for one in competitions),
    )
    copy(
        connection,
        "competitions_opener",
        "id competition_id person_id place public_key sealed_private_key",
        (
            (new_id(), one.id, person, place, key, sealed_key)
            for one in competitions
            for place, person in enumerate(one.referral.council.openers)
        ),
    )
    copy(
        connection,
        "competitions_evaluator",
        "id competition_id person_id",
        ((new_id(), one.id, person) for one in competitions for person in one.referral.council.evaluators),
    )
    copy(
        connection,
        "competitions_declaration",
        "id competition_id person_id duty has_interest interest at",
        (
            (new_id(), one.id, person, "evaluator", False, "", one.closes_at)
            for one in competitions
            if one.bids
            for person in one.referral.council.evaluators
        ),
    )


def _copy_invitations(connection: Connection, competitions: list[Competition], seal: Seal) -> None:
    """The snapshot is seeded for those who were eligible: of the pages, the provider's tasks alone read it."""
    table = "competitions_invitation"
    copy(
        connection,
        table,
        "id competition_id line_id provider_id establishment_id distance_band miles competency_score sent_at read_at"
        " read_by_id answer reason answered_at answered_by_id",
        (
            (
                *(sent.id, one.id, sent.place.line, sent.place.provider.id, sent.place.establishment, sent.band),
                *(seal(table, "miles", sent.id, str(sent.miles)), sent.place.competency, one.published_at, None, None),
                *(sent.answer, "full" if sent.answer == "cannot" else ""),
                *((one.published_at, sent.place.provider.bid_manager) if sent.answer else (None, None)),
            )
            for one, sent in _sent(competitions)
        ),
    )
    copy(
        connection,
        "competitions_eligibility",
        "id competition_id line_id provider_id establishment_id eligible reasons distance_band competency_score at"
        " cause told",
        (
            (
                *(new_id(), one.id, sent.place.line, sent.place.provider.id, sent.place.establishment, True, "[]"),
                *(sent.band, sent.place.competency, one.published_at, "published", True),
            )
            for one, sent in _sent(competitions)
        ),
    )


def _copy_slots(connection: Connection, competitions: list[Competition]) -> None:
    """Real in size while sealed, and emptied as by opening after that. The same noise in all: nobody opens them."""
    noise = [secrets.token_bytes(size) for size in (CONTENT_SIZE, WRAPS_SIZE, BIDDER_WRAP_SIZE)]
    commitment = secrets.token_bytes(32)
    copy(
        connection,
        "competitions_slot",
        "id invitation_id competition_id provider_id version content wraps bidder_wrap commitment",
        (
            (
                *(new_id(), sent.id, one.id, sent.place.provider.id, 1),
                *(noise if one.state in {"open", "opening"} else (None, None, None)),
                commitment,
            )
            for one, sent in _sent(competitions)
        ),
    )


def _sent(competitions: Iterable[Competition]) -> Iterator[tuple[Competition, Invitation]]:
    return ((one, sent) for one in competitions for sent in one.invitations)


def _bids(competitions: Iterable[Competition]) -> Iterator[tuple[Competition, Bid]]:
    return ((one, bid) for one in competitions for bid in one.bids)


def _copy_bids(connection: Connection, chance: Random, competitions: list[Competition]) -> None:
    copy(
        connection,
        "competitions_bid",
        "id invitation_id competition_id council_id provider_id establishment_id label content submitted_at"
        " submitted_by_id receipt weekly_price excluded_because",
        (
            (
                *(bid.id, bid.sent.id, one.id, one.referral.council.id, bid.sent.place.provider.id),
                *(bid.sent.place.establishment, bid.label, as_json(bid.content.as_json()), one.closes_at),
                *(bid.sent.place.provider.bid_manager, "R" * 24, bid.weekly_price, ""),
            )
            for one, bid in _bids(competitions)
        ),
    )
    marked = [one for one in competitions if one.referral.standing in SCORED or chance.random() < 0.5]
    copy(
        connection,
        "competitions_mark",
        "id competition_id bid_id moderated mark reason by_id at",
        (
            (
                new_id(),
                one.id,
                bid.id,
                agreed,
                bid.mark,
                "Clear, and shows how staff are trained.",
                person,
                one.decided_at,
            )
            for one, bid in _bids(marked)
            for agreed, person in (
                *((False, person) for person in one.referral.council.evaluators),
                (True, one.referral.council.evaluators[0]),
            )
        ),
    )


def _copy_results(connection: Connection, competitions: list[Competition]) -> None:
    """Scored by the published method itself. Those of years ago share the scores of one with as many bids: scoring
    six thousand would take longer than everything else, and nobody reads them."""
    by_number: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
    results = []
    for one in competitions:
        old = one.referral.standing == "closed"
        found = by_number.get(len(one.bids)) if old else None
        record, result = by_number[len(one.bids)] = found or scored(one.referral, one.bids)
        results.append((one, record, result))
    copy(
        connection,
        "competitions_scorecard",
        "id competition_id council_id method_version record result at",
        (
            (new_id(), one.id, one.referral.council.id, "1", as_json(record), as_json(result), one.decided_at)
            for one, record, result in results
        ),
    )
    cards = {
        bid.id: card
        for one, _, result in results
        for bid in one.bids
        for card in result["results"]
        if card["bid"] == bid.label
    }
    copy(
        connection,
        "competitions_score",
        "id competition_id council_id provider_id bid_id rank total quality criteria working",
        (
            (
                *(new_id(), one.id, one.referral.council.id, bid.sent.place.provider.id, bid.id, cards[bid.id]["rank"]),
                *(cards[bid.id]["total"], cards[bid.id]["quality"]),
                *(as_json(cards[bid.id]["scores"]), as_json(cards[bid.id]["working"])),
            )
            for one, bid in _bids(competitions)
        ),
    )
    _copy_choices(connection, competitions, lambda bid: cards[bid.id])
    _copy_awards(
        connection, [one for one in competitions if one.referral.standing in AWARDED], lambda bid: cards[bid.id]
    )


Card = Callable[[Bid], dict[str, Any]]


def _best_first(bids: Sequence[Bid], card: Card) -> list[Bid]:
    return sorted(bids, key=lambda bid: card(bid)["rank"] or len(bids))


def _copy_choices(connection: Connection, competitions: list[Competition], card: Card) -> None:
    copy(
        connection,
        "competitions_familychoice",
        "id competition_id council_id token_sha256 bids asked_at expires_at code_tries no_preference ended_because",
        (
            (
                *(new_id(), one.id, one.referral.council.id, secrets.token_bytes(32)),
                as_json([str(bid.id) for bid in _best_first(one.bids, card)[:3]]),
                *(one.decided_at, one.decided_at + timedelta(days=7), 0, False, ""),
            )
            for one in competitions
            if one.referral.standing == "with_family"
        ),
    )


def _copy_awards(connection: Connection, competitions: list[Competition], card: Card) -> None:
    awards = [(new_id(), one, _best_first(one.bids, card)[0]) for one in competitions]
    copy(
        connection,
        "competitions_award",
        "id competition_id council_id provider_id bid_id basis made_at made_by_id accept_by accepted_at accepted_by_id"
        " declined_because",
        (
            (
                *(key, one.id, one.referral.council.id, first.sent.place.provider.id, first.id, "first_place"),
                *(one.decided_at, one.referral.written_by, one.decided_at + timedelta(days=3)),
                *((None, None) if one.state == "awarded" else (one.decided_at, first.sent.place.provider.bid_manager)),
                "",
            )
            for key, one, first in awards
        ),
    )
    copy(
        connection,
        "competitions_feedback",
        "id competition_id council_id provider_id award_id bid_id content given_at read_at",
        (
            (
                *(new_id(), one.id, one.referral.council.id, bid.sent.place.provider.id, key, bid.id),
                as_json(_feedback(one, bid, first, card)),
                *(one.decided_at, None if one.state == "awarded" else one.decided_at),
            )
            for key, one, first in awards
            for bid in one.bids
        ),
    )


def _feedback(one: Competition, bid: Bid, first: Bid, card: Card) -> dict[str, object]:
    weights = {"price": PRICE_WEIGHT, **WEIGHTS}
    published = Published([(code, name, str(weights[code])) for code, name in CRITERION_NAMES.items()], 6, 3)

    def told(of: Bid) -> ScoredBid:
        values = card(of)
        return ScoredBid(
            bid=str(of.id),
            provider_name=of.sent.place.provider.name,
            rank=values["rank"],
            total=_decimal(values["total"]),
            quality=_decimal(values["quality"]),
            points=values["scores"],
            working=values["working"],
            weekly_price=of.weekly_price,
            needs_met=len(of.content.needs_met),
            features_met=len(of.content.features_met),
            distance_band=of.sent.band,
            comment="Clear, and shows how staff are trained.",
            excluded=values["excluded"] or "",
        )

    return feedback_content(told(bid), told(first), published, len(one.bids))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
