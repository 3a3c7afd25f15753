"""Publish a new version of the terms (A8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from fairplace.dps.market import events
from fairplace.dps.market.actions.write_terms_draft import lock_terms_draft
from fairplace.dps.market.models import LocalSchedule, TermsVersion
from fairplace.dps.market.queries.terms import terms_in_force
from fairplace.dps.market.rules.terms_content import LEAST_DAYS_TO_ACCEPT, TermsContent, read_terms, terms_data
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def publish_terms(*, actor: Actor, draft_id: UUID, at: datetime) -> UUID:
    """From now on new agreements are signed under it, and every accredited line is asked to accept it by its date.

    Refused when it changes nothing, or leaves too little time. Returns the version's id.
    """
    draft = lock_terms_draft(actor, draft_id)
    content = read_terms(draft.content)
    schedules = {UUID(council): text for council, text in draft.schedules.items() if text.strip()}
    before = terms_in_force(draft.category_id)
    if content == before.content and schedules == {row.council_id: row.text for row in before.schedules}:
        raise Refused(f"Nothing differs from version {before.label}, so there is nothing to publish.")
    if not draft.label:
        raise Refused("Give the version a label, for example 2027-1.", "label")
    if TermsVersion.objects.filter(system_id=draft.system_id, label=draft.label).exists():
        raise Refused(f"There is a version {draft.label} already. Choose another label.", "label")
    if not draft.consequence.strip():
        raise Refused("Say what follows if a provider does not accept.", "consequence")
    earliest = at.astimezone(LONDON).date() + timedelta(days=LEAST_DAYS_TO_ACCEPT)
    if draft.accept_by is None or draft.accept_by < earliest:
        raise Refused(
            f"Providers have at least {LEAST_DAYS_TO_ACCEPT} days to accept: choose {earliest:%-d %B %Y} or later.",
            "accept_by",
        )
    version = keep_terms(
        actor=actor,
        system_id=draft.system_id,
        category_id=draft.category_id,
        label=draft.label,
        content=content,
        schedules=schedules,
        document_id=draft.document_id,
        accept_by=draft.accept_by,
        consequence=draft.consequence,
        at=at,
    )
    draft.delete()
    return version


def keep_terms(
    *,
    actor: Actor,
    system_id: UUID,
    label: str,
    content: TermsContent,
    at: datetime,
    category_id: UUID | None = None,
    schedules: Mapping[UUID, str] | None = None,
    document_id: UUID | None = None,
    accept_by: date | None = None,
    consequence: str = "",
) -> UUID:
    """Write the version down with its schedules. The caller has asked who may, and recorded nothing yet."""
    version = TermsVersion.objects.create(
        system_id=system_id,
        category_id=category_id,
        label=label,
        content=terms_data(content),
        document_id=document_id,
        published_at=at,
        published_by_id=actor.person_id,
        accept_by=accept_by,
        consequence=consequence.strip(),
    )
    LocalSchedule.objects.bulk_create(
        LocalSchedule(terms=version, council_id=council, text=text) for council, text in (schedules or {}).items()
    )
    audit.record(
        actor=actor,
        kind=events.TERMS_PUBLISHED,
        subject=version,
        about=system_id,
        label=label,
        category_id=category_id,
        accept_by=accept_by,
        clauses=len(content.clauses),
        schedules=len(schedules or {}),
    )
    return version.id
