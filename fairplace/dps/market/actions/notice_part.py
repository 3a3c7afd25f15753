"""Recording a notice: the part that every act on a system shares (P1, P2)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fairplace.dps.market import events
from fairplace.dps.market.models import Notice, PurchasingSystem
from fairplace.dps.market.permissions import check_may_run_system
from fairplace.dps.market.rules.regimes import Regime, regime_of
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


def lock_system(actor: Actor, system_id: UUID) -> tuple[PurchasingSystem, Regime]:
    """The system, kept from others until the transaction ends. NotThere for everyone but its lead."""
    system = PurchasingSystem.objects.select_for_update(no_key=True).filter(id=system_id).first()
    if system is None:
        raise NotThere
    check_may_run_system(actor, system.lead_id)
    return system, regime_of(system.regime)


def check_reason(because: str) -> str:
    """The reason without blanks around it. Refused when there is none."""
    if not because.strip():
        raise Refused("Say why, so that everyone who asks later can be told.", "because")
    return because.strip()


def record_notice(
    *, actor: Actor, system: PurchasingSystem, regime: Regime, act: str, reference: str, about: str, at: datetime
) -> Notice:
    """Refused, naming the notice that the act demands, when its reference is missing."""
    required = regime.notice(act)
    if not reference.strip():
        raise Refused(
            f"Publish a {required.title} {required.when}, and enter its reference ({required.source}).",
            "notice_reference",
        )
    notice = Notice.objects.create(
        system=system,
        act=act,
        title=required.title[:1].upper() + required.title[1:],
        reference=reference.strip(),
        about=about,
        at=at,
        by_id=actor.person_id,
    )
    audit.record(
        actor=actor,
        kind=events.NOTICE_RECORDED,
        subject=notice,
        about=system,
        act=act,
        title=notice.title,
        reference=notice.reference,
    )
    return notice
