"""For those who run the system: is work being done? Nothing about children, and no message's text."""

from __future__ import annotations

from django.http import HttpResponse

from fairplace.dps.custody.queries.copies import copies
from fairplace.dps.custody.queries.keys import key_use_lately
from fairplace.dps.organisations.queries.organisations import organisation_names
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.audit.refusals import RefusalRow, refusals_lately
from fairplace.foundations.background.health import jobs_are_moving
from fairplace.foundations.background.waiting import jobs_waiting
from fairplace.foundations.messages.queries import messages_waiting
from fairplace.web.components.rows import Fact
from fairplace.web.page import Audience, PageRequest, page, render


def _refused() -> list[tuple[str, RefusalRow]]:
    """With the organisation's name."""
    rows = refusals_lately()
    names = organisation_names(row.organisation_id for row in rows if row.organisation_id)
    return [(names.get(row.organisation_id, "Without an account"), row) for row in rows]


@page(Audience.OPERATOR, roles=(Role.OPERATOR,))
def health(request: PageRequest) -> HttpResponse:
    """Jobs waiting, mail waiting, whether a worker lives; copies of everything; what lies under which key."""
    return render(
        request,
        "web/operator/health.jinja",
        moving=jobs_are_moving(),
        facts=[
            Fact("Jobs waiting", str(jobs_waiting())),
            Fact("E-mails waiting to be sent", str(messages_waiting())),
        ],
        copies=copies(request.now),
        keys=key_use_lately(),
        refused=_refused(),
    )
