"""Signing a mail for its domain (DKIM: RFC 6376, RFC 8301, RFC 8463).

The bytes are brought into canonical form by dkimpy and signed by OpenSSL: dkimpy's own RSA is
Python, and takes twenty times as long.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from textwrap import wrap

import dkim
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from dkim.canonicalization import Relaxed

RSA_BITS = 2048
# RFC 8301, 3.2: signers must not use shorter ones, and nobody believes them.
LEAST_RSA_BITS = 1024
# One more of these than we wrote would be shown to the reader: the signature forbids it.
SINGLE = (b"from", b"to", b"subject")
SIGNED = (
    *SINGLE,
    b"date",
    b"message-id",
    b"references",
    b"in-reply-to",
    b"mime-version",
    b"content-type",
    b"content-transfer-encoding",
    b"auto-submitted",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
    b"feedback-id",
)
PrivateKey = RSAPrivateKey | Ed25519PrivateKey
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
SELECTOR = re.compile(rf"{LABEL}(?:\.{LABEL})*", re.IGNORECASE)
DOMAIN = re.compile(rf"{LABEL}(?:\.{LABEL})+", re.IGNORECASE)
LINE = 74


@dataclass(frozen=True)
class DkimKey:
    """A private key, and where its public half stands: ``selector._domainkey.domain``."""

    domain: str
    selector: str
    private_key: PrivateKey = field(repr=False)

    @property
    def algorithm(self) -> str:
        """What the signature's ``a=`` calls it."""
        return "rsa-sha256" if isinstance(self.private_key, RSAPrivateKey) else "ed25519-sha256"

    @property
    def record_name(self) -> str:
        """The name of the DNS record."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        """What the DNS record says: the public key (RFC 6376, 3.6.1; RFC 8463, 4)."""
        public = self.private_key.public_key()
        if isinstance(self.private_key, RSAPrivateKey):
            kind = "rsa"
            content = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        else:
            kind = "ed25519"
            content = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        return f"v=DKIM1; k={kind}; p={b64encode(content).decode('ascii')}"

    def sign(self, content: bytes) -> bytes:
        """Return the signature of *content*."""
        if isinstance(self.private_key, RSAPrivateKey):
            return self.private_key.sign(content, PKCS1v15(), SHA256())
        # RFC 8463, 3: what is signed is the digest.
        return self.private_key.sign(sha256(content).digest())


def read_key(pem: bytes) -> PrivateKey:
    """Return the private key in *pem*; raises ValueError with what is wrong, as end of a sentence.

    The sentence begins with the name of the file.
    """
    try:
        key = load_pem_private_key(pem, password=None)
    except TypeError:
        raise ValueError("is protected by a passphrase; give a key without one") from None
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("holds no private key in PEM format") from None
    if isinstance(key, Ed25519PrivateKey):
        return key
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("holds a key that is neither RSA nor Ed25519")
    if key.key_size < LEAST_RSA_BITS:
        raise ValueError(f"holds an RSA key of {key.key_size} bits; give one of {RSA_BITS}")
    return key


def made_key(kind: str) -> PrivateKey:
    """Return a new private key; *kind* is ``rsa`` or ``ed25519``."""
    if kind == "ed25519":
        return Ed25519PrivateKey.generate()
    return generate_private_key(public_exponent=65537, key_size=RSA_BITS)


def written(key: PrivateKey) -> bytes:
    """Return *key* as `read_key` reads it."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def signed(content: bytes, keys: Sequence[DkimKey], *, now: datetime) -> bytes:
    """Return the mail *content* with a signature of each key before it; without keys as it is."""
    if not keys:
        return content
    headers, body = dkim.rfc822_parse(content)
    fields = dict(Relaxed.canonicalize_headers(headers))
    body_hash = b64encode(sha256(Relaxed.canonicalize_body(body)).digest()).decode("ascii")
    signatures = (_signature(key, fields, body_hash, now) for key in keys)
    return b"".join(signatures) + content


def _signature(key: DkimKey, fields: dict[bytes, bytes], body_hash: str, now: datetime) -> bytes:
    names = [name for name in SIGNED if name in fields]
    # RFC 6376, 8.15: a name more often than the mail has it says that there is no other.
    listed = ":".join(name.decode("ascii") for name in [*SINGLE, *names])
    unsigned = "\r\n".join(
        [
            f"DKIM-Signature: v=1; a={key.algorithm}; c=relaxed/relaxed;",
            f" d={key.domain}; s={key.selector}; t={int(now.timestamp())};",
            *wrap(
                f"h={listed};".replace(":", ": "),
                LINE,
                initial_indent=" ",
                subsequent_indent=" ",
                break_long_words=False,
                break_on_hyphens=False,
            ),
            f" bh={body_hash};",
            " b=",
        ]
    ).encode("ascii")
    own = _canonical(unsigned)
    signature = key.sign(b"".join(name + b":" + fields[name] for name in names) + own)
    encoded = b64encode(signature).decode("ascii")
    return unsigned + "\r\n ".join(wrap(encoded, LINE)).encode("ascii") + b"\r\n"


def _canonical(header: bytes) -> bytes:
    """Return the signature's own header as it is signed: canonical, no line end (3.7)."""
    name, _, value = header.partition(b":")
    [(name, value)] = Relaxed.canonicalize_headers([(name, value)])
    return bytes(name + b":" + value).rstrip()
