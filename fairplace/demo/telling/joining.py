"""How providers joined: insured, applied, assessed, marked, decided, signed by both; one suspended, one refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from fairplace.demo.region import DemoPlace, DemoProvider, Somebody, councils, providers
from fairplace.demo.region.words import statement
from fairplace.demo.telling.beginnings import rate, rated_on, report_areas
from fairplace.demo.telling.certificate import certificate
from fairplace.demo.telling.days import after, moment, working_days_before
from fairplace.demo.telling.prices import core_costs, service_prices
from fairplace.demo.telling.teller import Teller, Thread
from fairplace.dps.market.queries.categories import CategoryRow, categories, content_of
from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.organisations.actions.add_evidence import add_evidence
from fairplace.dps.organisations.rules.evidence_kinds import EVIDENCE_KINDS
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.answer_line_questions import answer_line_questions
from fairplace.dps.qualification.actions.answer_provider_questions import answer_provider_questions
from fairplace.dps.qualification.actions.appoint_evaluators import appoint_evaluators
from fairplace.dps.qualification.actions.assess_criterion import assess_criterion
from fairplace.dps.qualification.actions.choose_lines import add_line
from fairplace.dps.qualification.actions.clarifications import ask_provider
from fairplace.dps.qualification.actions.declare_application_interests import declare_application_interests
from fairplace.dps.qualification.actions.mark_qualification_statement import mark_qualification_statement
from fairplace.dps.qualification.actions.moderate_qualification_statement import moderate_qualification_statement
from fairplace.dps.qualification.actions.price_extras import price_extras
from fairplace.dps.qualification.actions.price_line import price_line
from fairplace.dps.qualification.actions.propose_decision import propose_decision
from fairplace.dps.qualification.actions.record_due_diligence import record_due_diligence
from fairplace.dps.qualification.actions.release_decision import release_decision
from fairplace.dps.qualification.actions.sign_line_agreement import sign_line_agreements
from fairplace.dps.qualification.actions.start_application import start_application
from fairplace.dps.qualification.actions.submit_application import submit_application
from fairplace.dps.qualification.actions.suspend_line import suspend_line
from fairplace.dps.qualification.queries.decisions import due_diligence, judged
from fairplace.dps.qualification.queries.line_form import DiscountStep
from fairplace.dps.qualification.queries.line_row import LineRow, line_rows
from fairplace.dps.qualification.rules.grounds import NONE
from fairplace.dps.qualification.rules.questions import (
    assessed_criteria,
    line_questions,
    provider_questions,
    statements,
)
from fairplace.foundations.kernel.working_days import add_working_days

COVER = Decimal(10_000_000)
# Two people's marks and what they agreed, by how good the statement is.
MARKS = {
    5: ("5", "4.5", "5"),
    4: ("4", "4", "4"),
    3: ("3", "3.5", "3"),
    2: ("2", "2.5", "2"),
}
WIDE_MARKS = ("5", "2.5")
JOINED = {"accredited", "suspended"}


def joining(teller: Teller) -> Iterator[Thread]:
    """Every provider's insurances, and each of its applications."""
    for provider in providers():
        if not any(place.state == "none" for place in provider.places):
            yield _insured(teller, provider)
        applying = [place for place in provider.places if place.state != "none"]
        for (starts, _), places in groupby(
            sorted(applying, key=lambda place: _key(place, teller.today)), lambda place: _key(place, teller.today)
        ):
            yield _application(teller, provider, list(places), starts)
        yield from (_inspected_again(teller, provider, place) for place in applying)


def _key(place: DemoPlace, today: datetime) -> tuple[datetime, bool]:
    return _starts(place, today), place.state == "draft"


def _starts(place: DemoPlace, today: datetime) -> datetime:
    if "joined" in place.told:
        year, month = map(int, place.told["joined"].split("-"))
        return after(moment(date(year, month, 1), 9), 1, 10)
    day = working_days_before((today - timedelta(days=place.told["days_ago"])).date(), 0)
    return moment(day, 15 if place.state == "draft" else 10)


def _insured(teller: Teller, provider: DemoProvider) -> Thread:
    """From a month before the first application, renewed every year."""
    first = min(_starts(place, teller.today) for place in provider.places)
    year = 0
    while True:
        yield first - timedelta(days=2) + timedelta(days=350 * year)
        issued = (teller.now - timedelta(days=1)).date()
        for kind in _insurances(provider):
            title = f"Schedule: {EVIDENCE_KINDS[kind].name.lower()}"
            expires = issued + timedelta(days=365)
            lines = [
                f"Insured: {provider.name}",
                "Insurer: Northgate Mutual of the Demonstration (invented)",
                f"Cover for each claim: £{COVER:,.0f}",
                f"From {issued:%d %B %Y} to {expires:%d %B %Y}",
            ]
            name = f"{kind.replace('_', '-')}-{issued:%Y}.pdf"
            teller.let(
                provider.who(Role.BID_MANAGER),
                add_evidence,
                kind=kind,
                upload=SimpleUploadedFile(name, certificate(title, lines), "application/pdf"),
                issued_on=issued,
                expires_on=expires,
                cover=COVER,
            )
        year += 1


def _insurances(provider: DemoProvider) -> list[str]:
    """The kinds that the categories of its places ask for."""
    asked = _categories_of([place for place in provider.places if place.state != "none"])
    questions = provider_questions([content for _, content in asked.values()])
    return [question.evidence for question in questions if question.kind == "evidence"]


def _application(teller: Teller, provider: DemoProvider, places: list[DemoPlace], starts: datetime) -> Thread:
    bidder, signatory = provider.who(Role.BID_MANAGER), provider.who(Role.PROVIDER_SIGNATORY)
    yield starts
    application = teller.let(bidder, start_application)
    asked = _categories_of(places)
    lines: list[tuple[DemoPlace, UUID, CategoryContent]] = []
    for place in places:
        row, content = asked[place.name]
        line = teller.let(
            bidder,
            add_line,
            application_id=application,
            establishment_id=teller.ids[place.name],
            category_id=row.id,
        )
        lines.append((place, line, content))
    answers = _provider_answers(provider, [content for _, _, content in lines])
    teller.let(bidder, answer_provider_questions, application_id=application, answers=answers)
    if places[0].state == "draft":
        return
    yield starts + timedelta(hours=3)
    for place, line, content in lines:
        teller.let(bidder, answer_line_questions, line_id=line, answers=_line_answers(place, content, teller.today))
        teller.let(bidder, price_line, line_id=line, costs=core_costs(place, content))
        prices, steps = service_prices(place, content), _discounts(place, content)
        teller.let(bidder, price_extras, line_id=line, prices=prices, discounts=steps)
    yield after(starts, 1, 11)
    teller.let(bidder, submit_application, application_id=application)
    if places[0].state == "applied":
        return
    yield from _assessed(teller, lines, starts)
    yield after(starts, 6, 10)
    approved = [line for place, line, _ in lines if place.state in JOINED]
    if not approved:
        return
    teller.let(signatory, sign_line_agreements, line_ids=approved, name_typed=signatory.name)
    yield after(starts, 7, 15)
    lead = councils()[0].who(Role.PROCUREMENT_OFFICER)[0]
    teller.let(lead, sign_line_agreements, line_ids=approved, name_typed=lead.name)
    for place, line, _ in lines:
        if place.state == "suspended":
            yield from _suspended(teller, provider, place, line)


def _assessed(teller: Teller, lines: list[tuple[DemoPlace, UUID, CategoryContent]], starts: datetime) -> Thread:
    """Judged and looked up by one officer, marked by two evaluators of partners, proposed by one, released by another.

    Of a line told as "assessing" some of that is left for the visitor: `awaits` says what.
    """
    first, second = councils()[0].who(Role.PROCUREMENT_OFFICER)[:2]
    one, two = councils()[0].who(Role.EVALUATOR)[0], councils()[1].who(Role.EVALUATOR)[0]
    yield after(starts, 2, 9, 30)
    scored = [line for _, line, content in lines if content.is_scored]
    if scored:
        people = [teller.ids[one.email], teller.ids[two.email]]
        teller.let(first, appoint_evaluators, line_ids=scored, person_ids=people)
    together = all(place.state in JOINED for place, _, _ in lines)
    yield after(starts, 3, 9, 40)
    rows = teller.see(first, lambda _officer: line_rows([line for _, line, _ in lines]))
    for place, line, content in lines:
        _judged(teller, first, (place, rows[line], content), every_line=together)
        if place.state != "refused" and _awaits(place) != "assessing":
            _looked_up(teller, first, rows[line])
    yield after(starts, 3, 15)
    application = rows[lines[0][1]].application_id
    for person in (one, two) if scored else ():
        teller.let(person, declare_application_interests, application_id=application, has_interest=False, interest="")
    yield after(starts, 4, 14)
    _marked(teller, (one, two), lines, together=together)
    yield after(starts, 5, 11)
    proposed = []
    for place, line, _ in lines:
        if _awaits(place) in {"assessing", "moderation"}:
            continue
        refused = place.state == "refused"
        reason = place.told.get("because", "") if refused else "Every criterion is met."
        proposal = teller.let(first, propose_decision, line_id=line, approved=not refused, reason=reason)
        if _awaits(place) != "release":
            proposed.append((line, proposal))
    yield after(starts, 5, 16)
    for line, proposal in proposed:
        teller.let(second, release_decision, line_id=line, proposal_id=proposal)
    for place, line, _ in lines:
        if "asks" in place.told:
            teller.let(
                second,
                ask_provider,
                application_id=application,
                line_id=line,
                text=place.told["asks"],
                answer_by=add_working_days(teller.today.date(), 2),
            )


def _awaits(place: DemoPlace) -> str:
    """What a line told as "assessing" waits for: assessing, moderation or release; "" when it is decided."""
    return str(place.told.get("awaits", "assessing")) if place.state == "assessing" else ""


def _judged(
    teller: Teller, officer: Somebody, about: tuple[DemoPlace, LineRow, CategoryContent], *, every_line: bool
) -> None:
    """What is about the provider alone is judged once for all the lines of an application that go the same way."""
    place, line, content = about
    criteria = [criterion.code for criterion in assessed_criteria(content)]
    fails, before = _fails(place), judged(line)
    for code in criteria if _awaits(place) != "assessing" else criteria[:4]:
        if code in before:
            continue
        told = {"passed": False, "reason": fails[code]} if code in fails else {"passed": True, "reason": ""}
        teller.let(officer, assess_criterion, line_id=line.id, criterion=code, every_line=every_line, **told)


def _marked(
    teller: Teller,
    people: tuple[Somebody, Somebody],
    lines: list[tuple[DemoPlace, UUID, CategoryContent]],
    *,
    together: bool,
) -> None:
    """Two people mark, each on their own, and agree; what a group wrote in the same words is marked once.

    Of a line told as "assessing" the first mark is there, or both and not the agreed one.
    """
    alike: dict[tuple[str, ...], list[tuple[DemoPlace, dict[str, Any]]]] = {}
    for place, line, content in lines:
        for question in statements(content):
            words = statement(question.code, place.told["kind"], place.told["level"])
            said = (content.code, question.code, words, "" if together else place.name)
            alike.setdefault(said, []).append((place, {"line_id": line, "question": question.code}))
    asked = [(place, {**given, "same_words": bool(more)}) for (place, given), *more in alike.values()]
    for turn, person in enumerate(people):
        for place, given in asked:
            if turn == 0 or _awaits(place) != "assessing":
                mark = (WIDE_MARKS if _awaits(place) == "moderation" else MARKS[place.told["level"]])[turn]
                why = _why(given["question"], int(Decimal(mark)))
                teller.let(person, mark_qualification_statement, mark=Decimal(mark), reason=why, **given)
    for place, given in asked:
        if _awaits(place) not in {"assessing", "moderation"}:
            level = place.told["level"]
            why = _why(given["question"], level)
            agreed = Decimal(MARKS[level][2])
            teller.let(people[1], moderate_qualification_statement, mark=agreed, reason=why, **given)


def _looked_up(teller: Teller, officer: Somebody, line: LineRow) -> None:
    for row in due_diligence(line):
        if not row.outcome:
            teller.let(
                officer,
                record_due_diligence,
                line_id=line.id,
                check=row.check.code,
                outcome="clear",
                note="Looked up in the register: nothing that stands in the way.",
                checked_on=teller.now.date(),
            )


def _suspended(teller: Teller, provider: DemoProvider, place: DemoPlace, line: UUID) -> Thread:
    day = working_days_before((teller.today - timedelta(days=place.told["rated_days_ago"] - 3)).date(), 0)
    yield moment(day, 9, 20)
    rate(teller, provider, place, place.told["rating"], rated_on(place.told, teller.today))
    yield moment(day, 11)
    manager = councils()[0].who(Role.CONTRACT_MANAGER)[0]
    teller.let(manager, suspend_line, line_id=line, criterion="rating", because=place.told["because"])


def _fails(place: DemoPlace) -> dict[str, str]:
    if place.state == "refused":
        return {"rating": place.told["because"]}
    fails = place.told.get("fails")
    return {fails["criterion"]: fails["because"]} if fails else {}


WHY = {
    5: "All five parts, the child's own voice, and a real example in which the measure changed what staff did.",
    4: "All five parts with clear steps and the child's own voice; the example is brief.",
    3: "All five parts and measures; little on what is done when progress stops.",
    2: "Some parts only, and nothing on the child's part in them.",
}
_WHY_OF = {
    "workforce-statement": {
        5: "Figures with reasons, a real say of children in who works there, and an effect that was measured.",
        4: "Figures, training beyond the minimum and steady cover; the effect on children is said, not shown.",
        3: "Figures and training beyond the minimum; nothing on children's say.",
        2: "A plan for training; nothing on how many leave or why.",
    },
    "contract-statement": {
        5: "Promises checked each week, early signs looked for, and an example of a placement kept.",
        4: "Regular measures that lead to meetings, complaints used; early signs are less clear.",
        3: "Regular measures and clear times for concerns; little on signs before a crisis.",
        2: "Reports of activity when asked; little on what is done with them.",
    },
}
_CATEGORIES = {
    "childrens_home": "residential",
    "fostering_agency": "foster",
    "alternative_provision": "alternative",
    "supported_accommodation": "supported",
}


def _why(question: str, level: int) -> str:
    return _WHY_OF.get(question, WHY)[level]


def _categories_of(places: list[DemoPlace]) -> dict[str, tuple[CategoryRow, CategoryContent]]:
    """By the name of the place."""
    rows = {row.code: (row, content_of(row.version_id)) for row in categories()}
    return {place.name: rows[_CATEGORIES.get(place.told["kind"], "sen")] for place in places}


def _discounts(place: DemoPlace, content: CategoryContent) -> list[DiscountStep]:
    """Most give a little for brothers and sisters; the larger ones for a cohort."""
    size = place.told["places"]
    steps = [DiscountStep("sibling", 2, Decimal("5")), DiscountStep("sibling", 3, Decimal("7.5"))]
    steps += [DiscountStep("cohort", 4, Decimal("4"))] if size > 20 else []
    return [step for step in steps if step.kind in content.discounts and size > 3]


def _provider_answers(provider: DemoProvider, contents: list[CategoryContent]) -> dict[str, dict[str, Any]]:
    answers: dict[str, dict[str, Any]] = {}
    for question in provider_questions(contents):
        match question.kind:
            case "yes_no":
                answers[question.code] = {"answer": question.passes_when}
            case "grounds":
                answers[question.code] = {"applies": NONE}
            case "text" if provider.social_value:
                answers[question.code] = {"text": provider.social_value}
    return answers


def _rating_at(place: DemoPlace, day: date, today: datetime) -> tuple[str, str, date | None]:
    """Scale, rating and day of the last inspection before this day: an earlier one where the present came later."""
    told, present = place.told, rated_on(place.told, today)
    if present is None or present < day:
        return told["scale"], told["rating"], present
    earlier = told.get("before") or {"rating": "Good", "rated": present - timedelta(days=700)}
    while earlier["rated"] >= day:
        earlier = {**earlier, "rated": earlier["rated"] - timedelta(days=350)}
    return "ofsted-grades", earlier["rating"], earlier["rated"]


def _inspected_again(teller: Teller, provider: DemoProvider, place: DemoPlace) -> Thread:
    """An inspection after a place joined: its provider records it two weeks later."""
    present = rated_on(place.told, teller.today)
    if present is None or present < _starts(place, teller.today).date() or place.state == "suspended":
        return
    yield moment(working_days_before(present + timedelta(days=14), 0), 14)
    rate(teller, provider, place, place.told["rating"], present)


def _line_answers(place: DemoPlace, content: CategoryContent, today: datetime) -> dict[str, dict[str, Any]]:
    told = place.told
    scale, rating, day = _rating_at(place, _starts(place, today).date(), today)
    answers: dict[str, dict[str, Any]] = {}
    for question in line_questions(content, told["kind"]):
        if question.kind == "rating":
            areas = report_areas(told) if scale == told["scale"] else {}
            answers[question.code] = {"framework": scale, "rating": rating, "rated_on": day, "areas": areas}
        elif question.kind == "statement":
            answers[question.code] = {"text": statement(question.code, told["kind"], told["level"])}
        else:
            answers[question.code] = {"answer": question.passes_when}
    return answers
