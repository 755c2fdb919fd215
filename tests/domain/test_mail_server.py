"""How the mail server is, by the news of all workers."""

from datetime import timedelta

from tests.factories import NOW
from webinars.domain.mail_server import NEWS_LAST, ServerNews, Trouble, trouble

MINUTE = timedelta(minutes=1)


def test_no_news_is_no_trouble():
    assert trouble([], NOW) is None
    assert trouble([ServerNews(), ServerNews().answered(NOW)], NOW) is None


def test_a_server_is_away_since_the_first_time_with_its_last_words():
    news = ServerNews().away("refused", NOW).away("timed out", NOW + MINUTE)

    assert trouble([news, ServerNews()], NOW + MINUTE) == Trouble(NOW, "timed out")


def test_an_answer_to_any_worker_ends_the_trouble_of_all():
    away = ServerNews().away("refused", NOW)

    assert trouble([away, ServerNews().answered(NOW + MINUTE)], NOW + MINUTE) is None
    assert trouble([away.answered(NOW + MINUTE)], NOW + MINUTE) is None


def test_an_answer_from_before_does_not():
    before = ServerNews().answered(NOW - MINUTE)

    assert trouble([before.away("refused", NOW), before], NOW) == Trouble(NOW, "refused")


def test_old_news_are_no_news():
    away = ServerNews().away("refused", NOW)

    assert trouble([away], NOW + NEWS_LAST) is not None
    assert trouble([away], NOW + NEWS_LAST + MINUTE) is None
