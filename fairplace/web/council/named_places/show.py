"""A place that a family named: where it stands, the clock, the legal reasons, and the one thing to do next (R10)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.queries.named_preference import AskedRow, PreferenceRow, preference_of
from fairplace.dps.placements.rules.named_preference import answer_time, sources_of
from fairplace.dps.placements.rules.preference_lifecycle import PreferenceStanding
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.web.components.formats import day, moment, money
from fairplace.web.components.rows import Fact, FactSection, Status, TimelineEntry, Tone
from fairplace.web.page import Audience, PageRequest, page, render

_S = PreferenceStanding
TONES: dict[PreferenceStanding, Tone] = {
    _S.RECORDED: "active",
    _S.ASKED: "waiting",
    _S.ACCEPTED: "active",
    _S.DECLINED: "warning",
    _S.TO_AGREE: "waiting",
    _S.AGREED: "active",
    _S.AWARDED: "good",
    _S.ENDED: "quiet",
}
READERS = (Role.PLACEMENT_OFFICER, Role.COUNCIL_SIGNATORY)


@page(Audience.COUNCIL, roles=READERS)
def show(request: PageRequest, referral_id: UUID) -> HttpResponse:
    referral = referral_for_council(actor=request.actor, referral_id=referral_id)
    row = preference_of(actor=request.actor, referral_id=referral_id, at=request.now)
    return render(
        request,
        "web/council/named_places/show.jinja",
        referral=referral,
        row=row,
        sources=sources_of((row.award or row).conditions) if row else "",
        writes=request.actor.holds(Role.PLACEMENT_OFFICER.value),
        may_record=referral.state in {"draft", "published"} and (row is None or row.state is _S.ENDED),
        clock=answer_time(),
        **_shown(row),
    )


def _shown(row: PreferenceRow | None) -> dict[str, Any]:
    if row is None:
        return {"status": None, "sections": [], "asked": [], "steps": []}
    return {
        "status": Status(row.state.label, TONES[row.state]),
        "sections": recorded_sections(row),
        "asked": [(one, asked_facts(one)) for one in row.asked],
        "steps": [TimelineEntry(at=step.at, title=step.label, by=step.by, text=step.because) for step in row.steps],
    }


def recorded_sections(row: PreferenceRow) -> list[FactSection]:
    """What the officer recorded, for them and for the second person."""
    place = ", ".join(filter(None, (row.place_kind, row.place_area, f"URN {row.place_urn}" if row.place_urn else "")))
    return [
        FactSection(
            "The place",
            [
                Fact("Name", row.place_name, note=place),
                Fact("Run by", row.run_by or None),
                Fact("On the system", "Accredited in this category" if row.accredited else "Not on the system"),
                *([Fact("In law", row.section_41)] if row.section_41 else []),
            ],
        ),
        FactSection(
            "The preference",
            [
                Fact("Who prefers it", row.preferred_by, note=f"Said on {day(row.said_on)}"),
                Fact("Under which law", row.enactment_name),
                Fact("What was said, and how we know", row.their_words),
                Fact("Why no competition", row.best_interests),
                Fact("Tribunal", row.tribunal_name),
                Fact(
                    "Not excluded",
                    f"Checked on {day(row.excluded_checked_on)}",
                    note=row.excluded_note,
                ),
                *([Fact("What the price was compared with", row.cost_compared)] if row.cost_compared else []),
            ],
        ),
    ]


def asked_facts(one: AskedRow) -> list[Fact]:
    """One time that the place was asked, and what it said."""
    due = f"By {day(one.due_at)}"
    facts = [Fact("Asked", moment(one.asked_at), note=f"by {one.asked_by}"), Fact("To answer", due)]
    if one.by_link:
        to = ", ".join(filter(None, (one.contact_name, one.contact_email, one.contact_phone)))
        facts.append(Fact("By a link to", to, note="" if one.link_works else "The link opens nothing any more"))
    else:
        facts.append(Fact("How", "On its provider’s own tasks"))
    facts.append(Fact("Opened", moment(one.opened_at) if one.opened_at else "Not yet"))
    if one.promised_at:
        facts.append(Fact("Promised confidentiality", one.promised_by, note=moment(one.promised_at)))
    answer = one.answer
    if answer is not None:
        facts.append(Fact("Answered", "Yes" if answer.can else f"No: {answer.reason}", note=moment(answer.at)))
        if answer.can and answer.weekly_price is not None and answer.starts_on is not None:
            facts.append(Fact("Price", f"{money(answer.weekly_price)} a week", note=f"from {day(answer.starts_on)}"))
        if answer.words:
            facts.append(Fact("In its words", answer.words))
        facts.append(Fact("Who answered", answer.by))
    return facts
