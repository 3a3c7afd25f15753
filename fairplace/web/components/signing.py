"""The forms with which anybody signs anything: the text was shown, the name is typed, the intent is said."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice


class SignForm(forms.Form):
    """The action compares the typed name with the account's."""

    name_typed = fields.Text(
        "Your full name",
        hint="Type it as it stands in your account. This is your signature.",
        autocomplete="name",
        missing="Type your full name to sign.",
    )
    agrees = fields.Tick(
        "I have read the document and I sign it for my organisation",
        missing="Tick the box to say that you have read the document and sign it.",
    )


class SignListForm(forms.Form):
    """Many documents under one typed name. Each choice carries the digest of the text that was there to be read."""

    lines = fields.Checkboxes("Which do you sign?", missing="Select at least one")
    name_typed = fields.Text(
        "Your full name",
        hint="Type it once, as it stands in your account. It is your signature under each of them.",
        autocomplete="name",
        missing="Type your full name to sign.",
    )
    agrees = fields.Tick(
        "I have read them and I sign them for my organisation",
        missing="Tick the box to say that you have read them and sign them.",
    )

    def __init__(self, *args: object, choices: Iterable[Choice], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].set_choices(list(choices))  # type: ignore[attr-defined]

    def read(self) -> dict[UUID, str]:
        """Each line chosen, with the digest that was on the page."""
        pairs = (value.split(":", 1) for value in self.cleaned_data["lines"])
        return {UUID(line_id): digest for line_id, digest in pairs}


def sign_choice(line_id: UUID, digest: str, label: str, hint: str = "") -> Choice:
    """One document of the list."""
    return Choice(f"{line_id}:{digest}", label, hint=hint)
