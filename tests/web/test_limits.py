import pytest
from werkzeug.exceptions import TooManyRequests

from tests.factories import a_registrant, saved
from webinars.errors import Gone, NotFound
from webinars.extensions import limiter
from webinars.links import Purpose, token
from webinars.web import limits


@pytest.fixture
def app(make_app):
    """The application, with limits."""
    limited = make_app(client_limits="3 per minute")
    limiter.reset()
    return limited


def present(error):
    """Present a token that is answered with *error*; return what comes of it."""
    try:
        with limits.wrong_tokens_counted():
            raise error("no")
    except (NotFound, TooManyRequests) as raised:
        return type(raised)


def test_twenty_wrong_tokens_a_minute_are_answered(app):
    with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.1"}):
        answers = [present(NotFound) for _ in range(21)]

    assert answers == [NotFound] * 20 + [TooManyRequests]


def test_a_token_that_was_taken_back_is_not_counted(app):
    with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.1"}):
        assert {present(Gone) for _ in range(30)} == {Gone}


def test_right_tokens_open_their_pages_after_any_number_of_wrong_ones(client, db):
    registrant = saved(a_registrant())
    right = f"/me/{token(Purpose.MANAGE, registrant.manage_nonce)}/"
    wrong = [client.get(f"/{page}/nonsense") for page in ("join", "unsubscribe") for _ in range(12)]

    assert {answer.status_code for answer in wrong} == {404, 429}
    assert 0 < int(wrong[-1].headers["Retry-After"]) <= 60
    assert client.get(right).status_code == 200


def test_each_client_is_counted_apart(app):
    def is_refused(address):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            try:
                limits.count_writing()
            except TooManyRequests:
                return True
            return False

    first, second = "192.0.2.1", "192.0.2.2"

    assert [is_refused(first) for _ in range(5)] == [False] * 3 + [True] * 2
    assert not is_refused(second)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::7", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
    ],
)
def test_a_client_is_an_address_or_a_network(app, address, counted):
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert limits.client() == counted


def test_a_client_cannot_say_who_it_is(client, db):
    answers = [
        client.submit("/me/", headers={"X-Forwarded-For": f"192.0.2.{number}"}).status_code
        for number in range(6)
    ]

    assert answers == [422] * 3 + [429] * 3


def test_nothing_is_counted_when_limits_are_off(make_app):
    app = make_app(client_limits=None)

    with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.1"}):
        for _ in range(100):
            limits.count_writing()
        assert {present(NotFound) for _ in range(30)} == {NotFound}
