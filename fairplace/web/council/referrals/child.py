"""Who the child is, and whom to write to. Seen by the council now, and by the winner once the award is accepted."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.change_identity import change_identity
from fairplace.dps.referrals.queries.child import read_identity
from fairplace.dps.referrals.queries.rows import CHOOSERS, CouncilReferral
from fairplace.dps.referrals.rules.children import SIBLING
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.council.referrals.drafts import back_to_parts, child_asked, draft, whose
from fairplace.web.page import Audience, PageRequest, page, render

_CONTACT = ("family_name", "family_email", "family_phone")


class ChildForm(forms.Form):
    full_name = fields.Text("Child’s full name", autocomplete="off", missing="Enter the child’s full name")
    date_of_birth = fields.Date("Date of birth", hint="For example, 14 5 2017")
    home_postcode = fields.Postcode(
        "Home postcode",
        autocomplete="off",
        hint="Distances are measured from here. Those invited see the district (GU2) and a band of miles.",
        missing="Enter the home postcode",
    )
    called = fields.Text(
        "What does the family call the child?",
        hint="The word that the family chose, such as a first name or “our son”. Only the family will see it.",
        autocomplete="off",
        width=20,
        max_characters=60,
        missing="Enter the word that the family chose for the child",
    )
    choice_by = fields.Radios(
        "If bids are close, who chooses between them?",
        hint="This is fixed when you publish.",
        missing="Choose who decides between close bids",
    )
    family_name = fields.Text(
        "Name of the person to write to", autocomplete="off", missing="Enter whom to write to about the choice"
    )
    family_email = fields.Email("Their email address", autocomplete="off", missing="Enter their email address")
    family_phone = fields.Telephone("Their telephone number", autocomplete="off", required=False)


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def child(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    number = child_asked(request, row)
    if number > 1:
        return _another_child(request, row, number)
    posted = request.method == "POST"
    form = ChildForm(request.POST if posted else None, initial={} if posted else _written(request, row))
    form.fields["choice_by"].set_choices([Choice(value, label) for value, label in CHOOSERS.items()])  # type: ignore[attr-defined]
    if row.has_identity:
        form.fields["called"].required = False
    chooser = form["choice_by"].value()
    for name in _CONTACT[:2]:
        form.fields[name].required = chooser != "nobody"
    if posted and form.is_valid():
        told = {**form.cleaned_data}
        try:
            change_identity(actor=request.actor, referral_id=referral_id, at=request.now, **told)
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to_parts(referral_id)
    return render(
        request,
        "web/council/referrals/child.jinja",
        form=form,
        referral=row,
        has_identity=row.has_identity,
        whose=whose(row, 1),
    )


def _another_child(request: PageRequest, row: CouncilReferral, number: int) -> HttpResponse:
    """Of brothers and sisters the family is that of the first; of a cohort each has its own."""
    known = row.child(number)
    assert known is not None
    posted = request.method == "POST"
    written = _written_of(request, row, number) if known.has_identity and not posted else {}
    form = ChildForm(request.POST if posted else None, initial=written)
    for name in ("choice_by", *(_CONTACT if row.several == SIBLING else ())):
        del form.fields[name]
    for name in ("home_postcode", *_CONTACT[:2]):
        if name in form.fields:
            form.fields[name].required = False
    form.fields["called"].required = not known.has_identity
    if posted and form.is_valid():
        told = {"choice_by": "", **dict.fromkeys(_CONTACT, ""), **form.cleaned_data}
        try:
            change_identity(actor=request.actor, referral_id=row.id, child=number, at=request.now, **told)
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to_parts(row.id)
    return render(
        request,
        "web/council/referrals/child.jinja",
        form=form,
        referral=row,
        has_identity=known.has_identity,
        whose=whose(row, number),
    )


def _written(request: PageRequest, row: CouncilReferral) -> dict[str, str | date]:
    """Showing it again is a reading, and is recorded. The family's word stays the family's."""
    if not row.has_identity:
        return {"choice_by": row.choice_by}
    return {"choice_by": row.choice_by, **_written_of(request, row, 1)}


def _written_of(request: PageRequest, row: CouncilReferral, number: int) -> dict[str, str | date]:
    known = read_identity(actor=request.actor, referral_id=row.id, child=number)
    return {
        "full_name": known.full_name,
        "date_of_birth": known.date_of_birth,
        "home_postcode": known.home_postcode,
        "family_name": known.family_name,
        "family_email": known.family_email,
        "family_phone": known.family_phone,
    }
