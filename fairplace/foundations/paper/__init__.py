"""Papers: accessible, archivable PDFs from our templates, and signatures that anybody can check."""

from fairplace.foundations.paper.rendering import render_pdf
from fairplace.foundations.paper.seal_key import SealKey
from fairplace.foundations.paper.signing import CannotRead, Signature, seal_pdf, signatures_in

__all__ = ["CannotRead", "SealKey", "Signature", "render_pdf", "seal_pdf", "signatures_in"]
