"""Age, gender where matching needs it, start, length, urgency."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.competitions.rules.publication import closing_time
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import ResponseTime
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.change_children import change_child_facts
from fairplace.dps.referrals.actions.change_facts import change_facts
from fairplace.dps.referrals.queries.rows import URGENCIES, CouncilReferral
from fairplace.dps.referrals.rules.age_bands import OLDEST, YOUNGEST
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import clock, counted, weekday
from fairplace.web.council.referrals.drafts import back_to_parts, child_asked, draft, whose
from fairplace.web.page import Audience, PageRequest, page, render


class ChildFactsForm(forms.Form):
    """What is coded of one child."""

    age = fields.WholeNumber(
        "Age",
        suffix="years",
        width=3,
        minimum=YOUNGEST,
        maximum=OLDEST,
        label_size="m",
        hint="When the place starts. Those who are invited see a band of ages, not the age.",
        missing="Enter the child’s age",
    )
    gender = fields.Radios(
        "Gender",
        choices=[
            Choice("any", "It does not matter for finding a place", hint="Gender is then not shown to anyone invited"),
            Choice("girl", "Girl", hint="Homes and schools for boys only are not invited"),
            Choice("boy", "Boy", hint="Homes and schools for girls only are not invited"),
        ],
        label_size="m",
        missing="Choose girl, boy, or that it does not matter",
    )


class FactsForm(ChildFactsForm):
    """The same of the only or the first child, with what is common."""

    start_on = fields.Date(
        "When should the place start?",
        hint="For example, 5 1 2027",
        label_size="m",
        missing="Enter the day on which the place should start",
    )
    expected_weeks = fields.WholeNumber(
        "How long is it expected to last?",
        suffix="weeks",
        width=4,
        minimum=1,
        maximum=1040,
        label_size="m",
        hint="In weeks from start to end, holidays included. A school year is 52 weeks.",
        missing="Enter how many weeks the place is expected to last",
        about="The number of weeks",
    )
    urgency = fields.Radios("How urgent is it?", label_size="m", missing="Choose how urgent it is")


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def facts(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    child = child_asked(request, row)
    if child > 1:
        return _of_another_child(request, row, child)
    written = {"age": row.age, "start_on": row.start_on, "expected_weeks": row.expected_weeks, "urgency": row.urgency}
    gender = row.gender or ("" if row.age is None else "any")
    form = FactsForm(request.POST or None, initial={**written, "gender": gender})
    form.fields["urgency"].set_choices(  # type: ignore[attr-defined]
        [
            Choice(time.urgency, URGENCIES.get(time.urgency, time.urgency), hint=_answer_time(time, request.now))
            for time in content_of(row.category_version_id).response_times
        ]
    )
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data, "gender": form.cleaned_data["gender"].replace("any", "")}
        try:
            change_facts(actor=request.actor, referral_id=referral_id, at=request.now, **told)
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to_parts(referral_id)
    return render(
        request,
        "web/council/referrals/part.jinja",
        form=form,
        referral=row,
        heading="Age, start and urgency",
        whose=f"age and gender of {whose(row, 1).lower()}" if row.several else "",
    )


def _of_another_child(request: PageRequest, row: CouncilReferral, child: int) -> HttpResponse:
    known = row.child(child)
    assert known is not None
    gender = known.gender or ("" if known.age is None else "any")
    form = ChildFactsForm(request.POST or None, initial={"age": known.age, "gender": gender})
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data, "gender": form.cleaned_data["gender"].replace("any", "")}
        try:
            change_child_facts(actor=request.actor, referral_id=row.id, child=child, at=request.now, **told)
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to_parts(row.id)
    return render(
        request,
        "web/council/referrals/part.jinja",
        form=form,
        referral=row,
        heading="Age and gender",
        whose=whose(row, child),
    )


def _answer_time(time: ResponseTime, now: datetime) -> str:
    """The rule, and the very moment it gives now (R8)."""
    if time.working_days:
        rule = f"{counted(time.working_days, 'working day')} to answer, until 5pm"
    elif time.counts == "clock":
        rule = f"{counted(time.hours, 'hour')} to answer, nights and weekends too"
    else:
        rule = f"{counted(time.hours, 'working hour')} to answer, 9am to 5pm on working days"
    closes_at = closing_time(now, time)
    return f"{rule}. Published now, bids close on {weekday(closes_at)} at {clock(closes_at)}"
