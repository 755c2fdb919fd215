"""How many mails a domain takes in a time."""

import pytest

from webinars.domain.mail.pacing import Rates, asks_for_fewer, domain_of, read_rates


def test_rates_are_read_a_second_a_minute_or_an_hour():
    rates = read_rates(" gmail.com=20/s; Example.org = 300/min;*=1800/h; ")

    assert rates == Rates({"gmail.com": 20.0, "example.org": 5.0, "*": 0.5})
    assert [rates.of(name) for name in ("gmail.com", "other.org")] == [20.0, 0.5]


def test_without_rates_there_is_no_limit():
    assert read_rates("").of("gmail.com") is None


@pytest.mark.parametrize(
    "text",
    ["gmail.com", "gmail.com=20", "gmail.com=0/s", "=1/s", "a b=1/s", "*=1/s;*=2/s", "*=1/day"],
)
def test_what_is_no_rate_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        read_rates(text)


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        (421, "421 4.7.0 [TSS04] Messages temporarily deferred due to user complaints"),
        (421, "421-4.7.28 Gmail has detected an unusual rate of unsolicited mail"),
        (450, "450 4.2.1 The user is receiving mail at a rate that prevents delivery"),
        (451, "451 4.7.500 Server busy"),
        (452, "452 Too many messages, slow down"),
    ],
)
def test_a_server_asks_for_fewer(code, answer):
    assert asks_for_fewer(code, answer)


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        (451, "451 4.7.1 Greylisted, come back in five minutes"),
        (451, "451 4.3.0 Try again later, separate queue"),
        (452, "452 4.2.2 Mailbox full"),
        (554, "554 5.7.1 Too many complaints"),
        (0, "timed out"),
    ],
)
def test_other_answers_are_about_this_mail(code, answer):
    assert not asks_for_fewer(code, answer)


def test_a_domain_is_what_follows_the_last_at():
    assert domain_of('"a@b"@Example.ORG') == "example.org"
