"""Where a document of the library is used: in which applications, once they are sent (Q6)."""

from __future__ import annotations

from uuid import UUID

from fairplace.dps.qualification.models import Application, Line
from fairplace.dps.qualification.permissions import check_may_fill_in
from fairplace.foundations.kernel.actor import Actor


def evidence_use(actor: Actor) -> dict[UUID, list[str]]:
    """Evidence to what rests on it: references of applications, then names of places. Two statements."""
    provider_id = check_may_fill_in(actor)
    use: dict[UUID, list[str]] = {}
    sent = Application.objects.filter(provider_id=provider_id).exclude(submitted_at=None).order_by("-submitted_at")
    for reference, answers in sent.values_list("reference", "answers"):
        _note(use, f"application {reference}", answers)
    lines = Line.objects.filter(provider_id=provider_id).exclude(application__submitted_at=None)
    for name, answers in lines.order_by("establishment__name").values_list("establishment__name", "answers"):
        _note(use, str(name), answers)
    return use


def _note(use: dict[UUID, list[str]], where: str, answers: dict[str, dict[str, str]]) -> None:
    for answer in answers.values():
        if answer.get("evidence"):
            places = use.setdefault(UUID(answer["evidence"]), [])
            if where not in places:
                places.append(where)
