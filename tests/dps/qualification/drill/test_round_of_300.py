"""Q9-Q14: a first round of generated applications, assessed from end to end, is right as a whole.

Forty applications at every `make test`, three hundred at `make drill`. Nothing here asks the product what is right:
applicants.py says what each has, and these tests work out from the published criteria what must come of it.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from fairplace.commands.launcher.roles import Database, drop_database
from fairplace.dps.qualification.models import (
    AgreementSignature,
    DecisionLetter,
    InterestDeclaration,
    Line,
    LineDecision,
    LineState,
    Round,
    StatementMark,
)
from fairplace.dps.qualification.queries.public_register import accredited
from fairplace.dps.qualification.queries.rounds import outcome_report
from tests.dps.qualification.drill.applicants import LACKS, providers
from tests.dps.qualification.drill.whole_round import ToldLine, WholeRound, tell
from tests.fixtures.databases import copy_of, django_at

pytestmark = pytest.mark.drill
NUMBER = int(os.environ.get("FAIRPLACE_DRILL", "40"))
THREE = {"outcomes-statement": 50, "workforce-statement": 25, "contract-statement": 25}
WEIGHTS = {"sen": THREE, "residential": THREE, "foster": THREE, "supported": {"outcomes-statement": 100}}
"""§7.4: points out of 100 by statement; Alternative Education scores nothing (§7.3)."""
SAYS = {
    "insurance too low": "is needed",
    "insurance missing": "Upload your",
    "no statement": "Write your statement",
    "no prices": "no price yet",
    "no rating": "Tell us what the last inspection found",
}


@pytest.fixture(scope="module")
def told(
    admin_url: str, database_template: Database, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[WholeRound]:
    """The whole round, committed act by act as in life, in a database of its own."""
    database = copy_of(admin_url, database_template, "round")
    try:
        with (
            psycopg.connect(database.owner_url, autocommit=True) as owner,
            django_at(database, django_db_blocker),
        ):
            yield tell(providers(NUMBER), lambda at: owner.execute("UPDATE fairplace_clock SET frozen_at = %s", [at]))
    finally:
        drop_database(admin_url, database.name)


def expected(line: ToldLine) -> str:
    if line.withdrawn:
        return "withdrawn"
    if line.fails:
        return "refused"
    return "accredited" if line.signed else "approved"


def test_the_round_has_every_kind_of_case(told: WholeRound) -> None:
    """Chance must not leave the other tests without anything to find."""
    outcomes = Counter(expected(line) for line in told.lines)
    assert all(outcomes[one] for one in ("withdrawn", "refused", "accredited", "approved")), outcomes
    assert {line.row.category_code for line in told.lines} == {*WEIGHTS, "alternative"}
    assert {"rating", "exclusions"} <= {code for line in told.lines for code in line.fails}
    assert any(line.provider.conflicted for line in told.open_lines)
    assert any(line.place.concern for line in told.open_lines)


def test_what_lacks_something_cannot_be_sent_and_is_told_what_q2_q6(told: WholeRound) -> None:
    lacking = {one.number: one.lacks for one in providers(NUMBER) if one.lacks}
    assert set(told.unsent) == set(lacking)
    assert lacking
    assert set(lacking.values()) <= set(LACKS)
    for number, sentence in told.unsent.items():
        assert SAYS[lacking[number]] in sentence
    unsent = Line.objects.filter(application_id__in=[told.applications[number] for number in lacking])
    assert set(unsent.values_list("state", "round")) == {("draft", None)}


def test_every_decision_follows_from_its_criteria_q9_q11(told: WholeRound) -> None:
    states = dict(Line.objects.values_list("id", "state"))
    assert {line.row.id: states[line.row.id] for line in told.lines} == {
        line.row.id: expected(line) for line in told.lines
    }


def test_nothing_could_be_proposed_against_its_criteria_nor_released_by_who_proposed_it_q9_q11(
    told: WholeRound,
) -> None:
    assert any("cannot be approved yet" in sentence for sentence in told.wrongly_proposed)
    assert any("cannot be refused yet" in sentence for sentence in told.wrongly_proposed)
    assert any("somebody else has to release it" in sentence for sentence in told.wrongly_proposed)


def test_every_competency_score_is_the_weighted_sum_of_its_agreed_marks_q10(told: WholeRound) -> None:
    scores = dict(Line.objects.values_list("id", "competency_score"))
    for line in told.open_lines:
        if line.fails or not line.marks:
            assert scores[line.row.id] is None
            continue
        weights = WEIGHTS[line.row.category_code]
        points = sum((weights[code] * mark / 5 for code, mark in line.marks.items()), Decimal(0))
        assert set(weights) == set(line.marks)
        assert scores[line.row.id] == points.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_every_letter_names_the_failed_criteria_each_with_its_reason_q11(told: WholeRound) -> None:
    letters = dict(DecisionLetter.objects.values_list("line_id", "content"))
    assert set(letters) == {line.row.id for line in told.open_lines}
    for line in told.open_lines:
        names = {one.name for one in line.content.criteria if one.code in line.fails}
        failed = [one for one in letters[line.row.id]["criteria"] if one["outcome"] == "Failed"]
        assert {one["name"] for one in failed} == names
        assert all(one["name"] in one["reason"] for one in failed)
        assert letters[line.row.id]["approved"] is not bool(line.fails)


def test_every_line_has_its_history_without_a_gap_and_an_event_a1(told: WholeRound) -> None:
    history: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for line_id, came_from, became in LineState.objects.order_by("at", "id").values_list(
        "line_id", "came_from", "became"
    ):
        history[line_id].append((came_from, became))
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT subject_id FROM audit_event")
        told_of = {subject for (subject,) in cursor.fetchall()}
    for line_id, state in Line.objects.values_list("id", "state"):
        steps = history[line_id]
        assert steps[0] == ("", "draft")
        assert all(before[1] == after[0] for before, after in pairwise(steps))
        assert steps[-1][1] == state
        assert line_id in told_of


def test_nobody_both_proposed_and_released_q11(told: WholeRound) -> None:
    proposers = dict(LineDecision.objects.filter(step="proposed").values_list("id", "by_id"))
    checks = LineDecision.objects.filter(step="checked").values_list("proposal_id", "by_id")
    assert len(checks) == len(proposers)
    assert all(proposers[proposal] != by for proposal, by in checks)


def test_nobody_marked_without_a_declaration_or_with_an_interest_q9(told: WholeRound) -> None:
    declared = {
        (application, who): (has_interest, at)
        for application, who, has_interest, at in InterestDeclaration.objects.values_list(
            "application_id", "person_id", "has_interest", "at"
        )
    }
    marks = StatementMark.objects.values_list("line__application_id", "by_id", "at")
    assert marks
    for application, who, at in marks:
        has_interest, when = declared[application, who]
        assert not has_interest
        assert when <= at


def test_every_statement_was_marked_by_two_people_before_one_mark_was_agreed_q9(told: WholeRound) -> None:
    given: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    agreed: Counter[tuple[UUID, str]] = Counter()
    for line_id, question, by, moderated in StatementMark.objects.values_list(
        "line_id", "question", "by_id", "moderated"
    ):
        if moderated:
            agreed[line_id, question] += 1
        else:
            given[line_id, question].add(by)
    assert set(given) == set(agreed)
    assert {len(people) for people in given.values()} == {2}
    assert set(agreed.values()) == {1}


def test_the_outcome_report_adds_up_to_a_plain_count_q14(told: WholeRound) -> None:
    names = {"withdrawn": "Withdrawn", "refused": "Refused", "accredited": "Approved", "approved": "Approved"}
    for round_id, category in Round.objects.values_list("id", "category_id"):
        mine = [line for line in told.lines if line.row.category_id == category]
        report = outcome_report(told.world.people["officer"], round_id)
        assert report.outcomes == Counter(names[expected(line)] for line in mine)
        assert report.applications == len({line.provider.number for line in mine})
        judged = [line for line in mine if not (line.withdrawn and line.provider.withdraws == "sent")]
        assert report.fails == Counter(code for line in judged for code in line.fails)
        criteria = [one.code for one in mine[0].content.criteria if one.method in {"pass_fail", "commercial"}]
        assert report.passes == Counter(code for line in judged for code in criteria if code not in line.fails)
        assert report.missing == []


def test_the_public_register_shows_exactly_the_accredited_t1(told: WholeRound) -> None:
    page = accredited(limit=10_000)
    signed = {line.row.id for line in told.lines if line.signed}
    assert {line.line_id for line in page.lines} == signed
    assert page.total == len(signed)


def test_the_accredited_are_signed_by_their_provider_and_by_the_lead_q11(told: WholeRound) -> None:
    signatures: dict[UUID, set[UUID]] = defaultdict(set)
    for line_id, organisation in AgreementSignature.objects.values_list("line_id", "organisation_id"):
        signatures[line_id].add(organisation)
    assert signatures == {line.row.id: {line.row.provider_id, told.world.lead_id} for line in told.lines if line.signed}


def test_there_are_as_many_events_as_acts(told: WholeRound) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, count(*) FROM audit_event WHERE kind LIKE 'qualification.%%' GROUP BY kind")
        recorded = dict(cursor.fetchall())
    assert recorded == told.events
