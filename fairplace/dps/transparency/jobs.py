"""Publishing waits for nobody: a job in the transaction of its cause."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app

from fairplace.dps.transparency.actions.deliver_heads import deliver_heads as send_heads
from fairplace.dps.transparency.actions.make_pack import draw_up_pack, seal_pack
from fairplace.dps.transparency.actions.publish_release import (
    publish_award_release,
    publish_contract_release,
    publish_direct_contract_release,
    publish_direct_release,
)
from fairplace.foundations.audit import RecordedEvent
from fairplace.foundations.audit.sealing import seal_events
from fairplace.foundations.background import run_as
from fairplace.foundations.kernel.actor import Actor


@app.task(name="transparency.publish_award")
def publish_award(*, award_id: str, council_id: str) -> None:
    """For the council, which may see how many bid."""
    with run_as(UUID(council_id)) as (actor, now):
        publish_award_release(actor=actor, award_id=UUID(award_id), at=now)


@app.task(name="transparency.publish_contract")
def publish_contract(*, award_id: str, council_id: str, reference: str, signed_at: str) -> None:
    """When the second signature stands."""
    with run_as(UUID(council_id)) as (actor, now):
        publish_contract_release(
            actor=actor,
            award_id=UUID(award_id),
            agreement_reference=reference,
            signed_at=datetime.fromisoformat(signed_at),
            at=now,
        )


@app.task(name="transparency.make_pack")
def make_pack(*, pack_id: str, council_id: str) -> None:
    """For the council whose referral it is: draw it up, have the log sealed, then add the proofs."""
    with run_as(UUID(council_id)) as (actor, now):
        drawn = draw_up_pack(actor=actor, pack_id=UUID(pack_id), at=now)
    if drawn is not None:
        seal_events(wait=True)
        with run_as(UUID(council_id)) as (actor, now):
            seal_pack(actor=actor, drawn=drawn, at=now)


@app.periodic(cron="0 6 * * *")
@app.task(name="transparency.deliver_heads", queueing_lock="transparency.deliver_heads")
def deliver_heads(timestamp: int) -> None:
    """Every morning, to every council."""
    with run_as(None) as (actor, now):
        send_heads(actor=actor, at=now)


def when_award_accepted(*, actor: Actor, event: RecordedEvent) -> None:
    """Reaction to competitions.award_accepted."""
    publish_award.defer(award_id=str(event.subject_id), council_id=str(event.payload["council_id"]))


@app.task(name="transparency.publish_direct_award")
def publish_direct_award(*, award_id: str, council_id: str) -> None:
    """A place that a family named was awarded without a competition (R10)."""
    with run_as(UUID(council_id)) as (actor, now):
        publish_direct_release(actor=actor, award_id=UUID(award_id), at=now)


@app.task(name="transparency.publish_direct_contract")
def publish_direct_contract(*, award_id: str, council_id: str, reference: str, signed_at: str) -> None:
    """The same when the second signature stands."""
    with run_as(UUID(council_id)) as (actor, now):
        publish_direct_contract_release(
            actor=actor,
            award_id=UUID(award_id),
            agreement_reference=reference,
            signed_at=datetime.fromisoformat(signed_at),
            at=now,
        )


def when_direct_award_made(*, actor: Actor, event: RecordedEvent) -> None:
    """Reaction to placements.direct_award_made."""
    publish_direct_award.defer(award_id=str(event.subject_id), council_id=str(event.payload["council_id"]))


def when_agreement_signed(*, actor: Actor, event: RecordedEvent) -> None:
    """Reaction to placements.agreement_signed: the last signature under the last agreement publishes the contract."""
    if event.payload["complete"]:
        direct = event.payload.get("direct_award_id")
        job = publish_direct_contract if direct else publish_contract
        job.defer(
            award_id=str(direct or event.payload["award_id"]),
            council_id=str(event.payload["council_id"]),
            reference=str(event.payload["reference"]),
            signed_at=str(event.payload["at"]),
        )
