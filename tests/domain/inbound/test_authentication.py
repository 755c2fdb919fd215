"""Only our own mail server's word about a sender counts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webinars.domain.inbound.authentication import is_authenticated

ANA = "ana@clinic.example.org"


def vouched(*results, sender=ANA, server="mx.example.net"):
    return is_authenticated(sender, results, server=server)


@pytest.mark.parametrize(
    "result",
    [
        "dmarc=pass header.from=clinic.example.org",
        "dmarc=pass (p=none dis=none) header.from=Clinic.Example.ORG;",
        "dkim=pass header.d=clinic.example.org header.s=x header.b=abc",
        "dkim=pass header.d=example.org",
        "dkim=pass header.i=@clinic.example.org",
        "spf=pass (sender may) smtp.mailfrom=bounces@clinic.example.org",
        "spf=pass smtp.mailfrom=clinic.example.org",
        "dkim=fail header.d=clinic.example.org; spf=pass smtp.mailfrom=example.org",
        "dmarc=none header.from=clinic.example.org; dkim=pass header.d=clinic.example.org",
        "spf=fail smtp.mailfrom=list.example.com; dmarc=pass header.from=clinic.example.org",
    ],
)
def test_a_sender_our_server_knows_is_authenticated(result):
    assert vouched(f"mx.example.net; {result}")
    assert vouched(f"MX.example.net 1;\r\n\t{result}")


@pytest.mark.parametrize(
    "result",
    [
        "none",
        "dmarc=fail header.from=clinic.example.org; dkim=pass header.d=clinic.example.org",
        "dmarc=temperror header.from=clinic.example.org; spf=pass smtp.mailfrom=example.org",
        "dmarc=pass header.from=evil.example.com",
        "dmarc=pass",
        "dkim=pass header.d=evil.example.com header.i=@clinic.example.org",
        "dkim=pass header.d=pages.clinic.example.org",
        "dkim=pass header.d=org",
        "dkim=pass header.d=linic.example.org",
        "dkim=fail header.d=clinic.example.org",
        "spf=softfail smtp.mailfrom=clinic.example.org",
        "spf=pass smtp.helo=clinic.example.org",
        "auth=pass smtp.auth=ana@clinic.example.org",
        "dmarc=",
        "((((",
    ],
)
def test_another_sender_is_not_authenticated(result):
    assert not vouched(f"mx.example.net; {result}")


def test_the_word_of_another_server_does_not_count():
    assert not vouched("mx.example.com; dmarc=pass header.from=clinic.example.org")
    assert not vouched("mx.example.net.evil.example; dmarc=pass header.from=clinic.example.org")


def test_without_the_name_of_our_server_nothing_counts():
    for server in (None, ""):
        assert not vouched("; dmarc=pass header.from=clinic.example.org", server=server)


def test_a_failed_dmarc_is_never_outvoted():
    good = "mx.example.net; dmarc=pass header.from=clinic.example.org"
    bad = "mx.example.net; dmarc=fail header.from=clinic.example.org"

    assert not vouched(good, bad)
    assert not vouched(bad, good)


def test_no_address_is_never_authenticated():
    for sender in ("", "ana", "ana@localhost"):
        assert not vouched("mx.example.net; dmarc=pass header.from=localhost", sender=sender)


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_a_field_says_nothing_is_raised(sender, text):
    assert vouched(text, f"mx.example.net; {text}", sender=sender) in (True, False)
