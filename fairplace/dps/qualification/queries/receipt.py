"""The receipt of an application that was sent: on a page, and as PDF (Q2, Q13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.organisations.queries.people import names_of
from fairplace.dps.qualification.models import Application
from fairplace.dps.qualification.permissions import check_may_fill_in
from fairplace.dps.qualification.queries.line_row import LineRow, lines_where
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.foundations.paper import render_pdf

TEMPLATE = Path(__file__).resolve().parent.parent / "letters" / "receipt.typ"


@dataclass(frozen=True, slots=True)
class Receipt:
    """sent_at: by the database's clock. sha256: of the file with every answer, which the provider can download.

    has_statements: some place is in a category that scores statements.
    """

    application_id: UUID
    reference: str
    provider_name: str
    lead_name: str
    sent_at: datetime
    sent_by: str
    decide_by: date
    sha256: str
    lines: list[LineRow]
    has_statements: bool

    @property
    def next_steps(self) -> list[str]:
        marked = "Evaluators of any partner mark each statement, without seeing each other’s mark, then agree one."
        return [
            f"{self.lead_name} checks each criterion. It may ask you questions: you are told by e-mail.",
            *([marked] if self.has_statements else []),
            f"You have a decision, with the reason for each criterion, by {_day(self.decide_by)}.",
            "If a place is approved, you sign its agreement, then the lead authority does. From then on it is invited.",
        ]


def receipt_of(actor: Actor, application_id: UUID) -> Receipt:
    """NotThere for a draft, and for anybody else's."""
    found = Application.objects.filter(id=application_id).exclude(submitted_at=None).select_related("provider").first()
    if found is None or found.submitted_at is None or found.decide_by is None:
        raise NotThere
    check_may_fill_in(actor, found.provider_id)
    by = found.submitted_by_id
    lines = [one for one in lines_where(application_id=application_id) if one.standing is not LineStanding.DRAFT]
    return Receipt(
        application_id=found.id,
        reference=found.reference,
        provider_name=found.provider.name,
        lead_name=the_system().lead_name,
        sent_at=found.submitted_at,
        sent_by=names_of([by]).get(by, "") if by else "",
        decide_by=found.decide_by,
        sha256=found.sent_sha256,
        lines=lines,
        has_statements=any(content_of(version).is_scored for version in {one.category_version_id for one in lines}),
    )


def receipt_pdf(receipt: Receipt) -> bytes:
    """The same receipt gives the same bytes."""
    sent = receipt.sent_at.astimezone(LONDON)
    data = {
        "title": f"Receipt of application {receipt.reference}",
        "facts": [
            ["Application", receipt.reference],
            ["From", receipt.provider_name],
            ["Sent by", receipt.sent_by],
            ["Received", f"{_day(sent.date())} at {sent:%H:%M:%S} (London), by the database’s clock"],
            ["To", receipt.lead_name],
            ["Decision by", _day(receipt.decide_by)],
        ],
        "lines": [[line.establishment_name, line.category_name] for line in receipt.lines],
        "next_steps": receipt.next_steps,
        "proof": "The file with every answer can be downloaded from the application’s page. Its SHA-256 is:",
        "digest": receipt.sha256,
    }
    return render_pdf(TEMPLATE, data, at=receipt.sent_at)


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
