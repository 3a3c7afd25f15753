"""Many agreements of accreditation, signed in one go under one typed name, by either side (Q11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from fairplace.dps.qualification.actions.sign_line_agreement import sign_line_agreements
from fairplace.dps.qualification.queries.agreements import agreements_to_sign, texts_to_sign
from fairplace.dps.qualification.queries.line_row import LineRow
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.components.signing import SignListForm, sign_choice


def sign_many(
    request: HttpRequest, *, actor: Actor, at: datetime, hint: Callable[[LineRow], str], all_selected: bool
) -> tuple[int, dict[str, Any]]:
    """How many were signed just now; when none, what the page shows.

    hint: what tells one place from another, beside its terms.
    """
    lines = [row.line for row in agreements_to_sign(actor) if row.yours]
    texts = texts_to_sign(actor)
    choices = [
        sign_choice(
            line.id,
            texts[line.id].sha256,
            f"{line.establishment_name}: {line.category_name}",
            ", ".join(filter(None, (hint(line), f"terms {texts[line.id].terms_label}"))),
        )
        for line in lines
    ]
    initial = {"lines": [choice.value for choice in choices if all_selected]}
    form = SignListForm(request.POST if request.method == "POST" else None, choices=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        read = form.read()
        try:
            sign_line_agreements(
                actor=actor,
                line_ids=list(read),
                name_typed=form.cleaned_data["name_typed"],
                at=at,
                read=read,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return len(read), {}
    return 0, {"title": "Agreements of accreditation to sign", "lines": lines, "form": form}
