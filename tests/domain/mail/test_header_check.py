"""What a receiving server found, read from the head of a mail, and what to mend."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webinars.domain.mail.header_check import NoHeaders, check_headers

GMAIL = """\
Delivered-To: ana@gmail.example
Authentication-Results: mx.google.com;
       dkim=pass header.i=@example.org header.s=w2026 header.b=AbCd;
       spf=pass (google.com: domain of bounce+1-2@mail.example.org designates 192.0.2.1 as
       permitted sender) smtp.mailfrom=bounce+1-2@mail.example.org;
       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=example.org
From: Webinars <invites@example.org>
Subject: Hello
"""
OUTLOOK = """\
Authentication-Results: spf=pass (sender IP is 192.0.2.1)
 smtp.mailfrom=example.org; dkim=pass (signature was verified)
 header.d=example.org;dmarc=pass action=none
 header.from=example.org;compauth=pass reason=100
Received-SPF: Pass (protection.outlook.com: domain of example.org designates
 192.0.2.1 as permitted sender) receiver=protection.outlook.com;
From: invites@example.org
"""
YAHOO = """\
Authentication-Results: atlas.mail.yahoo.example;
 dkim=pass header.i=@example.org header.s=w2026;
 spf=pass smtp.mailfrom=example.org;
 dmarc=pass(p=REJECT) header.from=example.org;
From: "Webinars" <invites@example.org>
"""
AMAZON = """\
Authentication-Results: amazonses.example;
 spf=pass (spfCheck: domain of example.org designates 192.0.2.1 as permitted sender)
 smtp.mailfrom=example.org; client-ip=192.0.2.1; envelope-from=invites@example.org; helo=x.y;
 dkim=pass header.i=@example.org;
 dmarc=pass header.from=example.org;
From: invites@example.org
"""
SEPARATE = """\
Authentication-Results: mx.example.net; dmarc=pass header.from=example.org
Authentication-Results: mx.example.net;
\tdkim=fail header.d=lists.example.com;
\tdkim=pass (2048-bit key) header.d=example.org
Received-SPF: pass (mx.example.net: ok) client-ip=192.0.2.1; envelope-from="invites@example.org";
Authentication-Results: forged.example; spf=fail smtp.mailfrom=example.org
From: invites@example.org
"""
PIECES = (
    "mx.example.net", ";", " ", "dkim=", "pass", "spf=pass", "dmarc=fail", "none", "=", "(", ")",
    '"', " header.d=", "example.org", "@", "<>", "\n ", "\n", "/1", ".", "header.i=é", "\x00",
)  # fmt: skip


def found(text):
    return {finding.name: finding for finding in check_headers(text)}


def results(text):
    return [finding.is_fine for finding in check_headers(text)]


def with_results(*parts, sender="invites@example.org"):
    return f"Authentication-Results: mx.example.net; {'; '.join(parts)}\nFrom: {sender}\n"


@pytest.mark.parametrize("text", [GMAIL, OUTLOOK, YAHOO, AMAZON, SEPARATE])
def test_when_all_pass_and_are_aligned_all_is_fine(text):
    assert results(text) == [True, True, True, True]


@pytest.mark.parametrize("prefix", ["", "\n\n", "    "])
def test_what_was_pasted_may_be_indented_and_the_whole_mail(prefix):
    pasted = "".join(prefix.strip("\n") + line for line in GMAIL.splitlines(keepends=True))

    assert results(prefix.strip(" ") + pasted + "\nThe body. From: nobody\n") == 4 * [True]


def test_every_finding_says_what_it_rests_on():
    said = [finding.sentences for finding in check_headers(GMAIL)]

    assert said == [
        ("The mail is from invites@example.org. What follows was found by mx.google.com.",),
        ("Passed for mail.example.org, which is of the same organization as example.org.",),
        ("The signature of example.org holds, which is of the same organization as example.org.",),
        ("Passed for example.org.",),
    ]


@pytest.mark.parametrize(
    ("result", "words", "advice"),
    [
        ("spf=pass smtp.mailfrom=b@mailer.example", "which is not of the same", "BOUNCE_ADDRESS"),
        ("spf=softfail smtp.mailfrom=example.org", "does not name the server", "v=spf1"),
        ("spf=fail smtp.mailfrom=example.org", "does not name the server", "v=spf1"),
        ("spf=none smtp.mailfrom=example.org", "has no SPF record", "v=spf1"),
        ("spf=neutral smtp.mailfrom=example.org", "says nothing about", "v=spf1"),
        ("spf=permerror smtp.mailfrom=example.org", "is faulty", "one TXT record"),
        ("arc=none", "The server says nothing", "v=spf1"),
        ("what is no result", "The server says nothing", "v=spf1"),
    ],
)
def test_spf_is_told_with_what_to_mend(result, words, advice):
    finding = found(with_results(result))["SPF"]

    assert not finding.is_fine
    assert words in finding.sentences[0]
    assert advice in finding.sentences[1]


@pytest.mark.parametrize(
    ("result", "words", "advice"),
    [
        ("dkim=none", "was not signed", "DKIM_KEY_FILE"),
        ("spf=none", "was not signed", "DKIM_KEY_FILE"),
        ("dkim=pass header.d=mailer.example", "not the organization", "DKIM_DOMAIN to example.org"),
        (
            "dkim=fail header.d=example.org header.s=w1",
            "does not hold",
            "w1._domainkey.example.org",
        ),
        ("dkim=permerror header.i=@example.org", "does not hold", "._domainkey.example.org"),
        ("dkim=temperror header.d=example.org", "could not be looked up", "a little later"),
    ],
)
def test_dkim_is_told_with_what_to_mend(result, words, advice):
    finding = found(with_results(result))["DKIM"]

    assert not finding.is_fine
    assert words in finding.sentences[0]
    assert advice in finding.sentences[1]


@pytest.mark.parametrize(
    ("result", "words", "advice"),
    [
        ("dmarc=none header.from=example.org", "no DMARC record", "_dmarc.example.org"),
        ("dmarc=bestguesspass header.from=example.org", "no DMARC record", "_dmarc.example.org"),
        ("dmarc=fail header.from=example.org", "neither SPF nor DKIM", "Mend one"),
        ("dmarc=permerror header.from=example.org", "is faulty", "_dmarc.example.org"),
        ("spf=none", "says nothing", "_dmarc.example.org"),
    ],
)
def test_dmarc_is_told_with_what_to_mend(result, words, advice):
    finding = found(with_results(result, sender="invites@mail.example.org"))["DMARC"]

    assert not finding.is_fine
    assert words in finding.sentences[0]
    assert advice in finding.sentences[1]


def test_only_the_server_at_the_top_is_believed():
    text = with_results("dmarc=fail") + GMAIL

    assert results(text)[1:] == [False, False, False]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no From header"),
        ("From: invites@example.org\n", "no Authentication-Results header"),
    ],
)
def test_what_cannot_be_checked_is_told(text, words):
    with pytest.raises(NoHeaders, match=words):
        check_headers(text)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_whatever_is_pasted_is_answered(pasted):
    try:
        findings = check_headers(f"Authentication-Results: {pasted}\nFrom: a@example.org\n")
    except NoHeaders:
        return
    assert [finding.name for finding in findings] == ["From", "SPF", "DKIM", "DMARC"]
