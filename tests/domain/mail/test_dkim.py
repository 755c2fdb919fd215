"""Mails are signed for their domain; dkimpy, an implementation of its own, says whether well."""

import re
from base64 import b64decode
from datetime import UTC, datetime
from types import SimpleNamespace

import dkim
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from webinars.domain.mail import mime
from webinars.domain.mail.dkim import DkimKey, made_key, read_key, signed, written

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RSA = DkimKey("example.org", "w2026", made_key("rsa"))
ED25519 = DkimKey("example.org", "e2026", made_key("ed25519"))
HEADERS = (
    mime.addressed("From", "Webinars", "invites@example.org"),
    mime.addressed("To", "Zoë Núñez", "zoe@example.org"),
    mime.unstructured("Subject", "Moved: ¿Equity? " + 12 * "a long subject "),
    ("Date", "Mon, 02 Mar 2026 09:00:00 +0000"),
    ("Message-ID", "<d1.0123456789abcdef@example.org>"),
    ("In-Reply-To", "<d0.0123456789abcdef@example.org>"),
    ("References", "<d0.0123456789abcdef@example.org>"),
    ("Auto-Submitted", "auto-generated"),
    ("Feedback-ID", "w7:reminder:equity:exampleorg"),
    ("List-Unsubscribe", "<https://example.org/unsubscribe/" + 44 * "u" + ">"),
    ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
)
# Nothing was ever signed with it.
SHORT = b"""-----BEGIN PRIVATE KEY-----
MIIBVAIBADANBgkqhkiG9w0BAQEFAASCAT4wggE6AgEAAkEA0YBaaMb0vtxUvGo6
k0A7CnjRp+wZm3IgaPFpSnENtFAfRTZWNa5bTMNO4j77CIejHdRKdd1uKxRXCp3T
miE/HwIDAQABAkBJgtQ2d7lhT0acZlnvWVZeMk6+sWW62aztpefgKxM39VH1VLcw
ocTeP83zU8yYcdhKTpduNeFlhBAbtsBNSHZhAiEA/3RwJrQetBZOgfAupLt3QVv4
/2HPQJgHwP+GTw7Ps9sCIQDR8s84ITuyyklh0TniTIwINO7pU8Mx2yBLahYA6ihn
DQIhAJHFyjHr2xF9ITO48YUDjRv49fAVyoTbvKD/r47xrsi9AiAT+8aZkyA5jmOZ
ue6Gib6ycUdkUiK8Nh1G0FwzzhX2aQIgbwgSaDrqX5W7uq6JTejlYnFF+ygq7DpQ
w7ZW26XgDw0=
-----END PRIVATE KEY-----
"""
NAMES = (
    "from:to:subject:date:message-id:references:in-reply-to:mime-version:content-type:"
    "auto-submitted:list-unsubscribe:list-unsubscribe-post:feedback-id"
)


class VerifyKey:
    """What dkimpy expects of PyNaCl, which is not installed, made of OpenSSL."""

    def __init__(self, encoded, encoder):
        self.key = Ed25519PublicKey.from_public_bytes(encoder(encoded))

    def verify(self, digest, signature):
        try:
            self.key.verify(signature, digest)
        except InvalidSignature as error:
            raise BadSignature from error


class BadSignature(Exception):
    pass


@pytest.fixture(scope="module", autouse=True)
def nacl():
    with pytest.MonkeyPatch.context() as patch:
        stand_in = SimpleNamespace(
            signing=SimpleNamespace(VerifyKey=VerifyKey),
            encoding=SimpleNamespace(Base64Encoder=b64decode),
            exceptions=SimpleNamespace(BadSignatureError=BadSignature, ValueError=ValueError),
        )
        patch.setattr(dkim, "nacl", stand_in, raising=False)
        yield


def a_mail(text="Hello\n", html="<p>Hello</p>"):
    return mime.mail(HEADERS, boundary="d1.abc", text=text, html=html, calendar=None)


def dns(*keys):
    """Return a name server that knows the records of *keys*."""
    records = {f"{key.record_name}.": key.record for key in keys}

    def answer(name, timeout=5):
        return records[name.decode("ascii")].encode("ascii")

    return answer


def verifies(content, key, index=0):
    try:
        return dkim.DKIM(content).verify(idx=index, dnsfunc=dns(key))
    except dkim.ValidationError:
        return False


@pytest.mark.parametrize("key", [RSA, ED25519], ids=["rsa", "ed25519"])
def test_what_was_signed_verifies(key):
    assert verifies(signed(a_mail(), [key], now=NOW), key)


@pytest.mark.parametrize("key", [RSA, ED25519], ids=["rsa", "ed25519"])
@pytest.mark.parametrize("name", [name for name, _ in HEADERS])
def test_no_header_may_change(key, name):
    content = signed(a_mail(), [key], now=NOW)

    changed = content.replace(f"\r\n{name}: ".encode(), f"\r\n{name}: x".encode(), 1)

    assert changed != content
    assert not verifies(changed, key)


def test_no_word_of_the_body_may_change():
    content = signed(a_mail(), [RSA], now=NOW)

    assert not verifies(content.replace(b"Hello", b"Adios", 1), RSA)
    assert not verifies(content + b"more\r\n", RSA)


@pytest.mark.parametrize("name", ["From", "To", "Subject"])
def test_no_second_one_may_be_added(name):
    content = signed(a_mail(), [RSA], now=NOW)

    assert not verifies(f"{name}: evil@example.com\r\n".encode() + content, RSA)


def test_relays_may_fold_and_prepend_what_they_like():
    content = signed(a_mail(), [RSA], now=NOW)

    relayed = content.replace(b"Auto-Submitted: auto", b"auto-submitted:\r\n\tauto")

    assert relayed != content
    assert verifies(b"Received: from a by b\r\n" + relayed + b"\r\n\r\n", RSA)


def test_the_signature_says_what_it_covers_and_when_it_was_made():
    header = signed(a_mail(), [RSA], now=NOW).partition(b"From:")[0].decode()

    assert all(len(line) < 79 for line in header.split("\r\n"))
    tags = dict(
        part.strip().split("=", 1)
        for part in re.sub(r"\s", "", header).removeprefix("DKIM-Signature:").split(";")
    )
    assert tags.pop("h") == f"from:to:subject:{NAMES}"
    assert len(tags.pop("b")) == 344
    assert len(tags.pop("bh")) == 44
    assert tags == {
        "v": "1",
        "a": "rsa-sha256",
        "c": "relaxed/relaxed",
        "d": "example.org",
        "s": "w2026",
        "t": str(int(NOW.timestamp())),
    }


def test_two_keys_make_two_signatures():
    content = signed(a_mail(), [RSA, ED25519], now=NOW)

    verifier = dns(RSA, ED25519)
    assert [dkim.DKIM(content).verify(idx=n, dnsfunc=verifier) for n in (0, 1)] == [True, True]


def test_without_a_key_the_mail_is_as_it_was():
    assert signed(a_mail(), [], now=NOW) == a_mail()


@settings(max_examples=40)
@given(st.text(st.sampled_from("a .=\n\t\r-é\u2028"), max_size=80), st.text(max_size=40))
def test_any_text_verifies_and_travels_in_seven_bits(text, html):
    content = signed(a_mail(text, html), [ED25519], now=NOW)

    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert verifies(content, ED25519)


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_a_key_is_read_as_it_was_written(kind):
    key = made_key(kind)

    read = DkimKey("example.org", "a", read_key(written(key)))

    assert read.record == DkimKey("example.org", "a", key).record


def pem(key, encryption=None):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "holds no private key in PEM format"),
        (b"-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n", "holds no private key"),
        (pem(ec.generate_private_key(ec.SECP256R1())), "neither RSA nor Ed25519"),
        (SHORT, "an RSA key of 512 bits"),
        (pem(made_key("ed25519"), BestAvailableEncryption(b"secret")), "by a passphrase"),
    ],
    ids=["empty", "broken", "elliptic", "short", "encrypted"],
)
def test_what_is_no_key_for_signing_is_told(content, words):
    with pytest.raises(ValueError, match=words):
        read_key(content)
