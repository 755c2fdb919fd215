"""Tokens, and addresses that leave the system."""

import pytest

from webinars.links import (
    Purpose,
    external_url,
    new_nonce,
    nonce_of,
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
