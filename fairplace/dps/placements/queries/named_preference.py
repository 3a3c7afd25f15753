"""A named preference as its council sees it: what was recorded, what the place said, what stands in the way (R10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements import events
from fairplace.dps.placements.models import (
    Consultation,
    DirectAward,
    NamedPreference,
    PlacementAgreement,
    PreferenceState,
)
from fairplace.dps.placements.permissions import check_may_read_preference
from fairplace.dps.placements.queries.consultations import AnswerRow, answer_of
from fairplace.dps.placements.rules.named_preference import (
    AwardNotice,
    Condition,
    calendar_days_left,
    enactment_named,
    five_conditions,
    section_41_sentence,
)
from fairplace.dps.placements.rules.preference_lifecycle import PreferenceStanding
from fairplace.foundations import audit
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import Actor

_S = PreferenceStanding


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One time that the place was asked. contact: empty where its provider answers on its own tasks."""

    id: UUID
    asked_at: datetime
    asked_by: str
    due_at: datetime
    days_left: int
    contact_name: str
    contact_email: str
    contact_phone: str
    by_link: bool
    link_sent_at: datetime | None
    link_works: bool
    opened_at: datetime | None
    promised_by: str
    promised_at: datetime | None
    answered_at: datetime | None
    answer: AnswerRow | None

    @property
    def waits(self) -> bool:
        return self.answered_at is None and self.link_works


@dataclass(frozen=True, slots=True)
class StepRow:
    """A change of standing: what it became, by whom, when, because."""

    label: str
    at: datetime
    by: str
    because: str


@dataclass(frozen=True, slots=True)
class DirectAwardRow:
    """The award with its legal reasons as they stood."""

    weekly_price: Decimal
    starts_on: date
    supplier: str
    made_at: datetime
    made_by: str
    agreed_by: str
    conditions: tuple[Condition, ...]
    notices: tuple[AwardNotice, ...]
    agreement_id: UUID | None
    agreement_reference: str


@dataclass(frozen=True, slots=True)
class PreferenceRow:
    """said: the words of the record, revealed. asked: newest first. may_agree: the reader, as a second person."""

    id: UUID
    referral_id: UUID
    state: PreferenceStanding
    place_name: str
    place_kind: str
    place_urn: str
    place_area: str
    run_by: str
    accredited: bool
    preferred_by: str
    preferred_by_code: str
    said_on: date
    only_one: bool
    enactment: str
    enactment_name: str
    tribunal: str
    tribunal_name: str
    their_words: str
    best_interests: str
    excluded_checked_on: date
    excluded_note: str
    cost_compared: str
    section_41: str
    recorded_by: str
    conditions: tuple[Condition, ...]
    asked: tuple[AskedRow, ...]
    steps: tuple[StepRow, ...]
    award: DirectAwardRow | None
    may_agree: bool

    @property
    def latest(self) -> AskedRow | None:
        return self.asked[0] if self.asked else None


def preference_of(*, actor: Actor, referral_id: UUID, at: datetime) -> PreferenceRow | None:
    """The live one of the referral, else the newest; None where no place was ever named. The reading is recorded.

    Row-level security shows no other council's; NotThere for a person without a duty here.
    """
    found = (
        NamedPreference.objects.select_related("recorded_by")
        .filter(referral=referral_id)
        .order_by("-recorded_at", "-id")
    )
    preference = found.first()
    if preference is None:
        return None
    check_may_read_preference(actor, preference.council_id)
    audit.record(actor=actor, kind=events.PREFERENCE_READ, subject=preference, about=referral_id)
    return _row(preference, actor, at)


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """What a council's people see among their tasks. what: to_agree, asked or to_go_on."""

    referral_id: UUID
    reference: str
    place_name: str
    what: str
    standing: str
    due_at: datetime | None
    days_left: int | None


def preferences_waiting(actor: Actor, *, at: datetime) -> list[WaitingRow]:
    """The live ones of the actor's council: an officer sees all, a signatory those that wait for a second person."""
    officer = actor.holds(Role.PLACEMENT_OFFICER.value)
    if not actor.is_council or not (officer or actor.holds(Role.COUNCIL_SIGNATORY.value)):
        return []
    rows = NamedPreference.objects.filter(council_id=actor.organisation_id)
    rows = rows.exclude(state__in=[_S.AWARDED.value, _S.ENDED.value])
    if not officer:
        rows = rows.filter(state=_S.TO_AGREE.value)
    fields = ("id", "referral_id", "referral__reference", "place_name", "state", "recorded_by_id", "changed_by_id")
    found = list(rows.order_by("recorded_at", "id").values_list(*fields))
    asked = Consultation.objects.filter(preference_id__in=[row[0] for row in found], answered_at__isnull=True)
    due = dict(asked.order_by("asked_at").values_list("preference_id", "due_at"))
    made = []
    for key, referral_id, reference, place, state, recorded_by, changed_by in found:
        standing = PreferenceStanding(state)
        second = standing is _S.TO_AGREE and actor.person_id not in {recorded_by, changed_by}
        ends = due.get(key) if standing is _S.ASKED else None
        made.append(
            WaitingRow(
                referral_id=referral_id,
                reference=reference,
                place_name=place,
                what="to_agree" if second else "asked" if standing in {_S.ASKED, _S.TO_AGREE} else "to_go_on",
                standing=standing.label,
                due_at=ends,
                days_left=calendar_days_left(at, ends) if ends else None,
            )
        )
    return [row for row in made if officer or row.what == "to_agree"]


def _row(preference: NamedPreference, actor: Actor, at: datetime) -> PreferenceRow:
    state = PreferenceStanding(preference.state)
    own = {preference.recorded_by_id, preference.changed_by_id}
    return PreferenceRow(
        id=preference.id,
        referral_id=preference.referral_id,
        state=state,
        place_name=preference.place_name,
        place_kind=preference.place_kind,
        place_urn=preference.place_urn,
        place_area=preference.place_area,
        run_by=preference.run_by,
        accredited=preference.line_id is not None,
        preferred_by=preference.get_preferred_by_display(),
        preferred_by_code=preference.preferred_by,
        said_on=preference.said_on,
        only_one=preference.only_one,
        enactment=preference.enactment,
        enactment_name=enactment_named(preference.enactment),
        tribunal=preference.tribunal,
        tribunal_name=preference.get_tribunal_display(),
        their_words=reveal(preference, "their_words") or "",
        best_interests=reveal(preference, "best_interests") or "",
        excluded_checked_on=preference.excluded_checked_on,
        excluded_note=reveal(preference, "excluded_note") or "",
        cost_compared=reveal(preference, "cost_compared") or "",
        section_41=section_41_sentence(preference.section_41, preference.our_kind, preference.enactment),
        recorded_by=preference.recorded_by.name,
        conditions=five_conditions(
            enactment=preference.enactment,
            preferred=preference.get_preferred_by_display(),
            said_on=preference.said_on,
            only_one=preference.only_one,
            best_interests=bool(preference.best_interests),
        ),
        asked=_asked(preference, at),
        steps=_steps(preference),
        award=_award(preference),
        may_agree=state is _S.TO_AGREE and actor.person_id not in own,
    )


def _asked(preference: NamedPreference, at: datetime) -> tuple[AskedRow, ...]:
    rows = Consultation.objects.filter(preference=preference).select_related("asked_by").order_by("-asked_at", "-id")
    return tuple(
        AskedRow(
            id=row.id,
            asked_at=row.asked_at,
            asked_by=row.asked_by.name,
            due_at=row.due_at,
            days_left=calendar_days_left(at, row.due_at),
            contact_name=reveal(row, "contact_name") or "",
            contact_email=reveal(row, "contact_email") or "",
            contact_phone=reveal(row, "contact_phone") or "",
            by_link=row.provider_id is None,
            link_sent_at=row.link_sent_at,
            link_works=row.revoked_at is None and (row.link_until is None or at < row.link_until),
            opened_at=row.opened_at,
            promised_by=row.confidential_by,
            promised_at=row.confidential_at,
            answered_at=row.answered_at,
            answer=answer_of(row),
        )
        for row in rows
    )


def _steps(preference: NamedPreference) -> tuple[StepRow, ...]:
    rows = PreferenceState.objects.filter(preference=preference).select_related("by").order_by("-at", "-id")
    return tuple(
        StepRow(
            PreferenceStanding(row.became).label,
            row.at,
            row.by.name if row.by else preference.place_name,
            reveal(row, "because") or "",
        )
        for row in rows
    )


def _award(preference: NamedPreference) -> DirectAwardRow | None:
    row = DirectAward.objects.select_related("made_by", "agreed_by").filter(preference=preference).first()
    if row is None:
        return None
    agreement: tuple[Any, str] | None = (
        PlacementAgreement.objects.filter(direct_award=row).values_list("id", "reference").first()
    )
    return DirectAwardRow(
        weekly_price=row.weekly_price,
        starts_on=row.starts_on,
        supplier=row.supplier,
        made_at=row.made_at,
        made_by=row.made_by.name,
        agreed_by=row.agreed_by.name,
        conditions=tuple(Condition(**one) for one in row.conditions),
        notices=tuple(AwardNotice(**one) for one in row.notices),
        agreement_id=agreement[0] if agreement else None,
        agreement_reference=agreement[1] if agreement else "",
    )
