"""Pass or fail on one criterion of one line (Q9)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.open_line import begin_assessing, lock_open_line, open_siblings
from fairplace.dps.qualification.models import Assessment, Line
from fairplace.dps.qualification.permissions import check_may_assess, person_of
from fairplace.dps.qualification.queries.declared_grounds import declared_grounds, sent_on
from fairplace.dps.qualification.rules.questions import assessed_criteria, is_about_provider
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def assess_criterion(
    *,
    actor: Actor,
    line_id: UUID,
    criterion: str,
    passed: bool,
    reason: str,
    every_line: bool = False,
    at: datetime,
) -> int:
    """A new row; the last one counts and earlier ones stay. A fail needs its reason, which the provider is told.

    every_line: a criterion that asks about the provider alone, for all its open lines in this category at once.
    Returns for how many lines. Refused while a declared ground for exclusion has not been judged.
    """
    check_may_assess(actor)
    line = lock_open_line(line_id)
    content = content_of(line.category_version_id)
    if criterion not in {one.code for one in assessed_criteria(content)}:
        raise NotThere
    if not passed and not reason.strip():
        raise Refused("Say why it fails: the provider is told, and can put it right.", "reason")
    if passed:
        _check_grounds(line, content, criterion, reason)
    lines = [line]
    if every_line and is_about_provider(content, criterion):
        lines += [one for one in open_siblings(line) if one.category_version_id == line.category_version_id]
    for one in lines:
        begin_assessing(one, actor, at)
    Assessment.objects.bulk_create(
        Assessment(line=one, criterion=criterion, passed=passed, reason=reason.strip(), by_id=person_of(actor), at=at)
        for one in lines
    )
    for one in lines:
        audit.record(
            actor=actor,
            kind=events.CRITERION_ASSESSED,
            subject=one,
            about=one.application_id,
            criterion=criterion,
            passed=passed,
        )
    return len(lines)


def _check_grounds(line: Line, content: CategoryContent, criterion: str, reason: str) -> None:
    """Every declared ground of this criterion is judged first; a mandatory one that is not put right must fail."""
    asked = {one.code for one in content.questions if one.criterion == criterion and one.kind == "grounds"}
    if not asked:
        return
    answers = {code: answer for code, answer in line.application.answers.items() if code in asked}
    declared = declared_grounds(line.application_id, answers, sent_on(line.application))
    if any(one.is_open for one in declared):
        raise Refused("A ground for exclusion is declared and not judged yet: judge it first.", "passed")
    if excluding := [one for one in declared if one.must_exclude]:
        reference = excluding[0].ground.reference
        raise Refused(f"A mandatory ground applies and is not put right ({reference}): it must fail.", "passed")
    if any(one.outcome == "not_put_right" for one in declared) and not reason.strip():
        raise Refused("A ground applies and is not put right: say why it passes all the same.", "reason")
