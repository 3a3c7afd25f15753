"""Nobody takes an opener away by whose loss bids could not be opened, unless they say why (C2)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.tell_people import tell_officers
from fairplace.dps.competitions.models import Competition, Opener
from fairplace.dps.competitions.queries.opening_parts import WAITING, usable_openers
from fairplace.dps.competitions.rules.opening import NEEDED, leaving_fault
from fairplace.dps.organisations.queries.people import names_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations import audit
from fairplace.foundations.audit import RecordedEvent
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


def when_roles_changed(*, actor: Actor, event: RecordedEvent) -> None:
    """The role of opener was taken."""
    taken = event.payload.get("taken")
    if isinstance(taken, list) and Role.OPENER.value in taken:
        when_switched_off(actor=actor, event=event)


def when_switched_off(*, actor: Actor, event: RecordedEvent) -> None:
    """Refused where it leaves fewer than two who can open a competition, unless the event gives a reason."""
    person_id = event.subject_id
    short = _short_without(person_id)
    if not short:
        return
    because = str(event.payload.get("because") or "").strip()
    if fault := leaving_fault(names_of([person_id])[person_id], [one.referral.reference for one in short], because):
        raise Refused(fault, "because")
    record_short(short, actor=actor, because=because)


def record_short(competitions: Iterable[Competition], *, actor: Actor, because: str) -> None:
    """These cannot be opened any more: on the record of each, and its officers are told what is left to do."""
    for competition in competitions:
        reference = competition.referral.reference
        event = audit.record(
            actor=actor,
            kind=events.OPENERS_SHORT,
            subject=competition,
            about=competition.referral_id,
            because=because,
        )
        tell_officers(
            competition.council_id,
            key=f"openers-short:{event}",
            subject=f"The bids for {reference} can no longer be opened",
            body=f"Fewer than two of the three openers of {reference} can still open its bids, so nobody can. Cancel"
            " it and issue it again with other openers; whoever was invited is told at once.",
        )


def short_of_openers(competition_ids: Iterable[UUID]) -> list[Competition]:
    """Those of these that fewer than two can still open."""
    with audit.over_all_organisations():  # an opener's competitions may be of several councils
        usable = usable_openers(competition_ids)
        ids = [one for one, people in usable.items() if len(people) < NEEDED]
        return list(Competition.objects.filter(id__in=ids).select_related("referral").order_by("closes_at"))


def _short_without(person_id: UUID) -> list[Competition]:
    """Those that this person's going leaves with fewer than two: never those which had too few before."""
    with audit.over_all_organisations():
        mine = list(
            Opener.objects.filter(person_id=person_id, competition__state__in=WAITING).values_list(
                "competition_id", flat=True
            )
        )
        before = usable_openers(mine, as_if=person_id)
    return [one for one in short_of_openers(mine) if len(before[one.id]) >= NEEDED]
