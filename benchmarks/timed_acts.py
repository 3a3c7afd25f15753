"""The acts of benchmarks.acts, once Django is set up. Nothing stays: each is taken back."""

from __future__ import annotations

import time
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from random import Random
from statistics import median
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from benchmarks.acts import BIDS, INVITED, PUBLICATIONS, TIMES, Timed
from fairplace.dps.competitions.actions.publish_competition import publish_competition
from fairplace.dps.competitions.models import Invitation, OpeningKey, Scorecard
from fairplace.dps.competitions.queries.people import possible_evaluators, possible_openers
from fairplace.dps.competitions.rules.record_reading import record_from_json
from fairplace.dps.competitions.rules.scoring import evaluate
from fairplace.dps.organisations.models import Establishment
from fairplace.dps.organisations.queries.actor import actor_of
from fairplace.dps.qualification.models import Line
from fairplace.dps.referrals.models import Referral
from fairplace.dps.referrals.queries.child import home_of
from fairplace.dps.referrals.queries.eligibility import asked_by, lines_for
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.bid_sealing import OpenerKeys
from fairplace.foundations.messages.models import Message


def time_acts(officer: UUID, draft: UUID, compared: UUID) -> Timed:
    actor = actor_of(officer)
    assert actor is not None
    with audit.transaction_as(actor):
        eligibility, bare, ratio, lines, statements = _eligibility(actor, draft)
        scoring = _scoring(compared)
    few = _publish(actor, draft, 10)[2]
    tries = [_publish(actor, draft, INVITED) for _ in range(PUBLICATIONS)]
    _, _, asked, invited, letters = tries[0]
    return Timed(
        eligibility=eligibility,
        bare=bare,
        ratio=ratio,
        lines=lines,
        statements=statements,
        publication=median(one[0] for one in tries),
        publication_own=min(one[1] for one in tries),
        invited=invited,
        letters=letters,
        publication_statements=asked,
        few_statements=few,
        scoring=scoring,
    )


def _eligibility(actor: Actor, draft: UUID) -> tuple[float, float, float, int, int]:
    """Every line of the category with its reasons, as rows; against the same statement sent raw and fetched."""
    row = referral_for_council(actor=actor, referral_id=draft)
    asked = asked_by(row)
    with CaptureQueriesContext(connection) as captured:
        lines = len(lines_for(asked, row.category_id))
    sql = captured.captured_queries[0]["sql"]

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            cursor.fetchall()

    pairs = [(_seconds(lambda: lines_for(asked, row.category_id)), _seconds(bare)) for _ in range(TIMES)]
    mine, least = (median(pair[at] for pair in pairs) * 1000 for at in (0, 1))
    return mine, least, median(one / other for one, other in pairs), lines, len(captured)


def _publish(actor: Actor, draft: UUID, invited: int) -> tuple[float, float, int, int, int]:
    """The whole action in a market of so many places that fit: seconds, those of this process alone, statements,
    invitations, letters.
    """
    council = actor.organisation_id
    assert council is not None
    with audit.transaction_as(actor) as now:
        with audit.transaction_as(actor, everyone=True):
            _market(draft, invited, now)
        openers = [one.id for one in possible_openers(council)][:3]
        evaluators = [one.id for one in possible_evaluators(council) if one.id not in openers][:2]
        before = Message.objects.count()
        with CaptureQueriesContext(connection) as captured:
            begun, worked = time.perf_counter(), time.process_time()
            competition = publish_competition(
                actor=actor,
                referral_id=draft,
                opener_ids=openers,
                evaluator_ids=evaluators,
                privacy_reason="The officer knows of it, and publishes.",
                at=now,
            )
            spent, own = time.perf_counter() - begun, time.process_time() - worked
        sent = Invitation.objects.filter(competition=competition).count()
        letters = Message.objects.count() - before
        transaction.set_rollback(True)
    return spent, own, len(captured), sent, letters


def _market(draft: UUID, number: int, now: datetime) -> None:
    """So many places that the draft can be sent to, of the providers that there are, and openers with keys."""
    row, home = Referral.objects.get(pk=draft), home_of(referral_id=draft)
    born = row.start_on.year - 2013 - (row.start_on.timetuple()[1:3] < (5, 4)) if row.start_on else 13
    Referral.objects.filter(pk=draft).update(age=born, start_on=now.date() + timedelta(days=40), radius_miles=40)
    models = list(Line.objects.filter(category=row.category_id)[:60])
    Line.objects.filter(category=row.category_id).update(state="suspended")
    places = [
        Establishment(
            provider_id=models[at % len(models)].provider_id,
            name=f"Invented place {at}",
            kind="independent_special_school",
            postcode="GU1 1AA",
            easting=int(home.easting) + at * 7,
            northing=int(home.northing) - at * 5,
            council_area="Surrey",
            age_from=0,
            age_to=25,
            placement_kinds=[row.placement_kind],
        )
        for at in range(number)
    ]
    Establishment.objects.bulk_create(places)
    Line.objects.bulk_create(
        Line(
            application_id=models[at % len(models)].application_id,
            provider_id=place.provider_id,
            establishment=place,
            category_version_id=models[at % len(models)].category_version_id,
            category_id=row.category_id,
            state="accredited",
            competency_score=80,
            accredited_at=now,
        )
        for at, place in enumerate(places)
    )
    without = [one.id for one in possible_openers(row.council_id) if not one.has_key]
    keys = [OpenerKeys.generate("an invented passphrase") for _ in without]
    OpeningKey.objects.bulk_create(
        OpeningKey(person_id=one, public_key=key.public, sealed_private_key=key.sealed_private, made_at=now)
        for one, key in zip(without, keys, strict=True)
    )


def _scoring(compared: UUID) -> float:
    """The record of the compared bids, repeated until there are fifty: written, read, scored, written as a result."""
    told: dict[str, Any] = deepcopy(Scorecard.objects.get(competition=compared).record)
    chance = Random(50)
    told["bids"] = [{**deepcopy(chance.choice(told["bids"])), "id": f"Bidder {number}"} for number in range(BIDS)]
    record = record_from_json(told)

    def act() -> None:
        evaluate(record_from_json(record.as_json())).as_json()

    return min(_seconds(act, time.process_time) for _ in range(TIMES)) * 1000


def _seconds(act: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    begun = clock()
    act()
    return clock() - begun
