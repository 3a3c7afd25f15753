"""The key with which this installation seals its papers, and the certificate that it issues to itself."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_SHORTEST_SEED = 32
# Not secrets and not promises: a seal is checked against our key, whatever the certificate's dates say.
_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_UNTIL = datetime(2099, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True, repr=False)
class SealKey:
    """A private key with its certificate, in the form that signing wants."""

    private_info: asn1_keys.PrivateKeyInfo
    certificate: asn1_x509.Certificate

    @classmethod
    def from_seed(cls, seed: bytes) -> "SealKey":
        """The key that belongs to a secret seed of 32 bytes or more; the same seed gives the same key."""
        if len(seed) < _SHORTEST_SEED:
            raise ValueError(f"The seed of the seal must have at least {_SHORTEST_SEED} bytes.")
        # 16 bytes more than the order has, so that the remainder is as good as even.
        stretched = HKDF(hashes.SHA256(), 48, None, b"fairplace paper seal 1").derive(seed)
        scalar = int.from_bytes(stretched, "big") % (_ORDER - 1) + 1
        private = ec.derive_private_key(scalar, _CURVE)
        der = private.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return cls(
            asn1_keys.PrivateKeyInfo.load(der),
            asn1_x509.Certificate.load(_self_issued(private).public_bytes(serialization.Encoding.DER)),
        )


@cache
def installation_key() -> SealKey:
    """This installation's key, from the setting FAIRPLACE_LOG_SEED."""
    seed = getattr(settings, "FAIRPLACE_LOG_SEED", b"")
    try:
        return SealKey.from_seed(seed)
    except ValueError as problem:
        raise ImproperlyConfigured(f"FAIRPLACE_LOG_SEED cannot be used. {problem}") from None


def _self_issued(private: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Fairplace seal of this installation")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(_FROM)
        .not_valid_after(_UNTIL)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_cert_sign=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, hashes.SHA256())
    )
