"""The first page: what this is in two sentences, and four doors."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from fairplace.dps.qualification.queries.public_register import counts_of_accredited
from fairplace.dps.transparency.queries.published import count_of_awards
from fairplace.web.components.rows import Fact
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.PUBLIC)
def start(request: PageRequest) -> HttpResponse:
    """Live counts, no names."""
    establishments, providers = counts_of_accredited()
    return render(
        request,
        "web/public/start.jinja",
        today=[
            Fact("Schools, homes and agencies", str(establishments)),
            Fact("Providers", str(providers)),
            Fact("Awards published", str(count_of_awards())),
        ],
        demo=settings.DEMO,
    )
