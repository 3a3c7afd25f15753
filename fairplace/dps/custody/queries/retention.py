"""What a council keeps, how long, and what falls due: nothing is changed by looking (T5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from uuid import UUID

from django.db import connection

from fairplace.dps.competitions.queries.kept import lost_since
from fairplace.dps.custody.models import Period
from fairplace.dps.custody.rules import retention
from fairplace.dps.custody.rules.retention import ERASURE, ERASURE_TITLE, Due, Kept, RecordClass
from fairplace.dps.custody.seeds import read_retention
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.organisations.queries.leavers import leavers
from fairplace.dps.placements.queries.kept import placed_from
from fairplace.dps.qualification.queries.kept import kept_applications
from fairplace.dps.referrals.queries.kept import KeptReferral, kept_referrals, old_referrals
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding
from fairplace.foundations.audit.evidence import last_done
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.kernel.working_days import LONDON

COUNTED: Mapping[str, str] = {
    "messages": "SELECT fairplace_due_before('messages', %s)",
    "expired_evidence": "SELECT fairplace_due_before('expired_evidence', %s)",
    "register_imports": "SELECT count(*) FROM organisations_registerimport WHERE asked_at < %s",
    "sign_in_log": "SELECT count(*) FROM organisations_signin WHERE began_at < %s",
    "audit_log": "SELECT count(*) FROM audit_event WHERE at < %s AND octet_length(salt) > 0",
}
"""Classes of which no thing is named: all from before a day go."""


@dataclass(frozen=True, slots=True)
class ClassReport:
    """One class as it stands today. months: as this council keeps it. chosen: why, where it is not the default."""

    rule: RecordClass
    months: int
    chosen: str
    due: list[Due] = field(default_factory=list)
    held: int = 0
    counted: int = 0
    before: date | None = None

    @property
    def number(self) -> int:
        """What may go today."""
        return self.counted or len(self.due)

    @property
    def earliest(self) -> date | None:
        """Since when the oldest of it is due."""
        return min((one.due_on for one in self.due), default=None)


@cache
def classes() -> dict[str, RecordClass]:
    """Every class of records, by code."""
    return retention.read_classes(read_retention())


def class_name(code: str) -> str:
    """As pages and papers call a class."""
    return ERASURE_TITLE if code == ERASURE else classes()[code].title


def classes_of(council_id: UUID) -> dict[str, RecordClass]:
    """Those that this council decides on: its own, and if it leads those that all have in common."""
    leads = the_system().lead_id == council_id
    return {code: rule for code, rule in classes().items() if rule.whose == "council" or leads}


def chosen_periods(council_id: UUID) -> dict[str, tuple[int, str]]:
    """Code -> months and why, where the council has chosen."""
    rows = Period.objects.filter(council_id=council_id).order_by("at").values_list("code", "months", "because")
    return {code: (months, because) for code, months, because in rows}


def retention_report(council_id: UUID, at: datetime) -> list[ClassReport]:
    """By class: how long, on what ground, what falls due today and what a hold keeps. In the council's transaction."""
    rules, chosen = classes_of(council_id), chosen_periods(council_id)
    today = at.astimezone(LONDON).date()
    months = {code: chosen.get(code, (rule.months, ""))[0] for code, rule in rules.items()}
    things = old_things(council_id, months, today)
    due = retention.due((one for one in things if one.code in rules), months, today)
    held = held_things(council_id, due)
    found = []
    for code, rule in rules.items():
        mine = [one for one in due if one.code == code]
        counted, before = _counted(council_id, code, months[code], today)
        found.append(
            ClassReport(
                rule=rule,
                months=months[code],
                chosen=chosen.get(code, (0, ""))[1],
                due=[one for one in mine if one.id not in held],
                held=sum(one.id in held for one in mine),
                counted=counted,
                before=before,
            )
        )
    return found


def still_due(council_id: UUID, code: str, thing_id: UUID, at: datetime) -> bool:
    """Whether this one thing still falls due under this class."""
    rule = classes()[code]
    months = chosen_periods(council_id).get(code, (rule.months, ""))[0]
    things = [one for one in kept_things(council_id, [thing_id]) if one.code == code and one.id == thing_id]
    return bool(retention.due(things, {code: months}, at.astimezone(LONDON).date()))


def kept_things(council_id: UUID, only: Iterable[UUID]) -> list[Kept]:
    """Those of these that are kept, however young."""
    only = list(only)
    return _things(
        council_id, kept_referrals(council_id, only), placed_from(council_id, only), lost_since(council_id, only), only
    )


def old_things(council_id: UUID, months: Mapping[str, int], today: date) -> list[Kept]:
    """Every thing that may be due, and no younger one: of what a council has in ten years that is little, once it
    disposes of what falls due. months: by class.
    """
    until = {code: _midnight(retention.before(kept, today) + timedelta(days=1)) for code, kept in months.items()}
    placed, lost = placed_from(council_id), lost_since(council_id, before=until["losing_bids"])
    ended = until["placement_record"].date()
    referrals = old_referrals(
        council_id,
        drafts=until["draft_referral"],
        over=max(until["unplaced_identity"], until["procurement_record"]),
        placed=placed,
        besides=[*lost, *(one for one, since in placed.items() if since <= ended)],
    )
    return _things(council_id, referrals, placed, lost)


def _things(
    council_id: UUID,
    referrals: list[KeptReferral],
    placed: Mapping[UUID, date],
    lost: Mapping[UUID, date],
    only: list[UUID] | None = None,
) -> list[Kept]:
    """Of these referrals, and of accounts of the council's people; of the system that it leads, applications and
    accounts of everybody who is of no council."""
    last = last_done([one.id for one in referrals if one.state is ReferralStanding.DRAFT], besides="custody.")
    things = [kept for one in referrals for kept in _of_referral(one, placed.get(one.id), last.get(one.id))]
    things += [Kept("losing_bids", one.id, one.reference, lost[one.id]) for one in referrals if one.id in lost]
    try:
        system = the_system()
    except NotThere:
        return things + _accounts(leavers(council_id, only))
    things += _accounts(leavers(council_id, only, providers_too=system.lead_id == council_id))
    if system.lead_id == council_id:
        for application in kept_applications(system.id, only):
            code = "refused_application" if application.sent else "draft_application"
            things.append(Kept(code, application.id, application.reference, _day(application.last_at)))
    return things


def held_things(council_id: UUID, due: Iterable[Due]) -> set[UUID]:
    """Those of them that a legal hold keeps."""
    asked = [(one.id, one.code) for one in due if one.id is not None]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT thing FROM unnest(%s::uuid[], %s::text[]) AS asked (thing, class)"
            " WHERE fairplace_held(%s, class, thing)",
            [[thing for thing, _ in asked], [code for _, code in asked], council_id],
        )
        return {thing for (thing,) in cursor.fetchall()}


def counted_before(months: int, at: datetime) -> datetime:
    """Midnight in London of the day before which counted records may go."""
    return _midnight(retention.before(months, at.astimezone(LONDON).date()))


def _counted(council_id: UUID, code: str, months: int, today: date) -> tuple[int, date | None]:
    if code not in COUNTED:
        return 0, None
    before = retention.before(months, today)
    with connection.cursor() as cursor:
        cursor.execute("SELECT fairplace_held(%s, %s, NULL)", [council_id, code])
        if cursor.fetchone()[0]:
            return 0, before
        cursor.execute(COUNTED[code], [_midnight(before)])
        return int(cursor.fetchone()[0]), before


def _of_referral(one: KeptReferral, placed: date | None, last: datetime | None) -> list[Kept]:
    if one.state is ReferralStanding.DRAFT:
        return [Kept("draft_referral", one.id, one.reference, _day(max(one.started_at, last or one.started_at)))]
    if placed is not None:
        if one.expected_weeks is None:
            return [Kept("placement_record", one.id, one.reference, None, "No end of the placement is known.")]
        return [Kept("placement_record", one.id, one.reference, placed + timedelta(weeks=one.expected_weeks))]
    if one.over_at is None:
        return []
    over = _day(one.over_at)
    identity = [Kept("unplaced_identity", one.id, one.reference, over)] if one.identifiable else []
    return [*identity, Kept("procurement_record", one.id, one.reference, over)]


def _accounts(left: Mapping[UUID, datetime | None]) -> list[Kept]:
    """By number: what stands in a certificate and in the register of erasures names nobody."""
    return [
        Kept(
            "leaver_account",
            person_id,
            account_number(person_id),
            at and _day(at),
            "" if at else "It is not known when.",
        )
        for person_id, at in left.items()
    ]


def account_number(person_id: UUID) -> str:
    """What an account is called where its holder is not named."""
    return f"Account {person_id.hex[-8:].upper()}"


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)
