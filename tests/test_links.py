"""Tokens, and addresses that leave the system."""

import pytest

from webinars.links import (
    Purpose,
    external_url,
    new_nonce,
    nonce_of,
    return_address,
    returned_delivery_id,
    token,
    uid_mac,
)


@pytest.fixture(autouse=True)
def context(app):
    with app.app_context():
        yield


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestTokens:
    def test_a_token_gives_its_nonce_back(self):
        nonce = new_nonce()

        assert nonce_of(Purpose.MANAGE, token(Purpose.MANAGE, nonce)) == nonce

    def test_every_bent_character_is_refused(self):
        good = token(Purpose.MANAGE, new_nonce())
        for position, character in enumerate(good):
            other = "A" if character != "A" else "B"
            bent = good[:position] + other + good[position + 1 :]
            assert nonce_of(Purpose.MANAGE, bent) is None

    def test_a_last_character_that_decodes_alike_is_refused(self):
        good = token(Purpose.MANAGE, new_nonce())
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        twin = alphabet[alphabet.index(good[-1]) ^ 1]

        assert nonce_of(Purpose.MANAGE, good[:-1] + twin) is None

    @pytest.mark.parametrize("bad", ["", "x", "é" * 44, "A" * 43, "A" * 45, "\x00" * 44])
    def test_nonsense_is_refused(self, bad):
        assert nonce_of(Purpose.MANAGE, bad) is None

    def test_a_token_for_one_purpose_opens_no_other(self):
        made = token(Purpose.FEED, new_nonce())

        accepted = [purpose for purpose in Purpose if nonce_of(purpose, made)]
        assert accepted == [Purpose.FEED]

    def test_the_nonce_alone_opens_nothing(self):
        assert nonce_of(Purpose.MANAGE, new_nonce()) is None

    def test_another_key_makes_other_tokens_and_a_former_one_is_honoured(self, make_app):
        nonce = new_nonce()
        old = token(Purpose.MANAGE, nonce)

        with make_app(secret_key="an entirely different key").app_context():
            assert nonce_of(Purpose.MANAGE, old) is None
        rotated = make_app(
            secret_key="an entirely different key",
            secret_key_fallbacks=("a key for tests only, long enough",),
        )
        with rotated.app_context():
            assert nonce_of(Purpose.MANAGE, old) == nonce
            assert token(Purpose.MANAGE, nonce) != old

    def test_each_generation_has_its_own_proof(self):
        proofs = {uid_mac(1, 2, 3), uid_mac(1, 2, 4), uid_mac(1, 23, 4), uid_mac(12, 3, 4)}

        assert len(proofs) == 4
        assert all(len(proof) == 16 for proof in proofs)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_addresses_stand_under_the_base_url_whatever_the_host_header(make_app):
    app = make_app(base_url="https://webinars.example.org")
    with app.test_request_context(headers={"Host": "evil.example.com"}):
        address = external_url("health.healthz")

    assert address == "https://webinars.example.org/healthz"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestReturnAddresses:
    """Where mails come back to: known by what we signed, not by what a text says."""

    BASE = "bounce@bounces.example.org"

    def test_without_the_setting_there_is_none(self):
        assert return_address(7) is None

    def test_each_delivery_has_its_own_and_is_found_by_it(self, make_app):
        with make_app(bounce_address=self.BASE).app_context():
            address = return_address(7)

            assert address.startswith("bounce+7-")
            assert address.endswith("@bounces.example.org")
            assert returned_delivery_id(address) == 7
            assert return_address(8).partition("-")[2] != address.partition("-")[2]

    def test_case_brackets_another_domain_and_a_wrapped_form_do_not_matter(self, make_app):
        with make_app(bounce_address=self.BASE).app_context():
            local_part = return_address(7).partition("@")[0]
            found = [
                returned_delivery_id(form)
                for form in (
                    f"<{local_part.upper()}@Bounces.Example.ORG>",
                    f"{local_part}@former.example.com",
                    f"prvs=0123456789={local_part}@bounces.example.org",
                )
            ]

        assert found == [7, 7, 7]

    def test_every_bent_character_is_refused(self, make_app):
        with make_app(bounce_address=self.BASE).app_context():
            good = return_address(7)
            start, end = good.index("+") + 1, good.index("@")
            bent = [
                good[:place] + ("1" if good[place] != "1" else "2") + good[place + 1 :]
                for place in range(start, end)
            ]

            assert [returned_delivery_id(address) for address in bent] == [None] * len(bent)

    @pytest.mark.parametrize(
        "address", ["", "@", "bounce@example.org", "bounce+7@example.org", "bounce+٧-" + "0" * 16]
    )
    def test_nonsense_is_refused(self, address):
        assert returned_delivery_id(address) is None

    def test_a_former_key_is_honoured(self, make_app):
        with make_app(bounce_address=self.BASE).app_context():
            old = return_address(7)
        other = {"bounce_address": self.BASE, "secret_key": "an entirely different key"}

        with make_app(**other).app_context():
            assert returned_delivery_id(old) is None
        former = ("a key for tests only, long enough",)
        with make_app(secret_key_fallbacks=former, **other).app_context():
            assert returned_delivery_id(old) == 7

    def test_the_longest_fits_into_what_servers_must_take(self, make_app):
        with make_app(bounce_address="b" * 27 + "@example.org").app_context():
            address = return_address(2**63 - 1)

        assert len(address.partition("@")[0]) == 64
