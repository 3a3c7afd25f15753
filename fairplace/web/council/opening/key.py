"""An opener's key: what it opens, its passphrase, a new one, and handing it over (C2)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.change_passphrase import change_passphrase
from fairplace.dps.competitions.actions.hand_over_key import hand_over_key
from fairplace.dps.competitions.actions.make_opening_key import make_opening_key
from fairplace.dps.competitions.queries.opening_parts import KeyPage, Part, key_page, possible_successors
from fairplace.dps.organisations.queries.people import names_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.audit import TimelineRow
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import counted
from fairplace.web.components.rows import Status, TimelineEntry
from fairplace.web.page import Audience, PageRequest, page, render

CHOOSE = "At least 12 characters. Four or five words that mean something only to you are best."


def _current(label: str = "Your opening passphrase") -> fields.Password:
    return fields.Password(
        label,
        hint="The one of your opening key, not your password.",
        autocomplete="off",
        missing="Enter your opening passphrase",
    )


class KeyForm(forms.Form):
    """Neither is shown again, and neither is kept: the server keeps what it needs to check a key that is turned."""

    passphrase = fields.Password(
        "Your opening passphrase", hint=CHOOSE, autocomplete="new-password", missing="Enter an opening passphrase"
    )
    again = fields.Password(
        "The same passphrase again", autocomplete="new-password", missing="Enter the same passphrase again"
    )


class ChangeForm(forms.Form):
    passphrase = _current("The passphrase until now")
    new = fields.Password(
        "Your new opening passphrase", hint=CHOOSE, autocomplete="new-password", missing="Enter a new passphrase"
    )
    again = fields.Password(
        "The new passphrase again", autocomplete="new-password", missing="Enter the new passphrase again"
    )


class HandOverForm(forms.Form):
    successor_id = fields.Radios("Who opens bids in your place?", missing="Select who opens bids in your place")
    passphrase = _current()


@page(Audience.COUNCIL, roles={Role.OPENER})
def key(request: PageRequest) -> HttpResponse:
    """What it opens; without a key, the form that makes one."""
    found = key_page(request.actor)
    if found.made_at is None:
        return _make(request, found)
    return render(
        request,
        "web/council/opening/your_key.jinja",
        found=found,
        parts=[(part, _status(part)) for part in found.parts],
        history=_history(found.history),
    )


@page(Audience.COUNCIL, roles={Role.OPENER})
def new(request: PageRequest) -> HttpResponse:
    """A new key, because the passphrase is forgotten."""
    return _make(request, key_page(request.actor))


def _make(request: PageRequest, found: KeyPage) -> HttpResponse:
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            lost = make_opening_key(actor=request.actor, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused, field=refused.field or "passphrase")
        else:
            said = "Your opening key is made. Keep its passphrase where only you find it."
            if lost:
                said += f" For {counted(lost, 'competition')} the other two openers are needed now."
            messages.success(request, said)
            return redirect("council:opening:key")
    needed = [part for part in found.parts if part.own and not (part.turned or part.lost)]
    return render(
        request,
        "web/council/opening/key.jinja",
        form=form,
        made_at=found.made_at,
        needed=needed,
        stuck=[part for part in needed if part.usable <= 2],
    )


@page(Audience.COUNCIL, roles={Role.OPENER})
def passphrase(request: PageRequest) -> HttpResponse:
    """Another passphrase for the same key: no competition is lost by it."""
    form = ChangeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            left = change_passphrase(actor=request.actor, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            said = "Your opening passphrase is changed. It opens everything that the one before opened."
            if left:
                said += f" {counted(left, 'competition')} still need an earlier passphrase: see below."
            messages.success(request, said)
            return redirect("council:opening:key")
    return render(request, "web/council/opening/passphrase.jinja", form=form)


@page(Audience.COUNCIL, roles={Role.OPENER})
def hand_over(request: PageRequest) -> HttpResponse:
    """To a successor, before the opener leaves or stops opening bids."""
    found = key_page(request.actor)
    waiting = [part for part in found.parts if not part.turned]
    successors = possible_successors(request.actor)
    form = HandOverForm(request.POST if request.method == "POST" else None)
    form.fields["successor_id"].set_choices(  # type: ignore[attr-defined]
        [Choice(str(one.id), one.name, hint=one.job_title) for one in successors]
    )
    if request.method == "POST" and form.is_valid():
        successor = UUID(form.cleaned_data["successor_id"])
        try:
            left = hand_over_key(
                actor=request.actor,
                passphrase=form.cleaned_data["passphrase"],
                successor_id=successor,
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            name = names_of([successor])[successor]
            said = f"{name} opens bids in your place now, and your own copy of the key is destroyed."
            if left:
                said += f" {counted(left, 'competition')} need an earlier passphrase of yours: hand them over with it."
            messages.success(request, said)
            return redirect("council:opening:to_open")
    return render(
        request,
        "web/council/opening/hand_over.jinja",
        form=form,
        waiting=waiting,
        successors=successors,
        stuck=[part for part in waiting if part.usable <= 2],
    )


def _status(part: Part) -> Status:
    if part.turned:
        return Status("You have turned your key", "good")
    if part.lost:
        return Status("Passphrase forgotten", "bad")
    if not part.own and not part.from_name:
        return Status("Under an earlier passphrase", "warning")
    return Status("Your key opens it", "neutral")


_HISTORY = {
    "competitions.opening_passphrase_changed": "Passphrase changed",
    "competitions.opening_passphrase_wrong": "A wrong passphrase was typed",
    "competitions.opening_key_handed_over": "Handed over",
    "competitions.opening_key_taken_over": "Taken over",
}
_WHERE = {
    "open": "To open bids.",
    "change": "To change the passphrase.",
    "hand_over": "To hand over the key.",
}


def _history(rows: tuple[TimelineRow, ...]) -> list[TimelineEntry]:
    told = [{key: str(row.payload.get(key, "")) for key in ("from_person", "to_person")} for row in rows]
    names = names_of(UUID(person) for one in told for person in one.values() if person)
    return [_entry(row, names) for row in rows]


def _entry(row: TimelineRow, names: dict[UUID, str]) -> TimelineEntry:
    made = "A new key made" if row.payload.get("replaced") else "Key made"
    text = _WHERE.get(str(row.payload.get("where")), "")
    competitions = row.payload.get("competitions")
    if isinstance(competitions, list):
        number = counted(len(competitions), "competition")
        given = row.kind == "competitions.opening_key_handed_over"
        other = names.get(UUID(str(row.payload["to_person" if given else "from_person"])), "")
        text = f"{number[0].upper()}{number[1:]}, {'to' if given else 'from'} {other}."
    return TimelineEntry(
        at=row.at,
        title=_HISTORY.get(row.kind, made),
        by="",
        text=text,
        tone="warning" if row.kind == "competitions.opening_passphrase_wrong" else "",
    )
