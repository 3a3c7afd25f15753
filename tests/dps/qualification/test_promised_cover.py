"""Q4, A1: insurance that a provider gave its word to hold by an award is looked for again when there is one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from fairplace.dps.competitions.actions.ask_for_cover import ask_for_cover
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.actions.add_evidence import add_evidence
from fairplace.dps.organisations.models import Evidence
from fairplace.dps.qualification.models import Line
from fairplace.dps.qualification.queries.promised_cover import missing_cover
from fairplace.foundations.audit import clock
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.messages.models import Message
from tests.dps.competitions.council_side import Run
from tests.dps.competitions.test_awarding import scored
from tests.dps.world import PNG

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]


def promised(made: Run, code: str) -> Line:
    line = Line.objects.get(id=made.published.bidders[0].line_id)
    line.answers = {**line.answers, code: {"committed": "yes"}}
    line.save(update_fields=["answers"])
    return line


def test_q4_a_promise_is_held_against_the_evidence_of_the_day(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    winner, today = made.published.bidders[0], clock.now().date()
    assert missing_cover(winner.line_id, today) == ()
    line = Line.objects.get(id=winner.line_id)
    question = next(one for one in content_of(line.category_version_id).questions if one.minimum)
    with pytest.raises(Refused, match="Nothing is missing"):
        made.acting(made.officer, ask_for_cover, competition_id=made.competition_id)
    promised(made, question.code)
    (missing,) = missing_cover(winner.line_id, today)
    assert "£" in missing
    with pytest.raises(Refused, match="gave its word to hold"):
        made.award(winner)
    made.acting(made.officer, ask_for_cover, competition_id=made.competition_id)
    assert Message.objects.filter(key__startswith="cover:").count() == 1
    made.acting(
        winner.actor,
        add_evidence,
        kind=question.evidence,
        upload=SimpleUploadedFile("certificate.png", PNG),
        issued_on=today - timedelta(days=1),
        expires_on=today + timedelta(days=300),
        cover=(question.minimum or Decimal(0)) - 1,
    )
    assert missing_cover(winner.line_id, today), "too little cover"
    Evidence.objects.filter(provider_id=winner.provider_id).update(cover=question.minimum)
    assert missing_cover(winner.line_id, today) == ()
    assert missing_cover(winner.line_id, today + timedelta(days=301)), "run out by then"
    made.award(winner)
