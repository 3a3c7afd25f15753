"""Signatures on a paper: in order, each over all that stood there before, checkable in any PDF reader.

A person signs by an action of their own in the system; the system then seals the paper in their name with
the key of this installation (PAdES). The certificate is issued by the installation itself, so a PDF reader
calls the signer unknown and the document unchanged; what binds is the act recorded in the log.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, TypeVar

from asn1crypto.cms import ContentInfo
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import CertificateStore, SimpleCertificateStore

from fairplace.foundations.paper.seal_key import SealKey, installation_key


class CannotRead(Exception):
    """The PDF is too damaged for its signatures to be read at all."""


Result = TypeVar("Result")
_RESERVED = 4096
"""Hexadecimal digits kept free for a signature: ours needs 1,700, and asking the library signs everything twice."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature as it was found in a paper."""

    field: str
    signer_name: str
    reason: str
    at: datetime | None
    """The time that the paper itself states."""
    intact: bool
    """Nothing it covers was changed, and nothing but further signatures was added after it."""
    ours: bool
    """Made with the key that was asked about, normally this installation's."""


def seal_pdf(
    pdf: bytes, *, signer_name: str, field: str, reason: str, at: datetime, key: SealKey | None = None
) -> bytes:
    """Add a signature in somebody's name to a paper, after those that it already bears.

    `field` names the place of the signature ("council", "provider") and may be used once. Nothing is drawn:
    the page that tells of the signatures belongs to the template. Raises ValueError when the place is taken
    or the paper was changed since an earlier signature.
    """
    earlier = signatures_in(pdf, key=key)
    if any(signature.field == field for signature in earlier):
        raise ValueError(f"The paper already bears the signature {field!r}.")
    if not all(signature.intact for signature in earlier):
        raise ValueError("The paper was changed after it was signed.")
    seal_key = key or installation_key()
    signer = _SignerAt(
        PdfSignatureMetadata(
            field_name=field,
            name=signer_name,
            reason=reason,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
        ),
        signer=SimpleSigner(seal_key.certificate, seal_key.private_info, _no_other_certificates()),
    )
    signer.at = at
    paper = IncrementalPdfFileWriter(BytesIO(pdf))
    return _apart(lambda: bytes(signer.sign_pdf(paper, bytes_reserved=_RESERVED, output=BytesIO()).getvalue()))


def signatures_in(pdf: bytes, *, key: SealKey | None = None) -> list[Signature]:
    """The signatures of a paper, oldest first, each checked against all of its bytes. Raises CannotRead."""
    seal_key = key or installation_key()
    try:
        return _apart(lambda: _all_checked(pdf, seal_key))
    except Exception as problem:  # a damaged file fails in as many ways as there are parts in it
        raise CannotRead("The paper is damaged.") from problem


def _apart(work: Callable[[], Result]) -> Result:
    """The library runs an event loop, which a thread that already has one would refuse: then in one of its own."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(work).result()


def _all_checked(pdf: bytes, key: SealKey) -> list[Signature]:
    found = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
    return [_checked(embedded, key, newest=embedded is found[-1]) for embedded in found]


def _checked(embedded: Any, key: SealKey, *, newest: bool) -> Signature:
    stated = embedded.sig_object
    try:
        certificate = embedded.signer_cert
        ours = certificate.public_key.dump() == key.certificate.public_key.dump()
        status = validate_pdf_signature(embedded, ValidationContext(trust_roots=[certificate], allow_fetching=False))
        # Nothing may follow the newest signature, not even what a PDF reader passes over.
        whole = SignatureCoverageLevel.ENTIRE_FILE if newest else SignatureCoverageLevel.ENTIRE_REVISION
        padding = embedded.pkcs7_content[len(ContentInfo.load(embedded.pkcs7_content).dump()) :]
        intact = bool(
            status.intact
            and status.valid
            and status.docmdp_ok
            and status.coverage >= whole
            and not padding.strip(b"\x00")
        )
    except Exception:  # whatever cannot be checked is not intact
        intact = ours = False
    return Signature(
        field=embedded.field_name,
        signer_name=str(stated.get("/Name", "")),
        reason=str(stated.get("/Reason", "")),
        at=embedded.self_reported_timestamp,
        intact=intact,
        ours=ours,
    )


class _SignerAt(PdfSigner):
    """A signer whose signature states the time by our clock, not by the machine's."""

    at: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at
        return session


def _no_other_certificates() -> CertificateStore:
    store: CertificateStore = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    return store
