"""Whether two domains belong together, as DMARC asks."""

import pytest

from webinars.domain.mail.alignment import is_aligned, organizational_domain


@pytest.mark.parametrize(
    ("domain", "organization"),
    [
        ("example.org", "example.org"),
        ("bounces.mail.Example.org.", "example.org"),
        ("mail.example.co.uk", "example.co.uk"),
        ("example.co.uk", "example.co.uk"),
        ("a.health.nsw.gov.au", "nsw.gov.au"),
        ("mail.example.com.br", "example.com.br"),
        ("mail.example.de", "example.de"),
        ("ci.berkeley.ca.us", "berkeley.ca.us"),
        ("mail.example.k12.ca.us", "example.k12.ca.us"),
        ("co.uk", "co.uk"),
        ("localhost", "localhost"),
    ],
)
def test_the_part_that_somebody_registered(domain, organization):
    assert organizational_domain(domain) == organization


@pytest.mark.parametrize(
    ("domain", "other", "is_so"),
    [
        ("example.org", "bounces.EXAMPLE.org", True),
        ("a.example.org", "b.example.org", True),
        ("example.org", "example.com", False),
        ("example.org", "badexample.org", False),
        ("one.co.uk", "two.co.uk", False),
        ("one.ca.us", "two.ca.us", False),
        ("example.org", "", False),
        ("org", "org", False),
    ],
)
def test_domains_of_one_organization_are_aligned(domain, other, is_so):
    assert is_aligned(domain, other) is is_so
    assert is_aligned(other, domain) is is_so
