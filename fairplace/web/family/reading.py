"""The family or the young person checks what is written before it is published: a link and a code (R12)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.referrals.actions.comment_reading import MOST_CHARACTERS, comment_reading
from fairplace.dps.referrals.actions.open_reading import open_reading
from fairplace.dps.referrals.actions.send_reading_code import send_reading_code
from fairplace.dps.referrals.queries.family_reading import FamilyReadingPage, family_reading
from fairplace.dps.referrals.rules.family_code import token_digest
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render

STAYS_OPEN = timedelta(hours=1)
_ABOUT = {
    "story": "Is anything wrong or missing in the story?",
    "own_words": "What else do you want people to know, in your own words?",
    "needs": "Is anything wrong or missing in the needs and hopes?",
    "else": "Anything else?",
}


class OpenForm(forms.Form):
    code = fields.Text(
        "The code we sent you",
        width=10,
        inputmode="numeric",
        autocomplete="one-time-code",
        missing="Enter the code we sent you",
    )


class CommentForm(forms.Form):
    """A box for each part; all may stay empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for about, question in _ABOUT.items():
            self.fields[about] = fields.LongText(
                question, rows=4, max_characters=MOST_CHARACTERS, threshold=75, required=False, mark_optional=False
            )


@page(Audience.FAMILY)
def reading(request: PageRequest, token: str) -> HttpResponse:
    """Ask for the code, type it, read, say what is wrong; then it is done."""
    found = family_reading(token_digest(token), opened=_is_open(request, token), at=request.now)
    if found is None:
        raise Http404
    if found.standing != "open":
        return render(request, "web/family/reading_closed.jinja", found=found)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if found.story is not None:
        return _read(request, token, found, answers=step == "comment")
    form = OpenForm(request.POST if step == "open" else None)
    if step == "open" and form.is_valid():
        try:
            wrong = open_reading(token=token, code=form.cleaned_data["code"], at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            if not wrong:
                request.session[_key(token)] = (request.now + STAYS_OPEN).isoformat()
                return redirect("family:reading", token)
            form.refuse(Refused(wrong, "code"))
    too_soon = step == "send" and not send_reading_code(token=token, at=request.now)
    return render(request, "web/family/reading_open.jinja", found=found, form=form, sent=bool(step), too_soon=too_soon)


def _read(request: PageRequest, token: str, found: FamilyReadingPage, *, answers: bool) -> HttpResponse:
    form = CommentForm(request.POST if answers else None)
    if answers and form.is_valid():
        try:
            comment_reading(token=token, comments=form.cleaned_data, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("family:reading", token)
    return render(request, "web/family/reading.jinja", found=found, form=form)


def _key(token: str) -> str:
    return f"family_reading:{token_digest(token).hex()}"


def _is_open(request: PageRequest, token: str) -> bool:
    """This browser typed the right code within the last hour."""
    until = request.session.get(_key(token), "")
    return bool(until) and request.now < datetime.fromisoformat(until)
