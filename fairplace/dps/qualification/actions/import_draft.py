"""Prefill a draft from a file (Q12). Passporting is refused by design: this admits nobody and proves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.organisations.actions.add_establishment import add_establishment
from fairplace.dps.organisations.queries.establishments import EstablishmentRow, establishments_of
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.choose_lines import add_line
from fairplace.dps.qualification.actions.own_application import lock_draft
from fairplace.dps.qualification.models import Application, CoreCost, Discount, Line, ServicePrice
from fairplace.dps.qualification.rules.answers import is_given, read_answer
from fairplace.dps.qualification.rules.caps import offered_headings
from fairplace.dps.qualification.rules.discounts import check_steps
from fairplace.dps.qualification.rules.incoming_file import Incoming, IncomingLine
from fairplace.dps.qualification.rules.questions import line_questions, provider_questions
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused

# What must be said, shown or found out anew: exclusion, documents, inspections.
_ANEW = {"grounds", "evidence", "rating"}
_PLACE = ("kind", "postcode", "council_area", "age_from", "age_to", "placement_kinds", "places")


@dataclass(slots=True)
class Taken:
    """What the file gave. left_out: what was not taken, and why, in words."""

    lines: int = 0
    answers: int = 0
    places: int = 0
    left_out: list[str] = field(default_factory=list)


@transaction.atomic
def import_draft(*, actor: Actor, application_id: UUID, incoming: Incoming, at: datetime) -> Taken:
    """Answers already given stay. Grounds for exclusion, documents and inspections are never taken from a file."""
    application = lock_draft(actor, application_id)
    taken = Taken(left_out=[f"{one}: we do not know it" for one in incoming.unknown])
    known = {row.code: row for row in categories() if row.filled}
    asked = {q.code: q for q in provider_questions([content_of(row.version_id) for row in known.values()])}
    application.answers, given = _filled(application.answers, incoming.answers, asked, "About the provider", taken)
    application.save(update_fields=["answers"])
    taken.answers += given
    places = _by_name(establishments_of(application.provider_id))
    for one in incoming.lines:
        category = known.get(one.category)
        if category is None:
            taken.left_out.append(f"{one.where}: there is no open category “{one.category[:60]}”")
            continue
        try:
            with transaction.atomic():
                place = _place(actor, one, places, taken, at)
                line_id = add_line(
                    actor=actor,
                    application_id=application.id,
                    establishment_id=place.id,
                    category_id=category.id,
                    at=at,
                )
        except Refused as refused:
            taken.left_out.append(f"{one.where}: {refused.sentence}")
            continue
        taken.lines += 1
        _fill_line(Line.objects.get(id=line_id), place, one, taken)
    _record(actor, application, taken)
    return taken


def _place(
    actor: Actor, one: IncomingLine, places: dict[str, EstablishmentRow], taken: Taken, at: datetime
) -> EstablishmentRow:
    """The provider's own place with this number or name, or a new one. Refused when a new one is not described."""
    urn, name = str(one.place.get("urn") or "").strip(), str(one.place.get("name") or "").strip()
    found = places.get(f"urn:{urn}") if urn else None
    found = found or places.get(f"name:{name.casefold()}")
    if found is not None:
        return found
    missing = [part.replace("_", " ") for part in _PLACE if one.place.get(part) in (None, "", [])]
    if not name or missing:
        raise Refused(f"It is not among your places, and to add it we miss its {', '.join(missing) or 'name'}.")
    made = add_establishment(actor=actor, at=at, **_described(one.place, name, urn))
    taken.places += 1
    rows = establishments_of(_own(actor))
    places.update(_by_name(rows))
    return next(row for row in rows if row.id == made)


def _described(place: Mapping[str, Any], name: str, urn: str) -> dict[str, Any]:
    try:
        return {
            "name": name[:200],
            "urn": urn[:12],
            "kind": str(place["kind"]),
            "postcode": str(place["postcode"]),
            "council_area": str(place["council_area"])[:100],
            "age_from": int(place["age_from"]),
            "age_to": int(place["age_to"]),
            "takes": str(place.get("takes") or "anyone"),
            "placement_kinds": [str(kind)[:30] for kind in place["placement_kinds"]],
            "places": min(int(place["places"]), 999),
            "vacancies": min(int(place.get("vacancies") or 0), 999),
        }
    except (TypeError, ValueError, OverflowError):
        raise Refused("It is not among your places, and what the file says of it cannot be read.") from None


def _fill_line(line: Line, place: EstablishmentRow, one: IncomingLine, taken: Taken) -> None:
    content = content_of(line.category_version_id)
    asked = {question.code: question for question in line_questions(content, place.kind)}
    line.answers, given = _filled(line.answers, one.answers, asked, one.where, taken)
    line.save(update_fields=["answers"])
    taken.answers += given
    headings = {heading.code for heading in offered_headings(content, place.placement_kinds)}
    services = {service.code for service in content.services}
    if not CoreCost.objects.filter(line=line).exists():
        costs = _known_only(one.costs, headings, one.where, taken)
        CoreCost.objects.bulk_create(CoreCost(line=line, heading=code, weekly=weekly) for code, weekly in costs.items())
    if not ServicePrice.objects.filter(line=line).exists():
        prices = _known_only(one.prices, services, one.where, taken)
        ServicePrice.objects.bulk_create(ServicePrice(line=line, service=s, price=p) for s, p in prices.items())
    if one.discounts and not Discount.objects.filter(line=line).exists():
        try:
            check_steps(content.discounts, one.discounts)
        except Refused as refused:
            taken.left_out.append(f"{one.where}: {refused.sentence}")
        else:
            Discount.objects.bulk_create(
                Discount(line=line, kind=step.kind, from_children=step.from_children, percent=step.percent)
                for step in one.discounts
            )


def _filled(
    before: dict[str, Any], given: Mapping[str, Any], asked: Mapping[str, Question], where: str, taken: Taken
) -> tuple[dict[str, Any], int]:
    """The answers with those of the file where none was given yet; how many were taken."""
    answers, count = dict(before), 0
    for code, answer in given.items():
        question = asked.get(code)
        if question is None:
            taken.left_out.append(f"{where}: “{str(code)[:60]}” is not asked")
        elif question.kind in _ANEW or question.criterion == "exclusions":
            continue
        elif not is_given(answers.get(code, {})) and isinstance(answer, dict):
            try:
                answers[code] = read_answer(question, answer)
            except Refused:
                taken.left_out.append(f"{where}: “{code}” cannot be read")
            else:
                count += 1
    return answers, count


def _known_only(amounts: Mapping[str, Decimal], known: Iterable[str], where: str, taken: Taken) -> dict[str, Decimal]:
    codes = set(known)
    taken.left_out += [f"{where}: “{code[:60]}” has no price here" for code in amounts if code not in codes]
    return {code: amount for code, amount in amounts.items() if code in codes}


def _by_name(rows: Iterable[EstablishmentRow]) -> dict[str, EstablishmentRow]:
    found: dict[str, EstablishmentRow] = {}
    for row in rows:
        if row.urn:
            found[f"urn:{row.urn}"] = row
        found.setdefault(f"name:{row.name.casefold()}", row)
    return found


def _own(actor: Actor) -> UUID:
    assert actor.organisation_id is not None
    return actor.organisation_id


def _record(actor: Actor, application: Application, taken: Taken) -> None:
    audit.record(
        actor=actor,
        kind=events.DRAFT_IMPORTED,
        subject=application,
        about=application,
        lines=taken.lines,
        answers=taken.answers,
        places=taken.places,
        left_out=len(taken.left_out),
    )
