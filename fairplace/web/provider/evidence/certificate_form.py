"""A certificate of insurance: the file, its dates and its cover."""

from __future__ import annotations

from fairplace.govuk import fields, forms

EXTENSIONS = ("pdf", "jpg", "jpeg", "png", "docx")


class CertificateForm(forms.Form):
    """What is in the file is checked where it is stored; its name and size are checked here too."""

    upload = fields.Upload(
        "Certificate",
        hint="PDF, JPG, PNG or Word (DOCX), up to 10 MB.",
        extensions=EXTENSIONS,
        max_megabytes=10,
        missing="Choose the certificate to upload",
    )
    issued_on = fields.Date("In force from", hint="For example, 1 4 2026")
    expires_on = fields.Date("Expires on", hint="For example, 31 3 2027. It is among your tasks before that day.")
    cover = fields.Money("Cover for each claim", hint="For example, £10,000,000", width=20)
