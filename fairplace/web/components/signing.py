"""The one form with which anybody signs anything: the text was shown, the name is typed, the intent is said."""

from __future__ import annotations

from fairplace.govuk import fields, forms


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
