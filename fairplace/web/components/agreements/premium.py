"""The premium of a placement, as both sides see it, and the two forms in which something is said of it (C8)."""

from __future__ import annotations

from fairplace.dps.placements.queries.premiums import PremiumRow
from fairplace.dps.placements.rules.premium import Standing
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.rows import Status, Tone

_TONES: dict[Standing, Tone] = {
    Standing.OPEN: "waiting",
    Standing.SAID: "active",
    Standing.REACHED: "good",
    Standing.NOT_REACHED: "quiet",
    Standing.LATE: "warning",
}


class SayReachedForm(forms.Form):
    """The provider's."""

    day = fields.Date("On which day was it reached?", hint="For example, 5 1 2027", missing="Enter the day")
    words = fields.LongText(
        "What shows it?",
        hint="For example what was measured, what the review said, and where the papers are. The council reads it.",
        max_words=300,
        missing="Say what shows it",
    )


class DecideForm(forms.Form):
    """The council's, after a review."""

    reached = fields.Radios(
        "Has it been reached?",
        choices=[
            Choice("yes", "Yes: the premium is due", reveals=("day",)),
            Choice("no", "No", hint="It can be looked at again until the day of the premium."),
        ],
        missing="Say whether it has been reached",
    )
    day = fields.Date("On which day was it reached?", hint="For example, 5 1 2027", missing="Enter the day")
    words = fields.LongText(
        "What shows it?",
        hint="What the review found, and on what evidence. The provider reads it.",
        max_words=300,
        missing="Say what shows it",
    )


def premium_status(row: PremiumRow) -> Status:
    return Status(row.standing.label, _TONES[row.standing])
