"""A document for the library: the file, its dates and, for insurance, its cover; what is asked depends on its kind."""

from __future__ import annotations

from typing import Any

from fairplace.dps.organisations.rules.evidence_kinds import EvidenceKind
from fairplace.govuk import fields, forms

EXTENSIONS = ("pdf", "jpg", "jpeg", "png", "docx")


class EvidenceForm(forms.Form):
    """What is in the file is checked where it is stored; its name and size are checked here too."""

    upload = fields.Upload(
        "Document",
        hint="PDF, JPG, PNG or Word (DOCX), up to 10 MB.",
        extensions=EXTENSIONS,
        max_megabytes=10,
        missing="Choose the document to upload",
    )
    issued_on = fields.Date("Date of the document", hint="For example, 1 4 2026")
    expires_on = fields.Date(
        "Expires on", hint="For example, 31 3 2027. We remind you 60, 30 and 7 days before that day."
    )
    cover = fields.Money("Cover for each claim", hint="For example, £10,000,000", width=20)

    def __init__(self, *args: Any, kind: EvidenceKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind.has_cover:
            self.fields["upload"].label = "Certificate"
            self.fields["upload"].error_messages["required"] = "Choose the certificate to upload"
        else:
            del self.fields["cover"]
        if kind.expires == "always":
            self.fields["issued_on"].label = "In force from"
            self.fields["issued_on"].about = "The day it is in force from"  # type: ignore[attr-defined]
        if kind.expires == "never":
            del self.fields["expires_on"]
        else:
            self.fields["expires_on"].label = kind.ends
            self.fields["expires_on"].required = kind.expires == "always"
