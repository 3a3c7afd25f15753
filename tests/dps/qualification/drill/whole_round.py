"""The first round from the first application to the last signature, told by the real actions, with books of our own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import cycle
from typing import Any, TypeVar
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from fairplace.dps.market.actions.change_entry import extend_initial_evaluation
from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.organisations.actions.add_establishment import add_establishment
from fairplace.dps.organisations.actions.add_evidence import add_evidence
from fairplace.dps.qualification import jobs
from fairplace.dps.qualification.actions.answer_line_questions import answer_line_questions
from fairplace.dps.qualification.actions.answer_provider_questions import answer_provider_questions
from fairplace.dps.qualification.actions.appoint_evaluators import appoint_evaluators
from fairplace.dps.qualification.actions.assess_criterion import assess_criterion
from fairplace.dps.qualification.actions.choose_lines import choose_lines
from fairplace.dps.qualification.actions.declare_application_interests import declare_application_interests
from fairplace.dps.qualification.actions.judge_ground import judge_ground
from fairplace.dps.qualification.actions.mark_qualification_statement import mark_qualification_statement
from fairplace.dps.qualification.actions.moderate_qualification_statement import moderate_qualification_statement
from fairplace.dps.qualification.actions.price_line import price_line
from fairplace.dps.qualification.actions.propose_decision import propose_decision
from fairplace.dps.qualification.actions.record_due_diligence import record_due_diligence
from fairplace.dps.qualification.actions.release_decision import release_decision
from fairplace.dps.qualification.actions.rounds import record_internal_approval, release_round
from fairplace.dps.qualification.actions.sign_line_agreement import sign_line_agreements
from fairplace.dps.qualification.actions.start_application import start_application
from fairplace.dps.qualification.actions.submit_application import submit_application
from fairplace.dps.qualification.actions.withdraw_line import withdraw_line
from fairplace.dps.qualification.models import Application
from fairplace.dps.qualification.queries.decisions import due_diligence
from fairplace.dps.qualification.queries.line_row import LineRow, lines_where
from fairplace.dps.qualification.queries.rounds import rounds
from fairplace.dps.qualification.rules.caps import offered_headings
from fairplace.dps.qualification.rules.questions import (
    assessed_criteria,
    is_about_provider,
    line_questions,
    provider_questions,
    statements,
)
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.refused import Refused
from tests.dps.qualification.drill.applicants import Place, Provider, areas_of, must_fail
from tests.dps.world import PNG, World, make_provider, make_world, person

BEGAN = datetime(2026, 11, 3, 9, tzinfo=UTC)
ASSESSED = datetime(2026, 11, 10, 9, tzinfo=UTC)
UNTIL = date(2026, 12, 1)
RELEASED = datetime(2026, 12, 1, 9, tzinfo=UTC)
SIGNED = datetime(2026, 12, 8, 9, tzinfo=UTC)
FAR_APART = "We read both reasons again, spoke about the example, and agreed on this mark together."
R = TypeVar("R")


@dataclass
class ToldLine:
    """One line in our own books. marks: statement to the mark agreed."""

    row: LineRow
    provider: Provider
    place: Place
    content: CategoryContent
    fails: set[str]
    marks: dict[str, Decimal] = field(default_factory=dict)
    withdrawn: bool = False
    signed: bool = False


@dataclass
class WholeRound:
    """What happened. events: kind to how many we caused; unsent: provider to why it could not send."""

    world: World
    set_clock: Callable[[datetime], None]
    events: Counter[str] = field(default_factory=Counter)
    lines: list[ToldLine] = field(default_factory=list)
    unsent: dict[int, str] = field(default_factory=dict)
    wrongly_proposed: list[str] = field(default_factory=list)
    applications: dict[int, UUID] = field(default_factory=dict)
    people: dict[int, tuple[Actor, Actor]] = field(default_factory=dict)

    def act(self, event: str, action: Callable[..., R], times: int = 1, **given: Any) -> R:
        """Do it, and write down what must be on record of it."""
        done = action(**given)
        self.events[f"qualification.{event}"] += times
        return done

    @property
    def open_lines(self) -> list[ToldLine]:
        return [line for line in self.lines if not line.withdrawn]


def tell(applicants: list[Provider], set_clock: Callable[[datetime], None]) -> WholeRound:
    """All of it."""
    set_clock(BEGAN)
    world = make_world(BEGAN)
    partner = world.partner_id
    for name, council in (("Ada Quill", world.lead_id), ("Ben Rook", partner), ("Cy Stone", partner)):
        world.people[name] = person(council, name, "evaluator")
    world.people["partner_signatory"] = person(partner, "Victoria Amadi", "council_signatory")
    told = WholeRound(world, set_clock)
    for category in categories():
        extend_initial_evaluation(
            actor=world.people["officer"], category_id=category.id, until=UNTIL, because="First round", at=BEGAN
        )
    for provider in applicants:
        _apply(told, provider)
    set_clock(ASSESSED)
    for provider in applicants:
        _assess(told, [line for line in told.lines if line.provider is provider])
    set_clock(RELEASED)
    _release(told)
    set_clock(SIGNED)
    _sign(told)
    return told


def _apply(told: WholeRound, provider: Provider) -> None:
    organisation, manager, signatory = make_provider(provider.name, f"{provider.number:08}", BEGAN)
    told.people[provider.number] = (manager, signatory)
    by: dict[str, Any] = {"actor": manager, "at": BEGAN}
    places = {_established(place, by): place for place in provider.places}
    application = told.act("application_started", start_application, **by)
    told.applications[provider.number] = application
    rows = {row.code: row for row in categories()}
    wanted = [(key, rows[code].id) for key, place in places.items() for code in place.categories]
    mine: dict[str, Any] = {**by, "application_id": application}
    told.act("line_added", choose_lines, times=len(wanted), wanted=wanted, **mine)
    for kind, cover in provider.covers.items():
        upload = SimpleUploadedFile(f"{kind}.png", PNG)
        days = {"issued_on": date(2026, 4, 1), "expires_on": date(2027, 3, 31)}
        add_evidence(kind=kind, upload=upload, cover=Decimal(cover), **days, **by)
    lines = {row.id: row for row in lines_where(application_id=application)}
    contents = {row.category_version_id: content_of(row.category_version_id) for row in lines.values()}
    answers = _about_provider(provider, list(contents.values()))
    told.act("application_answered", answer_provider_questions, answers=answers, **mine)
    made = [
        ToldLine(row, provider, place := places[row.establishment_id], content := contents[row.category_version_id],
                 must_fail(provider, place, {question.code for question in content.questions}))
        for row in lines.values()
    ]  # fmt: skip
    for at, line in enumerate(made):
        everywhere = provider.lacks == "no statement"  # the first place may be asked for none (§7.3)
        _fill_in(told, line, by, provider.lacks if at == 0 or everywhere else "")
    try:
        submit_application(**mine)
    except Refused as refused:
        told.unsent[provider.number] = refused.sentence
        return
    told.events["qualification.application_submitted"] += 1
    told.lines += made
    if provider.withdraws == "sent":
        _take_back(told, made[0], BEGAN)
    assert organisation == made[0].row.provider_id


def _established(place: Place, by: dict[str, Any]) -> UUID:
    return add_establishment(
        name=place.name, kind=place.kind, postcode="RH12 1RL", council_area="West Sussex", age_from=10, age_to=17,
        placement_kinds=place.placement_kinds, places=4, vacancies=1, **by,
    )  # fmt: skip


def _about_provider(provider: Provider, contents: list[CategoryContent]) -> dict[str, dict[str, Any]]:
    answers: dict[str, dict[str, Any]] = {}
    for question in provider_questions(contents):
        if question.kind == "yes_no":
            answers[question.code] = _yes_or_no(question.code, provider.said_no)
        elif question.kind == "grounds":
            answers[question.code] = _grounds(provider)
    return answers


def _yes_or_no(code: str, said_no: Any) -> dict[str, str]:
    return {"answer": "no", "explained": "We changed how we do it."} if code in said_no else {"answer": "yes"}


def _grounds(provider: Provider) -> dict[str, Any]:
    if provider.ground is None:
        return {"applies": "none"}
    event = {
        "id": str(new_id()), "ground": provider.ground.code, "who": "A former director", "on": provider.ground.on,
        "what": "It came before a court.", "done": "They left, and we had our controls audited.",
    }  # fmt: skip
    return {"applies": "some", "events": [event]}


def _fill_in(told: WholeRound, line: ToldLine, by: dict[str, Any], lacks: str) -> None:
    place, found, mine = line.place, line.place.inspected, {**by, "line_id": line.row.id}
    answers: dict[str, dict[str, Any]] = {}
    for question in line_questions(line.content, place.kind):
        if question.kind == "rating" and lacks != "no rating":
            areas = areas_of(found.scale, found.word, place.kind)
            answers[question.code] = {
                "framework": found.scale, "rating": found.word, "rated_on": found.on, "areas": areas,
            }  # fmt: skip
        elif question.kind == "statement" and lacks != "no statement":
            answers[question.code] = {"text": "We set a starting point for every child within six weeks."}
        elif question.kind == "yes_no":
            answers[question.code] = _yes_or_no(question.code, place.said_no)
    told.act("application_answered", answer_line_questions, answers=answers, **mine)
    if lacks != "no prices":
        headings = offered_headings(line.content, place.placement_kinds)
        weekly = Decimal(60 + line.provider.number % 50)
        told.act("line_priced", price_line, costs={heading.code: weekly for heading in headings}, **mine)


def _take_back(told: WholeRound, line: ToldLine, at: datetime) -> None:
    manager, _ = told.people[line.provider.number]
    told.act("line_withdrawn", withdraw_line, actor=manager, line_id=line.row.id, because="We wait", at=at)
    line.withdrawn = True


def _assess(told: WholeRound, lines: list[ToldLine]) -> None:
    """One application: judged by one officer, marked by two evaluators, proposed by the one, checked by the other."""
    lines = [line for line in lines if not line.withdrawn]
    if not lines:
        return
    provider, officer = lines[0].provider, told.world.people["officer"]
    by: dict[str, Any] = {"actor": officer, "at": ASSESSED}
    if provider.ground is not None:
        given = _declared(told.applications[provider.number])
        outcome = "put_right" if provider.ground.put_right else "not_put_right"
        told.act("ground_judged", judge_ground, outcome=outcome, reason="We read what was done.", **given, **by)
    judged: set[tuple[UUID, str]] = set()
    for line in lines:
        _judge(told, line, judged, by)
        _look_up(told, line, by)
    _mark(told, [line for line in lines if statements(line.content)])
    for line in lines:
        _decide(told, line, by)
    if provider.withdraws == "held":
        _take_back(told, lines[0], ASSESSED)


def _declared(application_id: UUID) -> dict[str, Any]:
    application = Application.objects.get(id=application_id)
    event = application.answers["exclusion-grounds"]["events"][0]["id"]
    return {"application_id": application_id, "event_id": event}


def _judge(told: WholeRound, line: ToldLine, judged: set[tuple[UUID, str]], by: dict[str, Any]) -> None:
    version = line.row.category_version_id
    for criterion in assessed_criteria(line.content):
        code, together = criterion.code, is_about_provider(line.content, criterion.code)
        if together and (version, code) in judged:
            continue
        passed = code not in line.fails
        reason = "Seen, and accepted." if passed else f"It does not meet what was published: {criterion.name}."
        number = assess_criterion(
            line_id=line.row.id, criterion=code, passed=passed, reason=reason, every_line=together, **by
        )
        told.events["qualification.criterion_assessed"] += number
        judged.add((version, code))


def _look_up(told: WholeRound, line: ToldLine, by: dict[str, Any]) -> None:
    """A concern is noted first, where there is one, and cleared after another look."""
    given: dict[str, Any] = {**by, "line_id": line.row.id, "checked_on": ASSESSED.date()}
    for row in due_diligence(line.row):
        if row.outcome:
            continue
        if row.check.code == "references" and line.place.concern:
            note = "A council told us of a complaint."
            told.act("due_diligence_recorded", record_due_diligence, check="references", outcome="concern", note=note,
                     **given)  # fmt: skip
            if not line.fails:
                _try_wrongly(told, line, by)
        note = "Looked up: nothing found."
        told.act("due_diligence_recorded", record_due_diligence, check=row.check.code, outcome="clear", note=note,
                 **given)  # fmt: skip


def _mark(told: WholeRound, lines: list[ToldLine]) -> None:
    if not lines:
        return
    world, provider, ids = told.world, lines[0].provider, [line.row.id for line in lines]
    by: dict[str, Any] = {"actor": world.people["officer"], "line_ids": ids, "at": ASSESSED}
    first, second = world.people["Ada Quill"], world.people["Ben Rook"]
    told.act("evaluators_appointed", appoint_evaluators, person_ids=[_id(first), _id(second)], **by)
    if provider.conflicted:
        _declare(told, first, provider, True)
        first = world.people["Cy Stone"]
        told.act("evaluators_appointed", appoint_evaluators, person_ids=[_id(first)], **by)
    for evaluator in (first, second):
        _declare(told, evaluator, provider, False)
    pairs = cycle(provider.marks)
    for line in lines:
        for question in statements(line.content):
            one, two = (Decimal(str(mark)) for mark in next(pairs))
            given: dict[str, Any] = {"line_id": line.row.id, "question": question.code, "at": ASSESSED}
            for evaluator, mark in ((first, one), (second, two)):
                told.act("statement_marked", mark_qualification_statement, actor=evaluator, mark=mark,
                         reason="Clear and measured steps.", **given)  # fmt: skip
            line.marks[question.code] = max(one, two)
            told.act("statement_moderated", moderate_qualification_statement, actor=second, mark=max(one, two),
                     reason=FAR_APART, **given)  # fmt: skip


def _declare(told: WholeRound, evaluator: Actor, provider: Provider, has_interest: bool) -> None:
    words = "My sister works there." if has_interest else ""
    told.act("interests_declared", declare_application_interests, actor=evaluator, has_interest=has_interest,
             application_id=told.applications[provider.number], interest=words, at=ASSESSED)  # fmt: skip


def _decide(told: WholeRound, line: ToldLine, by: dict[str, Any]) -> None:
    approved = not line.fails
    if line.provider.number % 5 == 0:
        _try_wrongly(told, line, by, approved=not approved)
    reason = "Every criterion is met." if approved else f"It fails on {', '.join(sorted(line.fails))}. Apply again."
    mine: dict[str, Any] = {"line_id": line.row.id, "at": ASSESSED}
    proposal = told.act("decision_proposed", propose_decision, actor=by["actor"], approved=approved, reason=reason,
                        **mine)  # fmt: skip
    if line.provider.number % 7 == 0:
        try:
            release_decision(actor=by["actor"], proposal_id=proposal, **mine)
        except Refused as refused:
            told.wrongly_proposed.append(refused.sentence)
    second = told.world.people["second_officer"]
    told.act("decision_checked", release_decision, actor=second, proposal_id=proposal, **mine)


def _try_wrongly(told: WholeRound, line: ToldLine, by: dict[str, Any], approved: bool = True) -> None:
    """What must be refused: approving what fails, is not looked up or not marked; refusing what passes."""
    try:
        propose_decision(line_id=line.row.id, approved=approved, reason="Wrong on purpose.", **by)
    except Refused as refused:
        told.wrongly_proposed.append(refused.sentence)
    else:
        raise AssertionError(f"{line.row.establishment_name} was proposed against its criteria")


def _release(told: WholeRound) -> None:
    officer, partner = told.world.people["officer"], told.world.people["partner_signatory"]
    for row in rounds(officer):
        told.act("round_released", release_round, actor=officer, round_id=row.id, at=RELEASED)
        jobs.carry_out_released_round(str(row.id), str(officer.person_id))
        for actor, council in ((officer, told.world.lead_id), (partner, told.world.partner_id)):
            told.act("internal_approval_recorded", record_internal_approval, actor=actor, round_id=row.id,
                     council_id=council, reference="Minute 12", approved_by="The board", approved_on=UNTIL,
                     at=RELEASED)  # fmt: skip
    for line in told.open_lines:
        told.events[f"qualification.{'line_refused' if line.fails else 'line_approved'}"] += 1
        told.events["qualification.decision_letter_written"] += 1


def _sign(told: WholeRound) -> None:
    """Each provider all of its agreements under one name, then the lead those of one provider after another."""
    lead = told.world.people["lead_signatory"]
    for lines in _by_provider([line for line in told.open_lines if not line.fails and line.provider.signs]):
        _, signatory = told.people[lines[0].provider.number]
        for actor in (signatory, lead):
            told.act("agreement_signed", sign_line_agreements, times=len(lines), actor=actor, name_typed=actor.name,
                     line_ids=[line.row.id for line in lines], at=SIGNED)  # fmt: skip
        for line in lines:
            line.signed = True
            told.events["qualification.line_accredited"] += 1


def _by_provider(lines: list[ToldLine]) -> Iterator[list[ToldLine]]:
    for number in sorted({line.provider.number for line in lines}):
        yield [line for line in lines if line.provider.number == number]


def _id(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id
