"""The child's story, and the child's and family's own words."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.change_story import change_story
from fairplace.dps.referrals.queries.child import read_story
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.council.referrals.drafts import back_to_parts, child_asked, draft, whose
from fairplace.web.page import Audience, PageRequest, page, render


class StoryForm(forms.Form):
    narrative = fields.LongText(
        "Their story",
        hint="Strengths first. What a good day looks like, what helps, what is hard, what was tried. “She”, “he”, "
        "“the child”: no names, dates of birth, addresses or schools.",
        rows=14,
        max_words=1200,
        threshold=75,
        label_size="m",
        missing="Write the child’s story",
    )
    own_words = fields.LongText(
        "In the child’s own words",
        hint="What they say about themselves, what they wish for, what they worry about. A drawing can be described.",
        rows=5,
        max_words=400,
        threshold=75,
        label_size="m",
        required=False,
    )
    family_words = fields.LongText(
        "In the family’s own words", rows=5, max_words=400, threshold=75, label_size="m", required=False
    )


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def story(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    child = child_asked(request, row)
    written: dict[str, str] = {}
    one = row.child(child)
    if one and one.has_story and request.method != "POST":
        known = read_story(actor=request.actor, referral_id=referral_id, child=child)
        written = {"narrative": known.narrative, "own_words": known.own_words, "family_words": known.family_words}
    form = StoryForm(request.POST or None, initial=written)
    if request.method == "POST" and form.is_valid():
        try:
            change_story(actor=request.actor, referral_id=referral_id, child=child, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to_parts(referral_id)
    return render(request, "web/council/referrals/story.jinja", form=form, referral=row, whose=whose(row, child))
