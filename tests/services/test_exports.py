"""Exports go on when the request that asked for them is over."""

import pytest

from tests.factories import a_question, a_registration, a_series, a_sponsor, a_webinar, saved
from webinars.services import exports

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_rows_need_nothing_that_the_request_had_read(app, db):
    series = a_series(slug="guide", co_sponsors=[a_sponsor(slug="hip")])
    a_webinar(slug="first", series=series)
    a_question(slug="hope", series=series)
    registration = saved(a_registration(series=series))
    with app.test_request_context():
        columns = exports.columns_of(series)
        ids = [registration.id]
        db.session.expire_all()
        db.session.remove()

        names, row = exports.rows(ids, columns)

    assert len(names) == len(row) == len(columns) == 16
    assert row[1].endswith("@example.org")
